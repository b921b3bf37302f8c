import { covers, type Exception } from "./acknowledge";
import { type PolicyRow } from "./catalog";
import { type EnvironmentKind, type Level } from "./levels";
import { type RenderedStack } from "./rendered/rendered-stack";
import { type PolicyRule, type Verdict } from "./rule";

/** One thing that a rule found, or couldn't tell. */
export interface Finding {
  readonly id: string;
  /** `unknown` findings are warnings: the value is computed by Terraform. */
  readonly level: Level;
  readonly status: "non-compliant" | "unknown" | "rule-failed";
  readonly stack: string;
  /** The construct's path. */
  readonly path: string;
  readonly address: string;
  readonly finding: string;
  /** The exception that accepts it. */
  readonly exception?: Exception;
}

/** What is wrong with an exception itself. Always an error. */
export interface ExceptionProblem {
  readonly exception: Exception;
  readonly problem: string;
}

/** What was found in all stacks. */
export interface Evaluation {
  readonly findings: readonly Finding[];
  readonly exceptionProblems: readonly ExceptionProblem[];
  /** How often each rule passed, by id. */
  readonly compliant: Readonly<Record<string, number>>;
  readonly stacks: readonly {
    readonly name: string;
    readonly environment: EnvironmentKind;
    readonly resources: number;
    /** Kubernetes objects. */
    readonly objects: number;
  }[];
}

/** What {@link evaluate} needs. */
export interface EvaluationInput {
  readonly stacks: readonly { readonly stack: RenderedStack; readonly environment: EnvironmentKind }[];
  readonly rows: readonly PolicyRow[];
  readonly exceptions: readonly Exception[];
  /** Today, for exceptions that expire. */
  readonly today: Date;
}

/** Judges every resource by every rule. */
export function evaluate({ stacks, rows, exceptions, today }: EvaluationInput): Evaluation {
  const compliant: Record<string, number> = {};
  const found: Finding[] = [];
  for (const { stack, environment } of stacks) {
    for (const row of rows) {
      for (const { path, address, judge } of subjectsOf(row.rule, stack)) {
        const verdict = judged(judge);
        compliant[row.id] = (compliant[row.id] ?? 0) + (verdict.status === "compliant" ? 1 : 0);
        found.push(...findingsOf({ id: row.id, stack: stack.name, path, address }, row.level[environment], verdict));
      }
    }
  }
  const day = today.toISOString().slice(0, 10);
  const inForce = exceptions.filter((exception) => exception.expires === undefined || exception.expires >= day);
  const findings = found.map((finding) => ({
    ...finding,
    exception: finding.status === "rule-failed" ? undefined : inForce.find((exception) => covers(exception, finding)),
  }));
  return {
    findings,
    exceptionProblems: exceptions.flatMap((exception) => exceptionProblem(exception, found, rows, day)),
    compliant,
    stacks: stacks.map(({ stack, environment }) => ({
      name: stack.name,
      environment,
      resources: stack.resources.length,
      objects: rows.some(({ rule }) => "kinds" in rule) ? stack.cluster.objects.length : 0,
    })),
  };
}

/** A resource or a Kubernetes object, and what one rule says of it. */
interface Subject {
  readonly path: string;
  readonly address: string;
  readonly judge: () => Verdict;
}

function subjectsOf(rule: PolicyRule, stack: RenderedStack): readonly Subject[] {
  if ("appliesTo" in rule) {
    const { appliesTo } = rule;
    const resources = appliesTo === "every" ? stack.resources : appliesTo.flatMap((type) => stack.ofType(type));
    return resources.map((resource) => ({ ...resource, judge: () => rule.evaluate(resource, stack) }));
  }
  const { kinds } = rule;
  const { cluster } = stack;
  const objects =
    kinds === "every"
      ? cluster.objects
      : kinds === "pods"
        ? cluster.withPods()
        : kinds.flatMap((kind) => cluster.ofKind(kind));
  return objects.map((object) => ({ ...object, judge: () => rule.evaluate(object, stack) }));
}

/** A rule that throws is a defect of the rule: it is reported, never taken for a pass. */
function judged(judge: () => Verdict): Verdict | { readonly status: "rule-failed"; readonly message: string } {
  try {
    return judge();
  } catch (error) {
    return { status: "rule-failed", message: error instanceof Error ? error.message : String(error) };
  }
}

function findingsOf(
  common: Pick<Finding, "id" | "stack" | "path" | "address">,
  level: Level,
  verdict: ReturnType<typeof judged>,
): readonly Finding[] {
  switch (verdict.status) {
    case "compliant":
    case "not-applicable":
      return [];
    case "rule-failed":
      return [{ ...common, level: "error", status: verdict.status, finding: `the rule failed: ${verdict.message}` }];
    case "unknown":
      return [
        {
          ...common,
          level: level === "off" ? "off" : "warning",
          status: verdict.status,
          finding: `${verdict.argument} is known at apply only`,
        },
      ];
    case "non-compliant":
      return verdict.findings.map((finding) => ({ ...common, level, status: verdict.status, finding }));
  }
}

function exceptionProblem(
  exception: Exception,
  found: readonly Finding[],
  rows: readonly PolicyRow[],
  day: string,
): readonly ExceptionProblem[] {
  if (!rows.some((row) => row.id === exception.id)) {
    return [{ exception, problem: "there is no such rule; correct the id or remove the exception" }];
  }
  if (exception.expires !== undefined && exception.expires < day) {
    return [{ exception, problem: `it expired on ${exception.expires}; correct the resource, or renew the decision` }];
  }
  return found.some((finding) => covers(exception, finding))
    ? []
    : [{ exception, problem: "it matches nothing any more; remove it" }];
}
