import { type PolicyRow } from "./row";

/** Pods and their containers, whatever creates them. */
export const POD_ROWS: readonly PolicyRow[] = [];
