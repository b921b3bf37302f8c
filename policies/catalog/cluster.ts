import { type PolicyRow } from "./row";

/** Kubernetes objects other than pods. */
export const CLUSTER_ROWS: readonly PolicyRow[] = [];
