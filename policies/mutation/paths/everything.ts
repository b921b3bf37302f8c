import { type PathTable } from "./path-table";

export const EVERYTHING_PATHS: PathTable = {};
