import { isProblem, ValidationError, type Finding, type Problem } from "../../core/validation";
import { type BodyReading } from "./inspection";
import { DEFAULT_RULE, readRules, type PolicyRule } from "./policy-rule";
import { asBlocks, asText, type Block } from "./terraform-json";

/** A security policy as it will be deployed. */
export interface Policy {
  readonly name: string;
  /** In order of evaluation; the last is the default rule. */
  readonly rules: readonly PolicyRule[];
  readonly bodyReading: BodyReading;
  readonly userIpRequestHeaders: readonly string[];
  /** What was assumed when it was read. */
  readonly notes: readonly string[];
}

/** What the rules of a policy say when Google makes the last one itself. */
const IMPLIED_DEFAULT: Block = {
  action: "allow",
  priority: DEFAULT_RULE,
  match: { versioned_expr: "SRC_IPS_V1", config: { src_ip_ranges: ["*"] } },
};

/**
 * How much of a body is inspected when the policy doesn't say so: the least of Google's sizes.
 * https://cloud.google.com/armor/docs/security-policy-overview#request-body-inspection-limitation
 */
const INSPECTED_BYTES = 8192;

/** Finds a policy in a synthesized stack and reads it, or refuses it with everything that is wrong with it. */
export function readPolicy(synthesized: unknown, wanted: string | undefined): Policy {
  const resources = asBlock(asBlock(synthesized).resource);
  const [id, policy] = choose(resources, wanted);
  const name = literal(policy.name) ?? id;
  const standalone = Object.values(asBlock(resources.google_compute_security_policy_rule))
    .map(asBlock)
    .filter((rule) => belongsTo(rule.security_policy, id, name));
  const blocks = [...asBlocks(policy.rule), ...standalone];
  const implied = !blocks.some(({ priority }) => Number(priority) === DEFAULT_RULE);
  const { rules, problems } = readRules(implied ? [...blocks, IMPLIED_DEFAULT] : blocks);
  if (problems.length > 0) {
    throw new ValidationError(`security policy ${name}`, "FirewallEvaluator", problems);
  }
  const [options = {}] = asBlocks(policy.advanced_options_config);
  return {
    name,
    rules,
    bodyReading: readBodyReading(options),
    userIpRequestHeaders: texts(options.user_ip_request_headers),
    notes: implied ? ["the policy writes no default rule: Google makes one that allows"] : [],
  };
}

function choose(resources: Block, wanted: string | undefined): readonly [string, Block] {
  const policies = Object.entries(asBlock(resources.google_compute_security_policy)).map(
    ([id, policy]) => [id, asBlock(policy)] as const,
  );
  const names = policies.map(([id, policy]) => literal(policy.name) ?? id);
  const found =
    wanted === undefined && policies.length === 1
      ? policies
      : policies.filter(([id], index) => id === wanted || names[index] === wanted);
  const [first] = found;
  const findings: readonly Finding[] = [
    policies.length === 0 && {
      setting: "synthesized",
      must: "have a google_compute_security_policy",
      fix: "pass the parsed cdk.tf.json of the stack that declares the firewall",
    },
    policies.length > 0 &&
      found.length !== 1 && {
        setting: "policy",
        value: wanted,
        must: `name one of the stack's policies: ${names.join(", ")}`,
        fix: "pass its name as the second argument",
      },
  ];
  const problems: readonly Problem[] = findings.filter(isProblem);
  if (problems.length > 0 || first === undefined) {
    throw new ValidationError("the synthesized stack", "FirewallEvaluator", problems);
  }
  return first;
}

/** Rules name their policy, or refer to it: `${google_compute_security_policy.<id>.name}`. */
function belongsTo(reference: unknown, id: string, name: string): boolean {
  const text = asText(reference);
  return text === name || /^\$\{google_compute_security_policy\.([^.}]+)\./.exec(text)?.[1] === id;
}

function readBodyReading(options: Block): BodyReading {
  const parses = asText(options.json_parsing).startsWith("STANDARD");
  const [custom = {}] = asBlocks(options.json_custom_config);
  const types = texts(custom.content_types).map((type) => type.toLowerCase());
  const kilobytes = Number(/^(\d+)KB$/.exec(asText(options.request_body_inspection_size))?.[1] ?? NaN);
  return {
    // a list of its own takes the place of the built-in type
    jsonTypes: !parses ? [] : types.length > 0 ? types : ["application/json"],
    inspectedBytes: Number.isNaN(kilobytes) ? INSPECTED_BYTES : kilobytes * 1024,
  };
}

function asBlock(value: unknown): Block {
  return asBlocks(value)[0] ?? {};
}

function literal(value: unknown): string | undefined {
  return typeof value === "string" && !value.includes("${") ? value : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(asText) : [];
}
