import { POD_SECURITY_ROWS } from "./pods-security";
import { POD_IDENTITY_ROWS } from "./pods-identity";
import { POD_IMAGES_ROWS } from "./pods-images";
import { POD_RESOURCES_ROWS } from "./pods-resources";
import { POD_HEALTH_ROWS } from "./pods-health";
import { POD_WORKLOADS_ROWS } from "./pods-workloads";
import { POD_JOBS_ROWS } from "./pods-jobs";
import { POD_PROXY_ROWS } from "./pods-proxy";
import { type PolicyRow } from "./row";

/** Pods and their containers, whatever creates them. */
export const POD_ROWS: readonly PolicyRow[] = [
  ...POD_SECURITY_ROWS,
  ...POD_IDENTITY_ROWS,
  ...POD_IMAGES_ROWS,
  ...POD_RESOURCES_ROWS,
  ...POD_HEALTH_ROWS,
  ...POD_WORKLOADS_ROWS,
  ...POD_JOBS_ROWS,
  ...POD_PROXY_ROWS,
];
