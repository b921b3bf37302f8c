import { type PathTable } from "./path-table";

export const CLUSTER_PATHS: PathTable = {};
