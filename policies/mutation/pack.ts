import { type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { type PolicyRow } from "../catalog";
import { evaluate, type Finding } from "../evaluate";
import { type RenderedStack } from "../rendered/rendered-stack";
import { NOT_APPLICABLE, type ObjectRule, type PolicyRule, type ResourceRule, type Verdict } from "../rule";
import { type RenderedEnvironment } from "./environment";
import { noting, type Part } from "./reads";
import { type MutatedStack } from "./world";

/** What tells a subject in the mutated stack that it is the same as before: its address, or the object itself. */
type Identity = string | KubernetesObject;

/** A rule that may say something else of a mutated stack. */
interface Concerned {
  readonly row: PolicyRow;
  /** The subjects of which the rule spoke after reading what is changed. */
  readonly readers: readonly ReadonlySet<Identity>[];
  /** Whether what is changed is a subject of the rule. */
  readonly isOwn: boolean;
}

/** Rules that are asked together: one objection ends the asking, but each time costs something. */
const GROUP = 10;

/** What the pack says of a mutant. */
export interface Reaction {
  /** Rules with a finding that was not there before. */
  readonly rules: readonly string[];
  /** Rules that threw, with what they threw. They say nothing of the mutant, and are defects. */
  readonly failures: readonly { readonly rule: string; readonly message: string }[];
}

/**
 * The pack with what it says of an untouched stack. Of a mutated one only those verdicts are asked for that can differ:
 * about what was changed, and about what read a part that was changed.
 */
export class Pack {
  public readonly failures: Reaction["failures"];
  private readonly before: ReadonlyMap<string, number>;
  private readonly objects: ReadonlySet<KubernetesObject>;
  private readonly readers = new Map<Part, Map<string, Set<Identity>>>();
  private readonly concerned = new Map<string, readonly Concerned[]>();

  public constructor(
    private readonly rows: readonly PolicyRow[],
    private readonly environment: Pick<RenderedEnvironment, "kind" | "exceptions">,
    stack: RenderedStack,
    private readonly today: Date,
  ) {
    const recorded = rows.map((row) => ({ ...row, rule: this.recorded(row) }));
    const findings = this.findings(stack, recorded);
    this.objects = new Set(stack.cluster.objects.map(({ object }) => object));
    this.before = countOf(findings.map((finding) => signature(finding, finding.address)));
    this.failures = failuresIn(findings);
  }

  /**
   * @param address that of the changed resource or object before the change
   * @param asked whether every rule is asked or just until one objects, and which rule is asked first
   */
  public reactionTo(
    mutated: MutatedStack,
    address: string,
    asked: { readonly all: boolean; readonly first?: string } = { all: true },
  ): Reaction {
    const concerned = this.concernedBy(mutated.parts);
    const first = concerned.filter(({ row }) => row.id === asked.first);
    const rest = concerned.filter(({ row }) => row.id !== asked.first);
    const rules: string[] = [];
    const failures: Reaction["failures"][number][] = [];
    for (const group of [first, ...inGroups(rest)]) {
      const fresh = this.fresh(group, mutated, address);
      failures.push(...failuresIn(fresh));
      rules.push(...new Set(fresh.filter(isObjection).map(({ id }) => id)));
      if (rules.length > 0 && !asked.all) break;
    }
    return { rules, failures };
  }

  /** The rules that may say something else when these parts change; those of the changed subject come before the others. */
  private concernedBy(parts: ReadonlySet<Part>): readonly Concerned[] {
    const key = [...parts].join();
    const known = this.concerned.get(key);
    if (known !== undefined) {
      return known;
    }
    const concerned = this.rows.flatMap((row) => {
      const readers = [...parts].flatMap((part) => this.readers.get(part)?.get(row.id) ?? []);
      const isOwn = judgesOneOf(row.rule, parts);
      return readers.length > 0 || isOwn ? [{ row, readers, isOwn }] : [];
    });
    const ordered = concerned.sort((one, other) => Number(other.isOwn) - Number(one.isOwn));
    this.concerned.set(key, ordered);
    return ordered;
  }

  /** What some rules say now and didn't before, about those subjects of which they may say something else. */
  private fresh(
    group: readonly Concerned[],
    { stack, address: now }: MutatedStack,
    before: string,
  ): readonly Finding[] {
    const isChanged = (subject: Identity): boolean =>
      typeof subject === "string" ? subject === before : !this.objects.has(subject);
    const rows = group.map(({ row, readers }) => ({
      ...row,
      rule: narrowed(row.rule, (subject) => isChanged(subject) || readers.some((subjects) => subjects.has(subject))),
    }));
    const after = new Map<string, number>();
    return this.findings(stack, rows).filter((finding) => {
      // an object whose name was changed is still the same one
      const text = signature(finding, finding.address === now ? before : finding.address);
      const count = (after.get(text) ?? 0) + 1;
      after.set(text, count);
      return count > (this.before.get(text) ?? 0);
    });
  }

  private findings(stack: RenderedStack, rows: readonly PolicyRow[]): readonly Finding[] {
    const { kind, exceptions } = this.environment;
    return evaluate({ stacks: [{ stack, environment: kind }], rows, exceptions, today: this.today }).findings;
  }

  /** The rule, noting what it reads. */
  private recorded({ id, rule }: PolicyRow): PolicyRule {
    return around(rule, (subject, stack, judge) => {
      const reads = new Set<Part>();
      try {
        return judge(noting(stack, reads));
      } finally {
        for (const part of reads) {
          const byRule = this.readers.get(part) ?? new Map<string, Set<Identity>>();
          this.readers.set(part, byRule);
          byRule.set(id, (byRule.get(id) ?? new Set<Identity>()).add(subject));
        }
      }
    });
  }
}

function inGroups(concerned: readonly Concerned[]): readonly (readonly Concerned[])[] {
  const count = Math.ceil(concerned.length / GROUP);
  return Array.from({ length: count }, (_, index) => concerned.slice(index * GROUP, (index + 1) * GROUP));
}

type Around = (subject: Identity, stack: RenderedStack, judge: (stack: RenderedStack) => Verdict) => Verdict;

/** The rule with something done around each of its verdicts. */
function around(rule: PolicyRule, ask: Around): PolicyRule {
  if ("kinds" in rule) {
    const judge: ObjectRule["evaluate"] = (object, stack) =>
      ask(object.object, stack, (seen) => rule.evaluate(object, seen));
    return { ...rule, evaluate: judge };
  }
  const judge: ResourceRule["evaluate"] = (resource, stack) =>
    ask(resource.address, stack, (seen) => rule.evaluate(resource, seen));
  return { ...rule, evaluate: judge };
}

/** Whether a rule can have anything among the changed parts as its subject. */
function judgesOneOf(rule: PolicyRule, parts: ReadonlySet<Part>): boolean {
  if ("kinds" in rule) {
    return parts.has("objects");
  }
  return rule.appliesTo === "every" ? parts.has("resources") : rule.appliesTo.some((type) => parts.has(`type ${type}`));
}

/** The rule, asked about some subjects only. */
const narrowed = (rule: PolicyRule, asksAbout: (subject: Identity) => boolean): PolicyRule =>
  around(rule, (subject, stack, judge) => (asksAbout(subject) ? judge(stack) : NOT_APPLICABLE));

/** True for what somebody sees who looks at the report: a value that is unknown is no objection, nor is a rule that failed. */
const isObjection = ({ status, level, exception }: Finding): boolean =>
  status === "non-compliant" && level !== "off" && exception === undefined;

/** What makes a finding another one. Places in lists don't: those behind a dropped item move up, which is nothing new. */
const signature = ({ id, status, finding }: Finding, address: string): string =>
  JSON.stringify([id, status, address, finding.replaceAll(/\[\d+\]/g, "[]")]);

function countOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  texts.forEach((text) => counts.set(text, (counts.get(text) ?? 0) + 1));
  return counts;
}

function failuresIn(findings: readonly Finding[]): Reaction["failures"] {
  return findings
    .filter(({ status }) => status === "rule-failed")
    .map(({ id, finding }) => ({ rule: id, message: finding }));
}
