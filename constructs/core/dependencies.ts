import {
  dependable,
  TerraformElement,
  TerraformStack,
  type ITerraformDependable,
  type TerraformDataSource,
  type TerraformResource,
} from "cdktf";

const written = new WeakMap<TerraformResource | TerraformDataSource, Set<ITerraformDependable>>();

/**
 * Writes an explicit `depends_on`, once per dependable. `node.addDependency` renders nothing in cdktf 0.21, and a
 * reference is better than this where one exists: use it only for orderings that no argument expresses.
 *
 * Between two stacks Terraform knows no `depends_on`: there the consumer's stack is deployed after the other one
 * (https://github.com/hashicorp/terraform-cdk/issues/3023).
 */
export function dependOn(
  consumer: TerraformResource | TerraformDataSource,
  ...dependables: readonly ITerraformDependable[]
): void {
  const seen = written.get(consumer) ?? new Set();
  written.set(consumer, seen);
  for (const target of dependables) {
    if (seen.has(target)) {
      continue;
    }
    seen.add(target);
    const stack = TerraformStack.of(consumer);
    const targetStack = TerraformElement.isTerraformElement(target) ? TerraformStack.of(target) : stack;
    if (targetStack === stack) {
      consumer.dependsOn = [...(consumer.dependsOn ?? []), dependable(target)];
    } else {
      stack.addDependency(targetStack);
    }
  }
}
