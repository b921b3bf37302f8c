import { type PathTable } from "./path-table";

export const DATA_PATHS: PathTable = {};
