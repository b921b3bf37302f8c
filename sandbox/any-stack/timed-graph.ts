import { type DeployGraph, deployGraph } from "../time/graph";
import { type Configuration } from "./configuration";

/** A stack's graph, or why it has none that could be timed. */
export type TimedGraph =
  | { readonly graph: DeployGraph; readonly notTimed?: undefined }
  | { readonly graph?: undefined; readonly notTimed: string };

/** What waits for what in a configuration, as far as it is modeled: modules, `count` and `for_each` are not. */
export function timedGraph({ module, ...sections }: Configuration): TimedGraph {
  try {
    return { graph: deployGraph(Object.keys(module).length > 0 ? { ...sections, module } : sections) };
  } catch (error) {
    return { notTimed: error instanceof Error ? error.message : String(error) };
  }
}
