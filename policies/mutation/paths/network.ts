import { type PathTable } from "./path-table";

export const NETWORK_PATHS: PathTable = {};
