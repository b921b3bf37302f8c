import { Token } from "cdktf";
import * as z from "zod";
import { NAME_RULES } from "../../core/naming";

/**
 * The scalars of the chart's values. Each one judges what is known at synth and lets tokens pass, because a
 * reference to a resource gets its value when Terraform runs. The generated JSON schema carries the same rule, and
 * Helm applies it then, so a reference is judged too, only later.
 */

/** True for a value that holds a token, also as one string among a list's. */
export function holdsToken(value: unknown): boolean {
  return Token.isUnresolved(value) || (typeof value === "string" && Token.isUnresolved([value]));
}

/** What a string must not match and how long it may be, beside its pattern. */
interface TextOptions {
  readonly except?: RegExp;
  readonly maxLength?: number;
}

/**
 * A string with a pattern. Helm's expressions are Go's, which have no look-around: hence `except`.
 *
 * @param must the rule in words, as a phrase after "must"
 */
export const text = (pattern: RegExp, must: string, { except, maxLength }: TextOptions = {}) =>
  z
    .string()
    .refine(
      (value) =>
        holdsToken(value) ||
        (pattern.test(value) && except?.test(value) !== true && value.length <= (maxLength ?? Infinity)),
      { error: must },
    )
    .meta({
      pattern: pattern.source,
      ...(except === undefined ? {} : { not: { pattern: except.source } }),
      ...(maxLength === undefined ? {} : { maxLength }),
    });

/** A whole number within bounds, both of them allowed. */
export const integer = (low: number, high: number, unit?: string) =>
  z
    .number()
    .refine((value) => holdsToken(value) || (Number.isInteger(value) && value >= low && value <= high), {
      error: `be a whole number between ${low} and ${high}${unit === undefined ? "" : ` ${unit}`}`,
    })
    .meta({ type: "integer", minimum: low, maximum: high });

/** Names of Kubernetes objects, containers and of entries in the chart's maps. */
export const kubernetesName = () => text(NAME_RULES.kubernetesLabel.pattern, NAME_RULES.kubernetesLabel.words);

/**
 * Names of Services, Deployments and everything that a Service is named after.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
 * Ten characters are kept free for what the chart and Kubernetes append.
 */
export const workloadName = () =>
  text(
    /^[a-z]([-a-z0-9]{0,51}[a-z0-9])?$/,
    "have 1 to 53 lowercase letters, digits or hyphens, start with a letter and not end with a hyphen",
  );

/** Names of ports: https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports */
export const portName = () =>
  text(
    /^[a-z]([a-z0-9-]{0,13}[a-z0-9])?$/,
    "have 1 to 15 lowercase letters, digits or hyphens, start with a letter and not end with a hyphen",
  );

/** Ports of containers: no privilege is left to bind one below 1024. */
export const port = () => integer(1024, 65535);

/** Ports of somebody else's. */
export const remotePort = () => integer(1, 65535);

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export const quantity = () =>
  text(/^[0-9]+(\.[0-9]+)?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$/, "be a Kubernetes quantity such as 500m, 2 or 512Mi");

/** An IPv4 range. Whether it fits its neighbors is the network's business. */
export const cidr = () =>
  text(/^([0-9]{1,3}\.){3}[0-9]{1,3}\/([0-9]|[12][0-9]|3[0-2])$/, "be an IPv4 range such as 10.0.0.0/16");

/** A host that a request is sent to; one leading wildcard label is allowed. */
export const egressHost = () =>
  text(
    /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "be a fully qualified host name in lowercase, where only the first label may be *",
    { maxLength: 253 },
  );

/** A host that requests come in for. */
export const host = () =>
  text(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, NAME_RULES.host.words, {
    maxLength: 253,
  });

/** An absolute path inside a container, without dots that climb. */
export const absolutePath = () =>
  text(/^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/, "be an absolute path without a trailing slash, for example /tmp");

/** The path of an HTTP request: https://googlecloudplatform.github.io/gke-gateway-api (HTTPHealthCheck.requestPath) */
export const requestPath = () => text(/^\/[A-Za-z0-9/\-._~%!?$&'()*+,;=:]*$/, "be a path such as /healthz");

/** Names of environment variables. */
export const variableName = () => text(/^[A-Za-z_][A-Za-z0-9_]*$/, "be an environment variable name such as LOG_LEVEL");

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const labelKey = () =>
  text(
    /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
    "be a label key: up to 63 letters, digits, '-', '_' or '.', with an optional DNS prefix",
  );

/** The value of a label. */
export const labelValue = () =>
  text(
    /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
    "have at most 63 letters, digits, '-', '_' or '.' and start and end with a letter or digit",
  );

/**
 * A complete image reference with registry, repository and a tag or digest. `latest` and a missing tag are refused,
 * because they name another image tomorrow.
 */
export const imageReference = () =>
  text(
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@sha256:[a-f0-9]{64})?|@sha256:[a-f0-9]{64})$/,
    "be a complete image reference with a tag other than latest or a sha256 digest",
    { except: /:latest(@|$)/ },
  );
