import { type IConstruct } from "constructs";
import { PolicyError } from "./policy-error";
import { reasonProblem } from "./reason";

/** An exception from a rule, for a construct and everything below it. */
export interface Exception {
  /** Where it was written: the construct's path. */
  readonly path: string;
  readonly id: string;
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly expires?: string;
  /** Accepts this resource or Kubernetes object alone, by its address. */
  readonly only?: string;
}

const METADATA = "policy-exception";

/**
 * Accepts that a construct and everything below it break a rule. The exception is code: it is reviewed, it shows in
 * the report, and it fails the build when it has expired or when there is nothing left that it accepts.
 *
 * @param id the rule, for example `sql-high-availability`
 * @param reason why this is right here, in at least 20 characters that say something
 * @param options.only one resource or Kubernetes object below the construct, by the address that the finding shows, for example
 *   `rbac.authorization.k8s.io/v1 Role ws-cli/controller`; without it the exception is for everything below
 * @param options.expires the last day on which it holds, `YYYY-MM-DD`; without it the exception stays
 * @throws PolicyError when the reason says nothing or the day is none
 */
export function acknowledge(
  construct: IConstruct,
  id: string,
  reason: string,
  options: Pick<Exception, "expires" | "only"> = {},
): void {
  const { expires, only } = options;
  const problem = reasonProblem(reason, id);
  if (problem !== undefined) {
    throw new PolicyError(
      `acknowledge(${id}) at ${construct.node.path}: 'reason' must ${problem}, got '${reason}'; say why this is right here`,
    );
  }
  if (expires !== undefined && !isDay(expires)) {
    throw new PolicyError(
      `acknowledge(${id}) at ${construct.node.path}: 'expires' must be a day, got '${expires}'; write it as 2027-01-31`,
    );
  }
  const exception: Exception = { path: construct.node.path, id, reason: reason.trim(), expires, only };
  construct.node.addMetadata(METADATA, exception);
}

/** Every exception that was written in a tree of constructs. */
export function exceptionsIn(root: IConstruct): readonly Exception[] {
  return root.node
    .findAll()
    .flatMap((construct) => construct.node.metadata)
    .filter((entry) => entry.type === METADATA)
    .map((entry) => entry.data as Exception);
}

/** True when the exception is for this construct or one above it. */
export function covers(
  exception: Exception,
  { id, path, address }: { readonly id: string; readonly path: string; readonly address: string },
): boolean {
  return (
    exception.id === id &&
    (exception.only === undefined || exception.only === address) &&
    (exception.path === "" || path === exception.path || path.startsWith(`${exception.path}/`))
  );
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
