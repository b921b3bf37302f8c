import { dependable, type ITerraformDependable, type TerraformDataSource, type TerraformResource } from "cdktf";

const written = new WeakMap<TerraformResource | TerraformDataSource, Set<ITerraformDependable>>();

/**
 * Writes an explicit `depends_on`, once per dependable. `node.addDependency` renders nothing in cdktf 0.21, and a
 * reference is better than this where one exists: use it only for orderings that no argument expresses.
 */
export function dependOn(
  consumer: TerraformResource | TerraformDataSource,
  ...dependables: readonly ITerraformDependable[]
): void {
  const seen = written.get(consumer) ?? new Set();
  written.set(consumer, seen);
  for (const target of dependables) {
    if (!seen.has(target)) {
      seen.add(target);
      consumer.dependsOn = [...(consumer.dependsOn ?? []), dependable(target)];
    }
  }
}
