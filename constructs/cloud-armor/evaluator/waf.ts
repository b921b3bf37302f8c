import { type Field, type Inspection } from "./inspection";
import { SIGNATURES, type Signature } from "./signatures";
import { excerpt } from "./text";
import { type WafCall } from "./waf-call";
import { type ReadRequest } from "./web-request";

/** A part of a request that some signatures of a rule don't look at. */
export interface Exclusion {
  /** The rule set that it holds for. */
  readonly ruleSet: string;
  /** Signatures that it holds for, as six digits; empty for every one of the set. */
  readonly signatures: readonly string[];
  readonly fields: readonly {
    readonly kind: "header" | "cookie" | "query" | "uri";
    readonly operator: string;
    /** In lowercase; empty for `EQUALS_ANY`. */
    readonly value: string;
  }[];
}

/** What the approximations say about a request. */
export interface WafJudgment {
  readonly matches: boolean;
  /** Which signature matched what; empty when none did. */
  readonly why: string;
  /** How many patterns stand for the signatures that were asked for. */
  readonly patterns: number;
  readonly notes: readonly string[];
}

/**
 * Compares a request with the approximations of a rule set, until one matches.
 *
 * @param exclusions those of the rule, for other rule sets too
 */
export function judgeRuleSet(
  call: WafCall,
  exclusions: readonly Exclusion[],
  request: ReadRequest,
  inspection: Inspection,
): WafJudgment {
  const notes = [...inspection.notes, ...missingNotes(call)];
  const asked = SIGNATURES.filter((signature) => signature.groups.includes(call.group) && counts(call, signature));
  const own = exclusions.filter(({ ruleSet }) => ruleSet === call.ruleSet || ruleSet === "*");
  for (const signature of asked) {
    const field = inspection.fields.find(
      (candidate) =>
        inspects(signature, candidate) &&
        !own.some((exclusion) => excludes(exclusion, signature, candidate)) &&
        textsFor(signature, candidate).some((text) => signature.pattern.test(text)) &&
        (signature.onlyIf?.(candidate, request) ?? true),
    );
    if (field !== undefined) {
      const found = `${signature.looksFor} in the ${field.label}: ${sample(signature, field)}`;
      return {
        matches: true,
        why: `signature ${signature.id} of ${call.ruleSet} found ${found}`,
        patterns: asked.length,
        notes: [...notes, `${call.ruleSet}: our own pattern for ${signature.id} matched, ${found}`],
      };
    }
  }
  return { matches: false, why: "", patterns: asked.length, notes };
}

function counts({ sensitivity, optIn, optOut }: WafCall, signature: Signature): boolean {
  const ids = [signature.id, ...(signature.also ?? [])];
  return sensitivity === 0
    ? ids.some((id) => optIn.includes(id))
    : signature.sensitivity <= sensitivity && !ids.every((id) => optOut.includes(id)) && !optOut.includes(signature.id);
}

function missingNotes({ ruleSet, group, optIn }: WafCall): readonly string[] {
  const known = new Set(
    SIGNATURES.filter(({ groups }) => groups.includes(group)).flatMap(({ id, also = [] }) => [id, ...also]),
  );
  return optIn
    .filter((id) => !known.has(id))
    .map((id) => `${ruleSet}: no pattern stands for ${id}, it matches nothing`);
}

function inspects({ inspects: parts, headers }: Signature, { part, name }: Field): boolean {
  return parts.includes(part) && (part !== "header" || headers === undefined || headers.includes(name));
}

/** Browsers read `&lt;` as `<`, so the signatures against scripts do. */
function textsFor({ groups }: Signature, { texts }: Field): readonly string[] {
  return groups.includes("xss") ? texts.flatMap((text) => [text, decodeEntities(text)]) : texts;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&", colon: ":" };

function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]{1,4})|#(\d{1,5})|(lt|gt|quot|apos|amp|colon));?/gi,
    (_, hex: string | undefined, decimal: string | undefined, name: string | undefined) =>
      name === undefined
        ? String.fromCharCode(hex === undefined ? Number(decimal) : parseInt(hex, 16))
        : (ENTITIES[name.toLowerCase()] ?? ""),
  );
}

function excludes({ signatures, fields }: Exclusion, { id, also = [] }: Signature, field: Field): boolean {
  const meant = signatures.length === 0 || [id, ...also].some((one) => signatures.includes(one));
  const name = field.name.toLowerCase();
  return (
    meant && fields.some(({ kind, operator, value }) => kind === field.excludedAs && compare(operator, name, value))
  );
}

function compare(operator: string, name: string, value: string): boolean {
  switch (operator) {
    case "EQUALS":
      return name === value;
    case "STARTS_WITH":
      return name.startsWith(value);
    case "ENDS_WITH":
      return name.endsWith(value);
    case "CONTAINS":
      return name.includes(value);
    default:
      return true;
  }
}

function sample(signature: Signature, field: Field): string {
  const match = textsFor(signature, field)
    .map((text) => signature.pattern.exec(text))
    .find((found) => found !== null);
  return excerpt(match?.[0] === "" ? match.input : (match?.[0] ?? ""));
}
