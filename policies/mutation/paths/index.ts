import { canonical } from "../location";
import { CLUSTER_PATHS } from "./cluster";
import { DATA_PATHS } from "./data";
import { EVERYTHING_PATHS } from "./everything";
import { GKE_PATHS } from "./gke";
import { IDENTITY_PATHS } from "./identity";
import { NETWORK_PATHS } from "./network";
import { PODS_PATHS } from "./pods";
import { type PathTable, type Relevance } from "./path-table";

/** Type, path, and who says what about it. Paths are canonical. */
export type AreaTable = Readonly<
  Record<string, Readonly<Record<string, { readonly area: string; readonly relevance: Relevance }>>>
>;

/** The tables of all areas. */
export const AREAS: Readonly<Record<string, PathTable>> = {
  gke: GKE_PATHS,
  data: DATA_PATHS,
  identity: IDENTITY_PATHS,
  network: NETWORK_PATHS,
  everything: EVERYTHING_PATHS,
  pods: PODS_PATHS,
  cluster: CLUSTER_PATHS,
};

/**
 * One table of several. Areas may share a type, such as the parts of a Deployment, but never a path of it.
 *
 * @throws Error when two entries are for the same path, also when they write it differently
 */
export function joined(areas: Readonly<Record<string, PathTable>>): AreaTable {
  const table: Record<string, Record<string, { area: string; relevance: Relevance }>> = {};
  for (const [area, paths] of Object.entries(areas)) {
    for (const [type, entries] of Object.entries(paths)) {
      const known = (table[type] ??= {});
      for (const [written, relevance] of Object.entries(entries)) {
        const path = canonical(written);
        const other = known[path];
        if (other !== undefined) {
          throw new Error(`${type}: '${written}' stands in ${other.area} and again in ${area}; keep one of them`);
        }
        known[path] = { area, relevance };
      }
    }
  }
  return table;
}
