import { blocksAt, isReference, valueAt, type Block, type RenderedStack } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

const LEVELS = ["project", "folder", "organization", "billing_account"];

/** Exported logs go on being exported, and the bucket that they lie in lets nobody delete them before their time. */
export const logSinksKeep: ResourceRule = {
  appliesTo: LEVELS.map((level) => `google_logging_${level}_sink`),
  evaluate: (sink, stack) => {
    const { disabled, unique_writer_identity: own } = sink.arguments;
    return verdict([
      ...(disabled === true ? ["disabled is true: nothing is exported"] : []),
      ...(own === false ? ["unique_writer_identity is false: everybody's sinks may write where this one does"] : []),
      ...bucketProblems(sink.arguments, stack),
    ]);
  },
};

function bucketProblems({ destination }: Block, stack: RenderedStack): readonly string[] {
  return stack
    .ofType("google_storage_bucket")
    .filter(
      ({ address, arguments: { name } }) =>
        typeof destination === "string" &&
        (destination.includes(`\${${address}.`) || destination.endsWith(`/${String(name)}`)),
    )
    .flatMap((bucket) => {
      const locked = valueAt(bucket.arguments, "retention_policy.is_locked");
      const isLocked =
        blocksAt(bucket.arguments, "retention_policy").length > 0 && (locked === true || isReference(locked));
      return isLocked
        ? []
        : [`destination is ${bucket.address}, whose retention_policy.is_locked is ${shown(locked)}, not true`];
    });
}
