import { inspect } from "./inspection";
import { answer, type Question } from "./answers";
import { type Expression } from "./expression";
import { readPolicy, type Policy } from "./policy";
import { DEFAULT_RULE, type PolicyRule } from "./policy-rule";
import { RateCounter } from "./rate-limit";
import { type Knowledge, type Outcome, type RuleVerdict, type Verdict } from "./verdict";
import { Trace } from "./trace";
import { inRange, readRequest, type ReadRequest, type WebRequest } from "./web-request";

/** A rule as the evaluator read it, in the order of evaluation. */
export interface EvaluatedRule {
  /** Its description, `rule <priority>` when it has none, `default rule` for the last one. */
  readonly rule: string;
  readonly priority: number;
  /** True when it only logs. */
  readonly preview: boolean;
  /** As Terraform writes it: `deny(403)`, `throttle`. */
  readonly action: string;
  /** The expression, or the ranges. */
  readonly match: string;
}

/** What a rule's condition says. */
interface Match {
  readonly matches: boolean;
  readonly why: string;
  /** True when it would be otherwise if every signature matched, or none. */
  readonly dependsOnSignatures: boolean;
}

/**
 * Says what a deployed Cloud Armor policy does with a request, by which rule and why, and counts requests as time goes
 * by. It reads rendered Terraform, so it judges what is deployed, whatever wrote it. What Google alone can judge it
 * approximates, and says so in every verdict.
 *
 * @example
 * const firewall = FirewallEvaluator.fromStack(JSON.parse(readFileSync("cdk.tf.json", "utf8")));
 * firewall.judge({ method: "POST", url: "https://app.example.com/api/sessions", address: "203.0.113.7", at: 0 }).outcome;
 */
export class FirewallEvaluator {
  /**
   * @param synthesized the parsed cdk.tf.json of a stack
   * @param policy the name of the policy, or its name in Terraform; needed when the stack has several
   * @param knowledge what only Google knows: threat feeds, address groups, attackers
   * @throws ValidationError when the stack has no such policy, or a rule can't be read
   */
  public static fromStack(synthesized: unknown, policy?: string, knowledge: Knowledge = {}): FirewallEvaluator {
    return new FirewallEvaluator(readPolicy(synthesized, policy), knowledge);
  }

  /** The policy's name. */
  public readonly policyName: string;
  /** Every rule in the order of evaluation, the default rule last. */
  public readonly rules: readonly EvaluatedRule[];
  private readonly counters: ReadonlyMap<PolicyRule, RateCounter>;
  private now = 0;

  private constructor(
    private readonly policy: Policy,
    private readonly knowledge: Knowledge,
  ) {
    this.policyName = policy.name;
    this.rules = policy.rules.map(({ rule, priority, preview, action, match }) => ({
      rule,
      priority,
      preview,
      action,
      match: "ranges" in match ? match.ranges.join(", ") : match.expression.text,
    }));
    this.counters = new Map(
      policy.rules.flatMap((rule) => (rule.limit === undefined ? [] : [[rule, new RateCounter(rule.limit)] as const])),
    );
  }

  /**
   * Judges a request and counts it, so call it once for each.
   *
   * @throws ValidationError when the request is none, or comes before the one before it
   */
  public judge(webRequest: WebRequest): Verdict {
    const request = readRequest(webRequest, this.now, this.policy.userIpRequestHeaders);
    this.now = request.at;
    const trace = new Trace();
    this.policy.notes.forEach((note) => trace.note(note));
    const inspection = once(() => inspect(request, this.policy.bodyReading));
    const previewed: RuleVerdict[] = [];
    // what rules in force would have done, had signatures matched
    const avoided: (Outcome | undefined)[] = [];
    const conclude = (verdict: RuleVerdict, depends: boolean): Verdict => ({
      ...verdict,
      previewed,
      approximate: depends || avoided.some((outcome) => outcome !== verdict.outcome),
      notes: trace.notes,
    });

    for (const rule of this.policy.rules) {
      const match = judgeMatch({ rule, request, inspection, knowledge: this.knowledge, trace });
      if (match.matches) {
        const verdict = this.act(rule, request, match.why, trace);
        if (!rule.preview) {
          return conclude(verdict, match.dependsOnSignatures);
        }
        previewed.push(verdict);
      } else if (match.dependsOnSignatures && !rule.preview) {
        avoided.push(rule.limit === undefined ? rule.does.outcome : undefined);
      }
    }
    const why = "every rule that matches is in preview, the default rule too";
    return conclude({ rule: "default rule", priority: DEFAULT_RULE, outcome: "allow", why }, false);
  }

  /** Forgets every count and ban, and turns the clock back to 0. */
  public reset(): void {
    this.now = 0;
    this.counters.forEach((counter) => counter.reset());
  }

  private act(rule: PolicyRule, request: ReadRequest, why: string, trace: Trace): RuleVerdict {
    const { rule: name, priority, does } = rule;
    const rate = this.counters.get(rule)?.judge(request);
    if (rate === undefined) {
      return { rule: name, priority, ...does, why };
    }
    trace.note(COUNTING);
    rate.notes.forEach((note) => trace.note(`${name}: ${note}`));
    return rate.exceeded
      ? { rule: name, priority, ...does, why: rate.why }
      : { rule: name, priority, outcome: "allow", why: rate.why };
  }
}

const COUNTING =
  "counted exactly for one backend service in one region, in intervals that begin with a client's first request; Google counts approximately";

function judgeMatch(question: Question): Match {
  const { rule, request, trace } = question;
  const { match } = rule;
  if ("ranges" in match) {
    const range = match.ranges.find((candidate) => candidate === "*" || inRange(request.address, candidate));
    return {
      matches: range !== undefined,
      why: range === "*" ? everything(rule) : `${request.address} is in ${range}`,
      dependsOnSignatures: false,
    };
  }
  const { expression } = match;
  const found: string[] = [];
  const judgment = expression.judge(request, answer(question, found));
  unknownAttributes(expression, request).forEach((note) => trace.note(`${rule.rule}: ${note}`));
  if (judgment.error !== undefined) {
    trace.note(`${rule.rule}: taken as no match, because ${judgment.error}`);
  }
  return {
    matches: judgment.matches,
    why: found.length === 0 ? `it matches ${expression.text}` : found.join("; "),
    dependsOnSignatures: dependsOnSignatures(expression, question),
  };
}

/** True when the expression says one thing if every signature matches and another if none does. */
function dependsOnSignatures(expression: Expression, question: Question): boolean {
  if (expression.wafCalls.length === 0) {
    return false;
  }
  const answers = answer({ ...question, trace: new Trace() }, []);
  const [every, none] = [true, false].map(
    (all) => expression.judge(question.request, { ...answers, ruleSet: () => all }).matches,
  );
  return every !== none;
}

function everything({ priority }: PolicyRule): string {
  return priority === DEFAULT_RULE ? "no other rule ended the evaluation" : "it matches every request";
}

const CLIENT_FACTS = [
  ["origin.region_code", "region"],
  ["origin.asn", "asn"],
  ["origin.tls_ja3_fingerprint", "ja3"],
  ["origin.tls_ja4_fingerprint", "ja4"],
] as const;

function unknownAttributes({ attributes }: Expression, { given }: ReadRequest): readonly string[] {
  return CLIENT_FACTS.filter(([attribute, fact]) => attributes.has(attribute) && given[fact] === undefined).map(
    ([attribute, fact]) => `the request says no ${fact}, so ${attribute} is ${fact === "asn" ? "0" : "empty"}`,
  );
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
