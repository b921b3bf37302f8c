import { isReference, type RenderedResource, type RenderedStack } from "../rendered/rendered-stack";

/** The resource of the stack that a value refers to. */
export function referredTo(value: unknown, type: string, stack: RenderedStack): RenderedResource | undefined {
  return isReference(value) ? stack.ofType(type).find((one) => value.includes(`\${${one.address}.`)) : undefined;
}

/** The address of a resource that a value refers to and that the stack does not have. */
export function missingIn(value: unknown, stack: RenderedStack): string | undefined {
  const address = isReference(value)
    ? /\$\{((?:data\.)?google_[a-z0-9_]*\.[A-Za-z_][\w-]*)\./.exec(value)?.[1]
    : undefined;
  const known = [...stack.resources, ...stack.dataSources].some((one) => one.address === address);
  return known ? undefined : address;
}
