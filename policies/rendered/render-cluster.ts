import { Literals } from "./literals";
import { RenderedCluster } from "./rendered-cluster";
import { renderReleases, type StackDirectory } from "./releases";
import { terraformObjects } from "./terraform-objects";

/**
 * Renders what the Helm releases and the kubernetes provider of a stack bring into its cluster.
 *
 * @param stacks all stacks of the app, whose outputs the stack may refer to
 */
export function renderCluster(stack: StackDirectory, stacks: readonly StackDirectory[], now: Date): RenderedCluster {
  const literals = new Literals(stacks, now);
  const { objects, unknown } = renderReleases([stack], literals);
  return new RenderedCluster([...terraformObjects(stack, literals), ...objects], unknown);
}
