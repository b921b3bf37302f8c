import { type AccessEntry, type AccessReport, type Identity, type Workload } from "./entry";
import { table, wrap } from "./table";

/** An environment's report, with what it was made from. */
export interface EnvironmentAccess extends AccessReport {
  readonly environment: string;
  readonly stacks: readonly string[];
}

/** The number of the JSON report's shape. It is raised when a field is renamed, removed or gets another meaning. */
const FORMAT = 1;

/** Somebody, as whom, and everything that they may do so. */
interface Group {
  readonly identity: Identity;
  readonly actsAs?: string;
  readonly entries: readonly AccessEntry[];
}

/** The report for a terminal. `emphasize` makes headings stand out. */
export function consoleReport(
  report: EnvironmentAccess,
  width: number,
  emphasize: (text: string) => string = (text) => text,
): string {
  const { environment, stacks, entries, secrets, findings } = report;
  const heading = (text: string, rest = ""): readonly string[] => {
    const [first = "", ...more] = wrap(text + rest, width - 2);
    return ["", emphasize(first), ...more.map((line) => `  ${emphasize(line)}`)];
  };
  const of = `${environment} (${stacks.join(", ")})`;
  return [
    emphasize(`Who can do what in ${of}: ${count(entries.length, "line")}, ${count(findings.length, "finding")}`),
    ...groupsOf(report).flatMap((group) => [
      ...heading(titleOf(group), group.actsAs === undefined ? aboutOf(group.identity, report.workloads) : ""),
      ...(group.entries.length === 0
        ? ["  nothing"]
        : table(
            [["MAY", "ON", "WHY"], ...group.entries.map((entry) => [mayOf(entry), onOf(entry), whyOf(entry)])],
            width,
          )),
    ]),
    ...heading("Secrets"),
    ...table(
      [
        ["SECRET", "MAY BE READ BY", "IN PODS OF"],
        ...secrets.map(({ name, readers, mountedBy }) => [name, listed(readers), listed(mountedBy)]),
      ],
      width,
    ),
    ...(findings.length === 0 ? [] : heading("Findings")),
    ...findings.flatMap(({ kind, problem, fix, reference, why }) => {
      const source = reference === undefined ? "" : ` (${reference})`;
      const [first = "", ...more] = wrap(`${kind}: ${problem} ${fix}${source} [${constructOf(why)}]`, width - 4);
      return [`  ${first}`, ...more.map((line) => `    ${line}`)];
    }),
    "",
  ].join("\n");
}

/**
 * The report for machines: `format`, `environment`, `stacks`, and the fields of {@link AccessReport}. Everything is sorted,
 * so two reports can be compared as text.
 */
export function jsonReport({ environment, stacks, entries, workloads, secrets, findings }: EnvironmentAccess): string {
  return JSON.stringify(
    { format: FORMAT, environment, stacks, access: entries, workloads, secrets, findings },
    undefined,
    2,
  );
}

/** The report as Markdown, one line per grant with the whole chain. */
export function markdownReport(report: EnvironmentAccess): string {
  const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    row("who", "acting as", "may", "on", "why"),
    row("---", "---", "---", "---", "---"),
    ...report.entries.map((entry) =>
      row(who(entry.identity), entry.actsAs ?? "itself", mayOf(entry), onOf(entry), whyOf(entry)),
    ),
    "",
    row("Kubernetes service account", "used by", "token for the Kubernetes API", "Kubernetes Secrets"),
    row("---", "---", "---", "---"),
    ...report.workloads.map(({ name, pods, apiToken, kubernetesSecrets }) =>
      row(name, listed(pods), apiToken, listed(kubernetesSecrets, "none")),
    ),
    "",
    row("secret", "may be read by", "in pods of"),
    row("---", "---", "---"),
    ...report.secrets.map(({ name, readers, mountedBy }) => row(name, listed(readers), listed(mountedBy))),
    "",
    report.findings.length === 0 ? "No findings." : "Findings:",
    ...report.findings.map(({ kind, problem, fix }) => `- ${kind}: ${problem} ${fix}`),
    "",
  ].join("\n");
}

/** What concerns one identity: by its name, or by the account that it acts as. */
export function onlyOf(report: EnvironmentAccess, name: string): EnvironmentAccess {
  const is = (...names: readonly (string | undefined)[]): boolean =>
    names.some((one) => one !== undefined && called(one, name));
  return {
    ...report,
    entries: report.entries.filter(({ identity, actsAs }) => is(identity.name, actsAs)),
    workloads: report.workloads.filter((workload) => is(workload.name, workload.annotation)),
    secrets: report.secrets.filter(({ readers, mountedBy }) => is(...readers, ...mountedBy)),
    findings: report.findings.filter(({ identity }) => is(identity)),
  };
}

/** Everybody in a report, by name. */
export function identitiesIn({ entries, workloads }: AccessReport): readonly string[] {
  const names = [
    ...entries.flatMap(({ identity, actsAs }) => [identity.name, actsAs]),
    ...workloads.map(({ name }) => name),
  ];
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** `ws-cli-gateway` is enough for `ws-cli/ws-cli-gateway`, and an account's ID for its address. */
function called(identity: string, name: string): boolean {
  return (
    identity === name ||
    identity.endsWith(`/${name}`) ||
    identity.startsWith(`${name}@`) ||
    identity.startsWith(`${name} in `)
  );
}

function groupsOf({ entries, workloads }: AccessReport): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const { identity, actsAs } = entry;
    const key = `${who(identity)} ${actsAs}`;
    groups.set(key, { identity, actsAs, entries: [...(groups.get(key)?.entries ?? []), entry] });
  }
  const idle = workloads
    .filter(({ name }) => !entries.some(({ identity }) => identity.name === name))
    .map(({ name }): Group => ({ identity: { kind: "Kubernetes service account", name }, entries: [] }));
  return [...groups.values(), ...idle];
}

function titleOf({ identity, actsAs }: Group): string {
  return actsAs === undefined ? identity.name : `${identity.name} -> ${actsAs}`;
}

/** What kind of identity it is, and for a workload which pods it has and how they reach the Kubernetes API. */
function aboutOf({ kind, name }: Identity, workloads: readonly Workload[]): string {
  const workload = workloads.find((one) => kind === "Kubernetes service account" && one.name === name);
  if (workload === undefined) {
    return kind === "nodes" ? "" : ` (${kind})`;
  }
  const { pods, apiToken, kubernetesSecrets } = workload;
  const secrets = kubernetesSecrets.length === 0 ? "" : `; Kubernetes Secrets: ${kubernetesSecrets.join(", ")}`;
  return ` (${kind} of ${listed(pods)}; token for the Kubernetes API: ${apiToken}${secrets})`;
}

function who({ kind, name }: Identity): string {
  return kind === "nodes" ? name : `${kind} ${name}`;
}

function mayOf({ may }: AccessEntry): string {
  return may.replace(/^roles\//, "");
}

function onOf({ on, condition }: AccessEntry): string {
  const what = on.level === "resource" ? `${on.type} ${on.name}` : `the whole ${on.type} ${on.name}`;
  return condition === undefined ? what : `${on.type} ${on.name}, ${condition}`;
}

function whyOf({ why, source }: AccessEntry): string {
  return source.includes(" ") ? `${constructOf(why)}: ${source}` : constructOf(why);
}

/** The construct that made a resource: its path without the stack and without the resource's own ID. */
function constructOf(path: string): string {
  const parts = path.split("/");
  return (parts.length > 2 ? parts.slice(1, -1) : parts).join("/");
}

function listed(names: readonly string[], none = "nobody"): string {
  return names.length === 0 ? none : names.join(", ");
}

function count(number: number, noun: string): string {
  return `${number === 0 ? "no" : number} ${noun}${number === 1 ? "" : "s"}`;
}
