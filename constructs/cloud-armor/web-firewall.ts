import { ComputeSecurityPolicy } from "@cdktf/provider-google/lib/compute-security-policy";
import { ComputeSecurityPolicyRuleA } from "@cdktf/provider-google/lib/compute-security-policy-rule";
import { type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { dependOn } from "../core/dependencies";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type ProjectScopedProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { nearestOf } from "../core/nearest";
import { check, isKnown, type Finding } from "../core/validation";
import { adaptiveProtectionProblems, renderAdaptiveProtection, type AdaptiveProtection } from "./adaptive-protection";
import { bodyInspectionProblems } from "./body-limit";
import { DEFAULT_RULE_PRIORITY, placeRules, type PlacedRule } from "./priorities";
import { redirectKeyProblem, type RecaptchaSettings } from "./recaptcha";
import { renderMatch, renderRule } from "./render-rule";
import { rulesProblems } from "./rule-problems";
import { matchOfRule, type FirewallRule } from "./rule";

/** A Cloud Armor policy that a load balancer's backends can be protected with. */
export interface IWebFirewall extends IConstruct {
  /** The policy's name as a reference: what `GCPBackendPolicy.spec.default.securityPolicy` wants. */
  readonly policyName: string;
  /** The policy and its rules. What attaches the policy waits for these, so that it never protects half. */
  readonly ready: readonly ITerraformDependable[];
}

/** Props of {@link WebFirewall}. */
export interface WebFirewallProps extends ProjectScopedProps {
  /** The policy's name. Changing it replaces the policy, which Google refuses while a backend uses it. */
  readonly name: string;
  /**
   * At most 2048 characters.
   * @default - none
   */
  readonly description?: string;
  /** What happens to requests that no rule matches. */
  readonly defaultAction: "allow" | "deny(403)" | "deny(404)" | "deny(502)";
  /** Rules and lists of rules, from `Rule` and from presets such as `owaspTop10()`. */
  readonly rules: readonly (FirewallRule | readonly FirewallRule[])[];
  /**
   * What rules do that don't say `preview` themselves. With `preview`, the firewall logs and refuses nothing; write
   * `preview: false` on each rule that has proved itself.
   * @default "enforce"
   */
  readonly newRules?: "enforce" | "preview";
  /**
   * Names of rules that have proved themselves and are enforced although `newRules` is `preview`.
   * @default - none
   */
  readonly enforcedRules?: readonly string[];
  /**
   * Lets bodies through that the WAF reads in part only: it stops after 8192 bytes, and an attack behind them reaches
   * the application. `refused` asks for a `bodyLimit` beside WAF rules.
   * @default "refused"
   */
  readonly uninspectedBodies?: "refused" | "allowed";
  /**
   * What the project pays for.
   * @default "standard"
   */
  readonly tier?: "standard" | "enterprise";
  /**
   * reCAPTCHA, for rules that read its tokens or send clients to a challenge.
   * @default - none; Enterprise tier: Google's own key for challenges
   */
  readonly recaptcha?: RecaptchaSettings;
  /**
   * Alerts about unusual traffic, or `off`.
   * @default {}
   */
  readonly adaptiveProtection?: AdaptiveProtection | "off";
  /**
   * How bodies of JSON are read, so that the WAF judges their values and not their punctuation.
   * @default "STANDARD"
   */
  readonly jsonParsing?: "DISABLED" | "STANDARD" | "STANDARD_WITH_GRAPHQL";
  /**
   * Content types that are read as JSON besides `application/json`; only with `STANDARD`.
   * @default - none
   */
  readonly jsonContentTypes?: readonly string[];
  /**
   * `VERBOSE` writes what matched into the logs, passwords and tokens among it: for tuning only.
   * @default "NORMAL"
   */
  readonly logLevel?: "NORMAL" | "VERBOSE";
  /**
   * Headers with the address of the client, set by a content delivery network in front. Only safe when nobody can
   * reach the load balancer around that network: a client can write any header.
   * @default - the address that the connection comes from
   */
  readonly userIpRequestHeaders?: readonly string[];
  /**
   * Lets Terraform destroy the policy.
   * @default false
   */
  readonly allowDestroy?: boolean;
}

/** https://cloud.google.com/armor/quotas */
const MAX_DESCRIPTION = 2048;

/**
 * A Cloud Armor backend security policy. Each rule is a resource of its own, the default rule too, so that a changed
 * rule is a changed rule: the policy itself is never replaced. The policy carries no inline rules, because Terraform
 * would then take the others for drift and remove them.
 */
export class WebFirewall extends Construct implements IWebFirewall {
  public readonly policyName: string;
  public readonly ready: readonly ITerraformDependable[];
  /** Every rule with its priority, in the order in which it is evaluated; the default rule comes after them. */
  public readonly rules: readonly PlacedRule[];
  /** Names of the rules that only log, in the order in which they are evaluated. */
  public readonly previewedRuleNames: readonly string[];
  public readonly defaultAction: WebFirewallProps["defaultAction"];
  /** Whose addresses are counted: `USER_IP` behind a content delivery network. */
  public readonly addressKey: "IP" | "USER_IP";
  /** Rules with an expression: they have a quota of their own, which differs between projects. */
  public readonly advancedRuleCount: number;
  /** True when Terraform refuses to destroy the policy. */
  public readonly preventDestroy: boolean;

  public constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    const { adaptiveProtection = {}, jsonParsing = "STANDARD", logLevel = "NORMAL", tier = "standard" } = props;
    const adaptive = adaptiveProtection === "off" ? undefined : adaptiveProtection;
    this.rules = placeRules(props.rules.flat(), props.newRules ?? "enforce", props.enforcedRules);
    this.previewedRuleNames = this.rules.filter(({ preview }) => preview).map(({ rule }) => rule.name);
    this.defaultAction = props.defaultAction;
    this.addressKey = (props.userIpRequestHeaders ?? []).length > 0 ? "USER_IP" : "IP";
    this.advancedRuleCount = this.rules.filter(({ rule }) => matchOfRule(rule).by === "condition").length;
    this.preventDestroy = props.allowDestroy !== true;
    check(this, "WebFirewall", [
      nameProblem(NAME_RULES.compute, "name", props.name),
      nameProblem(NAME_RULES.project, "project", props.project),
      ...optionProblems(props, jsonParsing),
      ...(adaptive === undefined ? [] : adaptiveProtectionProblems(adaptive, tier)),
      redirectKeyProblem(props.recaptcha),
      ...rulesProblems(this.rules, {
        tier,
        recaptchaBilledSeparately: props.recaptcha?.billedSeparately === true,
        adaptiveProtection: adaptive !== undefined,
        userIp: this.addressKey === "USER_IP",
      }),
      ...enforcedRuleProblems(props.enforcedRules ?? [], this.rules),
      ...bodyInspectionProblems(this.rules, props.uninspectedBodies === "allowed"),
    ]);

    const policy = new ComputeSecurityPolicy(this, "Resource", {
      project: props.project,
      name: props.name,
      description: props.description,
      type: "CLOUD_ARMOR",
      adaptiveProtectionConfig: renderAdaptiveProtection(adaptive),
      advancedOptionsConfig: {
        jsonParsing,
        logLevel,
        jsonCustomConfig:
          props.jsonContentTypes === undefined ? undefined : { contentTypes: [...props.jsonContentTypes] },
        userIpRequestHeaders: this.addressKey === "USER_IP" ? [...(props.userIpRequestHeaders ?? [])] : undefined,
      },
      recaptchaOptionsConfig:
        props.recaptcha?.redirectSiteKey === undefined
          ? undefined
          : { redirectSiteKey: props.recaptcha.redirectSiteKey },
      lifecycle: { preventDestroy: this.preventDestroy },
    });
    dependOn(policy, ...ProjectServices.of(this).enable(props.project, "compute.googleapis.com"));

    const belongs = { project: props.project, securityPolicy: policy.name };
    // named by priority: when a rule is put in between, the others are patched where they stand instead of being
    // created anew at a place that is still taken
    const rules = this.rules.map(
      (placed) =>
        new ComputeSecurityPolicyRuleA(this, `Rule-${placed.priority}`, { ...belongs, ...renderRule(placed, this) }),
    );
    // the API makes this rule with the policy; the provider patches it on create and leaves it alone on destroy
    const defaultRule = new ComputeSecurityPolicyRuleA(this, "DefaultRule", {
      ...belongs,
      priority: DEFAULT_RULE_PRIORITY,
      description: "Requests that no other rule matches",
      action: props.defaultAction,
      preview: false,
      match: renderMatch({ by: "everything" }),
    });
    this.policyName = policy.name;
    this.ready = [policy, ...rules, defaultRule];
  }
}

/** A name that no rule has is a misspelled one, and its rule would silently stay in preview. */
function enforcedRuleProblems(enforced: readonly string[], placed: readonly PlacedRule[]): readonly Finding[] {
  const names = placed.map(({ rule }) => rule.name);
  return enforced.map((name): Finding => {
    const rule = placed.find((candidate) => candidate.rule.name === name)?.rule;
    const nearest = nearestOf(name, names);
    return rule === undefined
      ? {
          setting: "enforcedRules",
          value: name,
          must: "name rules of this firewall",
          fix: nearest === undefined ? `choose from ${names.join(", ")}` : `did you mean '${nearest}'?`,
        }
      : rule.preview === true && {
          setting: "enforcedRules",
          value: name,
          must: "not name a rule that says preview: true itself",
          fix: "take `preview` out of the rule, or its name out of the list",
        };
  });
}

function optionProblems(props: WebFirewallProps, jsonParsing: string): readonly Finding[] {
  return [
    isKnown(props.description) &&
      props.description.length > MAX_DESCRIPTION && {
        setting: "description",
        value: props.description.length,
        must: `have at most ${MAX_DESCRIPTION} characters`,
        fix: "shorten it",
        source: "https://cloud.google.com/armor/quotas",
      },
    props.jsonContentTypes !== undefined &&
      (jsonParsing !== "STANDARD" || props.jsonContentTypes.length === 0) && {
        setting: "jsonContentTypes",
        value: props.jsonContentTypes,
        must: "name at least one type, with jsonParsing STANDARD",
        fix: "leave it out, or set jsonParsing to STANDARD",
        source: "https://cloud.google.com/armor/docs/security-policy-overview#json-parsing",
      },
    ...(props.jsonContentTypes ?? []).map(
      (type): Finding =>
        isKnown(type) &&
        !/^[\w.+-]+\/[\w.+-]+$/.test(type) && {
          setting: "jsonContentTypes",
          value: type,
          must: "be a media type without parameters",
          fix: "write it as application/vnd.api+json",
          source: "https://cloud.google.com/armor/docs/security-policy-overview#json-parsing",
        },
    ),
    ...(props.userIpRequestHeaders ?? []).map(
      (header): Finding =>
        isKnown(header) &&
        (!/^[A-Za-z0-9-]+$/.test(header) || header.toLowerCase() === "x-forwarded-for") && {
          setting: "userIpRequestHeaders",
          value: header,
          must: "be a header that only the content delivery network sets",
          fix: "use its own, for example True-Client-IP: a client writes the first entries of X-Forwarded-For itself",
          source: "https://cloud.google.com/armor/docs/rate-limiting-overview#identifying_clients_for_rate_limiting",
        },
    ),
  ];
}
