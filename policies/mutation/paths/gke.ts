import { type PathTable } from "./path-table";

export const GKE_PATHS: PathTable = {};
