import { workloadRule } from "../../facts/pods";
import { judgeLaunched } from "../../facts/pods-launched";

/** Kubernetes starts nothing from a PodTemplate by itself, so somebody's workload does: its pods run what people bring along. */
export const launchedPodsSandboxed = workloadRule(["PodTemplate"], judgeLaunched);
