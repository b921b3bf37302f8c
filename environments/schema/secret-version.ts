import * as z from "zod";
import { section, whole, type FieldProblem } from "./fields";

/** A moment in UTC with seconds, for example `2026-12-01T09:00:00Z`. */
export function utcTime(): z.ZodString {
  const params: FieldProblem = {
    must: "be a time in UTC as yyyy-mm-ddThh:mm:ssZ",
    fix: "write for example 2026-12-01T09:00:00Z",
  };
  return z.string().superRefine((value, context) => {
    if (!isUtcTime(value)) {
      context.addIssue({ code: "custom", params });
    }
  });
}

/** The keys of {@link secretVersion}; the record of an environment has more. */
export const secretVersionFields = {
  /** How often Terraform has written a value, counted from 1. Each rotation raises it by one. */
  version: whole(1, 100_000, { unit: "versions" }),
  /**
   * Until when the version before stays readable beside this one. The first deploy after this moment disables it.
   * @default - it is disabled as soon as this version is in use
   */
  previousReadableUntil: utcTime().optional(),
};

/** Refuses a previous version where there can be none. */
export function refusePreviousOfFirst(
  { version, previousReadableUntil }: { readonly version: number; readonly previousReadableUntil?: string },
  context: z.core.$RefinementCtx,
): void {
  if (version === 1 && previousReadableUntil !== undefined) {
    const params: FieldProblem = { must: "be left out while 'version' is 1", fix: "remove it, or correct 'version'" };
    context.addIssue({ code: "custom", path: ["previousReadableUntil"], params });
  }
}

/** The version of a secret that is in use. */
export const secretVersion = section(secretVersionFields).superRefine(refusePreviousOfFirst);

function isUtcTime(value: string): boolean {
  const date = new Date(value);
  // Date alone takes February 30 for March 2, and other notations
  return !Number.isNaN(date.getTime()) && date.toISOString() === value.replace("Z", ".000Z");
}
