import { Literals } from "./literals";
import { RenderedCluster } from "./rendered-cluster";
import { renderReleases, type StackDirectory } from "./releases";
import { terraformObjects } from "./terraform-objects";

/** Renders what the Helm releases and the kubernetes provider of a stack bring into its cluster. */
export function renderCluster(stack: StackDirectory, now: Date): RenderedCluster {
  const literals = new Literals([stack], now);
  const { objects, unknown } = renderReleases([stack], literals);
  return new RenderedCluster([...terraformObjects(stack, literals), ...objects], unknown);
}
