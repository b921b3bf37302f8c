import { UPTIME } from "../../facts/monitoring";
import { secondsOf } from "../../facts/secrets";
import { blocksAt, isReference, isWritten, valueAt, type Block } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

/** What the API takes for the time to answer: https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.uptimeCheckConfigs */
const TIMEOUT = [1, 60] as const;

/** How often is enough, and what the provider does by itself. */
const LONGEST_PERIOD = 300;

/** Fewer places are refused, and can't tell an outage from a bad line. */
const FEWEST_REGIONS = 3;

/** A check asks often, from several places, over TLS with a certificate that is checked, and takes an error for one. */
export const uptimeCheckSound: ResourceRule = {
  appliesTo: [UPTIME],
  evaluate: ({ arguments: check }) =>
    verdict([
      ...timing(check),
      ...blocksAt(check, "http_check").flatMap(httpProblems),
      ...placeProblems(check),
      ...kindProblems(check),
    ]),
};

function timing({ period, timeout }: Block): readonly string[] {
  const every = period === undefined ? LONGEST_PERIOD : secondsOf(period);
  const wait = secondsOf(timeout);
  const [least, most] = TIMEOUT;
  return [
    ...(isReference(period) || (every !== undefined && every <= LONGEST_PERIOD)
      ? []
      : [`period is ${shown(period)}, not ${LONGEST_PERIOD}s or less`]),
    ...(isReference(timeout) || (wait !== undefined && wait >= least && wait <= most)
      ? []
      : [`timeout is ${shown(timeout)}, not between ${least}s and ${most}s`]),
    ...(wait !== undefined && every !== undefined && wait >= every
      ? [`timeout is ${shown(timeout)}, as long as the period`]
      : []),
  ];
}

function httpProblems(http: Block): readonly string[] {
  const { use_ssl: tls, validate_ssl: validates, port, path, request_method: method } = http;
  const codes = blocksAt(http, "accepted_response_status_codes");
  return [
    ...(tls === true || isReference(tls) ? [] : [`http_check.use_ssl is ${shown(tls)}, not true`]),
    ...(validates === true || isReference(validates)
      ? []
      : [`http_check.validate_ssl is ${shown(validates)}, not true`]),
    ...(tls === true && port === 80 ? ["http_check.port is 80, without TLS"] : []),
    ...(path === undefined || (typeof path === "string" && /^(\/|\$\{)/.test(path))
      ? []
      : [`http_check.path is ${shown(path)}`]),
    ...(method === "METHOD_UNSPECIFIED" ? ["http_check.request_method is METHOD_UNSPECIFIED"] : []),
    ...codes
      .filter(takesErrors)
      .map(
        (code) => `http_check.accepted_response_status_codes has ${shown(code)}, which takes an error for an answer`,
      ),
  ];
}

const RIGHT_CLASSES: readonly unknown[] = ["STATUS_CLASS_2XX", "STATUS_CLASS_3XX"];

/** Without a list, 2xx is right; redirects may be what is asked for. */
function takesErrors({ status_class: group, status_value: value }: Block): boolean {
  return (group !== undefined && !RIGHT_CLASSES.includes(group)) || Number(value ?? 200) >= 400;
}

function placeProblems(check: Block): readonly string[] {
  const { selected_regions: regions, project } = check;
  const label = valueAt(check, "monitored_resource.labels.project_id");
  return [
    ...(Array.isArray(regions) && regions.length < FEWEST_REGIONS && regions.length > 0 && !regions.includes("USA")
      ? [`selected_regions is ${shown(regions)}, fewer than ${FEWEST_REGIONS} places`]
      : []),
    ...(isWritten(label) && isWritten(project) && label !== project
      ? [`monitored_resource.labels.project_id is "${label}", not "${project}"`]
      : []),
  ];
}

const KINDS = ["http_check", "tcp_check", "synthetic_monitor"];

const kindProblems = (check: Block): readonly string[] =>
  KINDS.some((kind) => blocksAt(check, kind).length > 0)
    ? []
    : [`http_check is absent, and ${KINDS.slice(1).join(" and ")} as well`];
