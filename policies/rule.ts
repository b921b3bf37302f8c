import { type RenderedObject } from "./rendered/rendered-cluster";
import { isReference, valueAt, type RenderedResource, type RenderedStack } from "./rendered/rendered-stack";

/**
 * What a rule says of one resource: `compliant`, `not-applicable`, `unknown` when the answer is a value that Terraform
 * computes, or what is wrong, as findings that each begin with the argument.
 */
export type Verdict =
  | { readonly status: "compliant" | "not-applicable" }
  | { readonly status: "unknown"; readonly argument: string }
  | { readonly status: "non-compliant"; readonly findings: readonly string[] };

/** A rule: looks at one rendered resource or Kubernetes object, and at the rest of its stack where the answer is elsewhere. */
export type PolicyRule = ResourceRule | ObjectRule;

/** A rule for Terraform. */
export interface ResourceRule {
  /** Resource types that the rule is for, `data.` before that of a data source; `every` for all resources. */
  readonly appliesTo: readonly string[] | "every";
  /** Says the same whenever it is given the same. */
  readonly evaluate: (resource: RenderedResource, stack: RenderedStack) => Verdict;
}

/** A rule for Kubernetes objects, whether a chart or the kubernetes provider makes them. The rest of the cluster is `stack.cluster`. */
export interface ObjectRule {
  /** Kinds that the rule is for; `pods` for every object that is a pod or creates pods, `every` for all. */
  readonly kinds: readonly string[] | "pods" | "every";
  /** Says the same whenever it is given the same. */
  readonly evaluate: (object: RenderedObject, stack: RenderedStack) => Verdict;
}

/** All is well. */
export const COMPLIANT: Verdict = { status: "compliant" };

/** The rule has nothing to say about this resource. */
export const NOT_APPLICABLE: Verdict = { status: "not-applicable" };

/** The answer is known at apply only. */
export const unknown = (argument: string): Verdict => ({ status: "unknown", argument });

/** Compliant without findings. */
export const verdict = (findings: readonly string[]): Verdict =>
  findings.length === 0 ? COMPLIANT : { status: "non-compliant", findings };

/** How a value is shown in a finding: an argument that isn't there is `absent`. */
export const shown = (value: unknown): string =>
  value === undefined ? "absent" : (JSON.stringify(value) ?? typeof value);

/**
 * Judges one argument by the values that are right.
 *
 * @param allowed includes `undefined` when the provider's default is right
 */
export function expectArgument(resource: RenderedResource, path: string, ...allowed: readonly unknown[]): Verdict {
  const value = valueAt(resource.arguments, path);
  if (isReference(value)) {
    return unknown(path);
  }
  const right = allowed.filter((one) => one !== undefined).map((one) => JSON.stringify(one));
  return verdict(allowed.includes(value) ? [] : [`${path} is ${shown(value)}, not ${right.join(" or ")}`]);
}

/** Judges an argument that only has to be there. A reference is a value. */
export function expectPresent(resource: RenderedResource, path: string): Verdict {
  const value = valueAt(resource.arguments, path);
  return verdict(value === undefined || value === "" ? [`${path} is ${shown(value)}`] : []);
}

/** All of several verdicts: findings are gathered, an unknown only counts when nothing is wrong. */
export function every(...verdicts: readonly Verdict[]): Verdict {
  const findings = verdicts.flatMap((one) => (one.status === "non-compliant" ? one.findings : []));
  return findings.length > 0 ? verdict(findings) : (verdicts.find((one) => one.status === "unknown") ?? COMPLIANT);
}
