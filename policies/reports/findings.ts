import { type Exception } from "../acknowledge";
import { type Evaluation, type Finding } from "../evaluate";

/** The rule id under which reports for machines show what is wrong with exceptions. No rule of the catalog has it. */
export const EXCEPTIONS_RULE = "policy-exceptions";

/** True when the build must not go on. */
export function hasErrors(evaluation: Evaluation): boolean {
  return evaluation.exceptionProblems.length > 0 || openFindings(evaluation, "error").length > 0;
}

/** True when there is something to say at all. */
export function hasContent(evaluation: Evaluation): boolean {
  return (
    hasErrors(evaluation) ||
    openFindings(evaluation, "warning").length > 0 ||
    acceptedFindings(evaluation.findings).length > 0
  );
}

/** Findings of a level that no exception accepts. */
export function openFindings(evaluation: Evaluation, level: "error" | "warning"): readonly Finding[] {
  return evaluation.findings.filter((finding) => finding.exception === undefined && finding.level === level);
}

/** Findings that an exception accepts. */
export function acceptedFindings(findings: readonly Finding[]): readonly Required<Finding>[] {
  return findings.filter((finding): finding is Required<Finding> => finding.exception !== undefined);
}

/**
 * The address of what was judged, where the construct's path does not tell it: that of a Helm release stands for every object in its
 * chart, and that of the stack for its providers, outputs and backend. Empty for a Terraform resource, whose construct has no other.
 */
export function objectOf({ path, address }: Pick<Finding, "path" | "address">): string {
  // only Kubernetes objects have spaces in their address
  return address !== path && (address.includes(" ") || !path.includes("/")) ? address : "";
}

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** The reason of an exception, with its last day. */
export function reasonOf({ exception }: Required<Finding>): string {
  const { reason, expires } = exception;
  return expires === undefined ? reason : `${reason} (until ${expires})`;
}

/** `sql-tls-only at cliscale-prod/Database`, with the address that an exception is for alone. */
export function nameOfException({ id, path, only }: Exception): string {
  return `${id} at ${path === "" ? "the app" : path}${only === undefined ? "" : ` for ${only}`}`;
}
