import { type PathTable } from "./path-table";

export const IDENTITY_PATHS: PathTable = {};
