import { isWritten, type Block, type RenderedResource, type RenderedStack } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** Arguments that take the bare name of something in the same project. */
const BY_NAME = [
  "cluster",
  "instance",
  "managed_zone",
  "map",
  "master_instance_name",
  "repository",
  "router",
  "security_policy",
  "subscription",
  "topic",
];

/** A bare name means something in the resource's own project, so that both say the same project. */
export const namesResolveInProject: ResourceRule = {
  appliesTo: "every",
  evaluate: ({ arguments: block }, stack) => {
    const named = BY_NAME.flatMap((argument) =>
      targetsOf(block, argument, stack).map((target) => ({ argument, target })),
    );
    if (named.length === 0) {
      return NOT_APPLICABLE;
    }
    const { project } = block;
    const wrong = named.filter(
      ({ target }) => isWritten(project) && isWritten(target.arguments.project) && target.arguments.project !== project,
    );
    return verdict(
      wrong.map(
        ({ argument, target }) =>
          `project is "${String(project)}", and ${argument} is the name of ${target.address} in "${String(target.arguments.project)}"`,
      ),
    );
  },
};

/** The resource whose `name` an argument is and nothing else: an id or a link would say its project. */
function targetsOf(block: Block, argument: string, stack: RenderedStack): readonly RenderedResource[] {
  const [, address] = /^\$\{(google_[a-z0-9_]+\.[\w-]+)\.name\}$/.exec(String(block[argument])) ?? [];
  return address === undefined ? [] : stack.resources.filter((one) => one.address === address);
}
