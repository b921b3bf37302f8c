import { hookEvents } from "../hooks";
import { type KubernetesObject } from "../objects";
import { type Check, type Finding } from "./check";

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SERVICE_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

interface NameRule {
  readonly pattern: RegExp;
  readonly longest: number;
  readonly must: string;
}

const SUBDOMAIN_RULE: NameRule = {
  pattern: SUBDOMAIN,
  longest: 253,
  must: "hold lowercase letters, digits, '-' and '.', and begin and end with a letter or digit",
};

/** Kinds with a stricter or laxer rule than a DNS subdomain. */
const RULES: Readonly<Record<string, NameRule>> = {
  Namespace: {
    pattern: LABEL,
    longest: 63,
    must: "hold lowercase letters, digits and '-', and begin and end with a letter or digit",
  },
  Service: {
    pattern: SERVICE_LABEL,
    longest: 63,
    must: "hold lowercase letters, digits and '-', and begin with a letter",
  },
  // a CronJob appends up to 11 characters to name its Jobs
  CronJob: { ...SUBDOMAIN_RULE, longest: 52 },
  // a Job's name becomes a label value of its pods
  Job: { ...SUBDOMAIN_RULE, longest: 63 },
  ...Object.fromEntries(
    ["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"].map((kind) => [
      kind,
      { pattern: /^(?!\.{1,2}$)[^/%]+$/, longest: 253, must: "hold neither '/' nor '%'" },
    ]),
  ),
};

/** `metadata.name` must be there and obey the rule of its kind. */
export const names: Check = {
  id: "names",
  source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
  effect: "refused",
  find: (review) => review.objects.flatMap(misnamed),
};

function misnamed(object: KubernetesObject): Finding[] {
  const name: unknown = object.metadata.name;
  const finding = (message: string, fix: string): Finding[] => [{ object, path: "metadata.name", message, fix }];
  if (typeof name !== "string" || name === "") {
    const generated = typeof object.metadata.generateName === "string" && hookEvents(object).length > 0;
    return generated
      ? []
      : finding("a name is required", "set metadata.name; Helm cannot manage objects with generateName");
  }
  const rule = RULES[object.kind] ?? SUBDOMAIN_RULE;
  if (name.length > rule.longest) {
    return finding(
      `"${name}" has ${name.length} characters, at most ${rule.longest} are allowed`,
      "shorten it (Helm: | trunc)",
    );
  }
  return rule.pattern.test(name) ? [] : finding(`"${name}" must ${rule.must}`, "correct the name");
}
