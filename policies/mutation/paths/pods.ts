import { type PathTable } from "./path-table";

export const PODS_PATHS: PathTable = {};
