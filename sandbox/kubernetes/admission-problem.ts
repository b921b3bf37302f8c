/**
 * What comes of a problem.
 * - `refused`: the API server answers with an error, the object is not stored and the apply fails.
 * - `pods-never-start`: the object is stored, its pods are not created or do not start; a release that waits times out.
 * - `does-not-work`: the object is stored and nothing waits for it, yet it does not do its job.
 * - `warning`: works, and is worth a look.
 */
export type Effect = "refused" | "pods-never-start" | "does-not-work" | "warning";

/** One problem of one object. It never holds a value of a Secret or an environment variable. */
export interface AdmissionProblem {
  /** The check's id, for example `pod-security`. */
  readonly check: string;
  /** For example `apps/v1 Deployment ws-cli/controller`. */
  readonly object: string;
  /** For example `spec.template.spec.containers[0].image`. */
  readonly path: string;
  readonly message: string;
  /** What to do, as an imperative. */
  readonly fix: string;
  /** Where the rule is documented. */
  readonly source: string;
  readonly effect: Effect;
}

const CONSEQUENCES: Readonly<Record<Effect, string>> = {
  refused: "",
  "pods-never-start": " [stored, but its pods never start]",
  "does-not-work": " [stored, but does not work]",
  warning: "",
};

/** One line: what, where, why, what comes of it, the fix and the source. */
export function describeAdmissionProblem({ object, path, message, fix, source, effect }: AdmissionProblem): string {
  const place = path === "" ? object : `${object}: ${path}`;
  return `${place}: ${message}${CONSEQUENCES[effect]}; ${fix} (${source})`;
}
