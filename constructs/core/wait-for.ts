import { TerraformStack, type ITerraformDependable, type TerraformDataSource, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { dependOn } from "./dependencies";

/**
 * Orders a resource after others that may be in another stack: by `depends_on` within the stack, and by a dependency
 * between the stacks otherwise, because cdktf 0.21 renders a `depends_on` across stacks as a reference to a resource
 * that isn't there (https://github.com/hashicorp/terraform-cdk/issues/3023).
 */
export function waitFor(
  consumer: TerraformResource | TerraformDataSource,
  ...dependables: readonly ITerraformDependable[]
): void {
  const here = TerraformStack.of(consumer);
  for (const target of dependables) {
    const there = Construct.isConstruct(target) ? TerraformStack.of(target) : here;
    if (there === here) {
      dependOn(consumer, target);
    } else {
      here.addDependency(there);
    }
  }
}
