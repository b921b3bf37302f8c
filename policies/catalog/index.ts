import { CLUSTER_ROWS } from "./cluster";
import { DATA_ROWS } from "./data";
import { EVERYTHING_ROWS } from "./everything";
import { GKE_ROWS } from "./gke";
import { IDENTITY_ROWS } from "./identity";
import { NETWORK_ROWS } from "./network";
import { POD_ROWS } from "./pods";
import { type PolicyRow } from "./row";

export { type PolicyRow } from "./row";

/** Every rule of the pack, by area. */
export const CATALOG: readonly PolicyRow[] = [
  ...GKE_ROWS,
  ...DATA_ROWS,
  ...IDENTITY_ROWS,
  ...NETWORK_ROWS,
  ...EVERYTHING_ROWS,
  ...POD_ROWS,
  ...CLUSTER_ROWS,
];
