import { execFile, execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { explainHelmFailure, HelmError } from "./helm-error";
import { findHelm } from "./helm-binary";
import { hookEvents } from "./hooks";
import { parseManifests } from "./manifests";
import { type KubernetesObject } from "./objects";

export { HelmError } from "./helm-error";
export { findHelm } from "./helm-binary";
export { hookEvents } from "./hooks";

/** The Kubernetes version that charts see unless the caller names the cluster's own; GKE's regular channel in 2026. */
export const DEFAULT_KUBE_VERSION = "1.34.0";

/** One `set` block of a `helm_release`. */
export interface SetValue {
  /** A path in Helm's own notation, such as `ingress.hosts[0]`. */
  readonly name: string;
  readonly value: string;
  /**
   * `auto` turns `true` and `5` into a boolean and a number, `string` never does, `literal` takes every character as it is.
   * @default "auto"
   */
  readonly type?: "auto" | "string" | "literal";
}

/** What `helm template` needs to know. */
export interface ReleaseRequest {
  /** A chart directory, a packaged chart (`.tgz`), or a chart's name when {@link repository} is given. */
  readonly chart: string;
  /** A chart repository's address. The sandbox has no network, so such a chart is not rendered. */
  readonly repository?: string;
  readonly version?: string;
  readonly releaseName: string;
  readonly namespace: string;
  /** YAML documents; later ones win. */
  readonly values: readonly string[];
  /** Applied after {@link values}. */
  readonly set: readonly SetValue[];
  /** @default {@link DEFAULT_KUBE_VERSION} */
  readonly kubeVersion?: string;
  /** API versions that `.Capabilities.APIVersions` reports beyond Kubernetes' own, such as `monitoring.googleapis.com/v1`. */
  readonly apiVersions?: readonly string[];
  /** Also return objects annotated with `helm.sh/hook`; tests (`helm test`) are left out in any case. */
  readonly includeHooks: boolean;
}

/** What Chart.yaml says. */
export interface ChartMetadata {
  readonly name: string;
  readonly version: string;
  readonly appVersion?: string;
}

/** A rendered chart, in the order in which Helm applies it. */
export interface RenderedRelease {
  /** False when the chart lies in a remote repository: nothing is known about its objects. */
  readonly rendered: boolean;
  readonly manifests: readonly KubernetesObject[];
  /** The text of NOTES.txt, empty for a chart without one and for packaged charts. */
  readonly notes: string;
  readonly chart: ChartMetadata;
  readonly warnings: readonly string[];
}

/**
 * Renders a chart with the real `helm template`.
 *
 * Values travel through files that only their owner may read and that are removed whatever happens, because an
 * argument list is visible to every process of the machine.
 *
 * @throws HelmError when helm is missing, the values break the chart's schema, or the chart cannot be rendered
 */
export async function renderRelease(request: ReleaseRequest): Promise<RenderedRelease> {
  if (isRemote(request)) {
    return notRendered(request);
  }
  const helm = findHelm();
  const directory = mkdtempSync(join(tmpdir(), "cliscale-helm-"));
  try {
    chmodSync(directory, 0o700);
    const chart = withNotesAsObject(request.chart, directory);
    const output = await run(helm, ["template", request.releaseName, chart, ...templateArguments(request, directory)]);
    const { objects, warnings } = parseManifests(output);
    return {
      rendered: true,
      manifests: objects.filter((object) => !isNotes(object) && wanted(object, request.includeHooks)),
      notes: objects.filter(isNotes).map(notesOf).join(""),
      chart: parseMetadata(await readMetadata(helm, request.chart)),
      warnings,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * The objects of a chart, without its notes, for a synth, which waits for nothing else.
 *
 * @throws HelmError as {@link renderRelease} does, and when the chart lies in a remote repository
 */
export function renderObjectsSync(request: ReleaseRequest): readonly KubernetesObject[] {
  if (isRemote(request)) {
    throw new HelmError("chart", notRendered(request).warnings);
  }
  const helm = findHelm();
  const directory = mkdtempSync(join(tmpdir(), "cliscale-helm-"));
  try {
    chmodSync(directory, 0o700);
    // helm judges the values again when Terraform runs it
    const args = ["template", "--skip-schema-validation", request.releaseName, request.chart];
    args.push(...templateArguments(request, directory));
    return parseManifests(runSync(helm, args)).objects.filter((object) => wanted(object, request.includeHooks));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** True for a chart that lies in a repository, and so has to be downloaded. */
export function isRemote({ chart, repository }: Pick<ReleaseRequest, "chart" | "repository">): boolean {
  return (repository ?? "") !== "" || /^(oci|https?):\/\//.test(chart);
}

function notRendered({ chart, repository, version }: ReleaseRequest): RenderedRelease {
  const from = (repository ?? "") === "" ? chart : `${chart} of ${repository}`;
  return {
    rendered: false,
    manifests: [],
    notes: "",
    chart: { name: basename(chart), version: version ?? "" },
    warnings: [
      `not rendered: remote chart ${from}; the sandbox has no network, so its objects are neither rendered nor checked`,
    ],
  };
}

function templateArguments(request: ReleaseRequest, directory: string): string[] {
  const privateFile = (name: string, content: string): string => {
    const path = join(directory, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  return [
    "--namespace",
    request.namespace,
    "--kube-version",
    request.kubeVersion ?? DEFAULT_KUBE_VERSION,
    "--include-crds",
    "--skip-tests",
    ...(request.apiVersions ?? []).flatMap((version) => ["--api-versions", version]),
    ...request.values.flatMap((text, index) => ["--values", privateFile(`values-${index}.yaml`, text)]),
    ...request.set.flatMap((item, index) => setArguments(item, (text) => privateFile(`set-${index}.txt`, text))),
  ];
}

const SET_FLAGS = { auto: "--set", string: "--set-string", literal: "--set-literal" } as const;

/** `--set-file` gives the same string as the other flags do whenever they would not interpret the value. */
function setArguments({ name, value, type = "auto" }: SetValue, privateFile: (text: string) => string): string[] {
  const hasSyntax = type !== "literal" && /[,\\{}[\]=]/.test(value);
  const isTyped = type === "auto" && /^(true|false|null|[+-]?[0-9].*)$/.test(value);
  return hasSyntax || isTyped ? [SET_FLAGS[type], `${name}=${value}`] : ["--set-file", `${name}=${privateFile(value)}`];
}

const NOTES_KIND = "CliscaleSandboxNotes";
const isNotes = (object: KubernetesObject): boolean => object.kind === NOTES_KIND;
const notesOf = (object: KubernetesObject): string => (typeof object.notes === "string" ? object.notes : "");

/**
 * `helm template` prints no notes, and `helm install --dry-run` wants a cluster. So the chart is copied and its
 * NOTES.txt becomes a template that prints itself as one more object.
 */
function withNotesAsObject(chart: string, directory: string): string {
  const source = join(chart, "templates", "NOTES.txt");
  if (!existsSync(source)) {
    return chart;
  }
  const copy = join(directory, "chart");
  cpSync(chart, copy, { recursive: true });
  const notes = readFileSync(source, "utf8");
  const wrapped =
    `{{- define "cliscale-sandbox-notes" }}${notes}{{ end -}}\n` +
    `apiVersion: sandbox/v1\nkind: ${NOTES_KIND}\nmetadata: { name: notes }\n` +
    `notes: {{ include "cliscale-sandbox-notes" . | toJson }}\n`;
  writeFileSync(join(copy, "templates", "NOTES.yaml"), wrapped);
  return copy;
}

/** Events outside an install, an upgrade, a rollback or a delete are `helm test`'s. */
function wanted(object: KubernetesObject, includeHooks: boolean): boolean {
  return hookEvents(object).length === 0 || includeHooks;
}

/** A directory's Chart.yaml; helm opens a packaged chart. */
async function readMetadata(helm: string, chart: string): Promise<string> {
  const file = join(chart, "Chart.yaml");
  return existsSync(file) ? readFileSync(file, "utf8") : run(helm, ["show", "chart", chart]);
}

function parseMetadata(text: string): ChartMetadata {
  const { name, version, appVersion } = parse(text) as { name: string; version: string; appVersion?: string | number };
  return { name, version, ...(appVersion === undefined ? {} : { appVersion: String(appVersion) }) };
}

const RUN_OPTIONS = { maxBuffer: 64 * 1024 * 1024, encoding: "utf8" } as const;

// a process of a tenth of a second needs no garbage collection, which would be a third of it
const withoutPlugins = () => ({ ...process.env, HELM_NO_PLUGINS: "1", GOGC: "off" });

function runSync(helm: string, args: readonly string[]): string {
  try {
    return execFileSync(helm, args, { ...RUN_OPTIONS, env: withoutPlugins(), stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stderr = "", message } = error as Error & { readonly stderr?: string };
    throw explainHelmFailure(stderr === "" ? message : stderr);
  }
}

function run(helm: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { ...RUN_OPTIONS, env: withoutPlugins() };
    execFile(helm, args, options, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(explainHelmFailure(stderr === "" ? error.message : stderr));
      }
    });
  });
}
