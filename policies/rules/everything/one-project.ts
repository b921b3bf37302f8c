import { isWritten, type RenderedResource } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** Fewer resources than these don't show what is usual in a stack. */
const FEWEST = 10;

/** No resource alone is in another project than the rest of its kind and most of the stack: what it is for isn't there. */
export const oneProject: ResourceRule = {
  appliesTo: "every",
  evaluate: (resource, stack) => {
    const { project } = resource.arguments;
    const counts = projectsIn(stack.resources);
    const [usual, most] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? ["", 0];
    if (!isWritten(project) || most < FEWEST) {
      return NOT_APPLICABLE;
    }
    return verdict(
      project !== usual && counts.get(project) === 1
        ? [`project is "${project}", where nothing else of the stack is, and the rest is in "${usual}"`]
        : [],
    );
  },
};

const KNOWN = new WeakMap<readonly RenderedResource[], ReadonlyMap<string, number>>();

function projectsIn(resources: readonly RenderedResource[]): ReadonlyMap<string, number> {
  const known = KNOWN.get(resources);
  if (known !== undefined) {
    return known;
  }
  const counts = new Map<string, number>();
  for (const { arguments: block } of resources) {
    if (isWritten(block.project)) {
      counts.set(block.project, (counts.get(block.project) ?? 0) + 1);
    }
  }
  KNOWN.set(resources, counts);
  return counts;
}
