export { ImageRegistry } from "./image-registry";
export type { IImageRegistry, ImageCleanup, ImageRegistryProps } from "./image-registry";
