export { Bucket } from "./bucket";
export type { BucketProps } from "./bucket";
export type { IBucket } from "./bucket-base";
export type { BucketLifecycle } from "./bucket-lifecycle";
export type { BucketRetention } from "./bucket-retention";
