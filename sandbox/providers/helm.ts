import { resolve } from "node:path";
import { type Cloud } from "../cloud/cloud";
import { type Kind } from "../cloud/kind";
import { helmKind } from "../cloud/kubernetes-kinds";
import { LawRefusal } from "../cloud/law-refusal";
import { Refusal, type Diagnostic } from "../plugin/diagnostics";
import { type Applied, type ApplyRequest } from "../plugin/provider";
import { at, isList, isObject, text, Unknown, type ObjectValue, type Value } from "../plugin/values";
import { chartModel } from "../kubernetes/charts/chart-model";
import { admit, describeAdmissionProblem, type Admission } from "../kubernetes/admit";
import { HelmError, renderRelease, type ReleaseRequest, type RenderedRelease } from "../kubernetes/helm";
import { type ProviderSchema } from "../schema/types";
import { CloudProvider, notSimulated, stringOf } from "./cloud-provider";
import { connect } from "./cluster-connection";
import { clusterView, inspectObjects, storeObjects, type ReleaseObjects } from "./cluster-objects";
import { withShape } from "./google-data";
import { mergedValues } from "./helm-values";

/** Renders a release. */
export type Render = (request: ReleaseRequest) => Promise<RenderedRelease>;

/** How releases are rendered. */
export interface HelmOptions {
  /** Where charts are looked for. @default - the working directory, in which Terraform starts its providers */
  readonly directory?: string;
  /** May look at what goes through helm, and has to pass it on. @default - nobody looks */
  readonly watching?: (render: Render) => Render;
}

/** hashicorp/helm: the chart is rendered by the real helm, its objects are admitted as the cluster would. */
export class HelmProvider extends CloudProvider {
  public override readonly legacyTypeSystem = false;
  private readonly renderChart: Render;

  private readonly directory: string;

  public constructor(schema: ProviderSchema, cloud: Cloud, options: HelmOptions = {}) {
    super(schema, cloud);
    const { directory = ".", watching = (render) => render } = options;
    this.directory = directory;
    this.renderChart = watching(renderRelease);
  }

  public override async apply(request: ApplyRequest): Promise<Applied> {
    const { prior, planned, config } = request;
    const view = this.cloud.view;
    if (planned === null) {
      const done = await super.apply(request);
      if (prior !== null) storeObjects(this.cloud, { release: releaseName(prior), project: this.project, objects: [] });
      return done;
    }
    const cluster = connect(view, at(this.settings, "kubernetes.host") ?? null);
    const release = releaseName(planned);
    const creates = prior === null;
    const rendered = await this.render(planned, config ?? {});
    const admission = admit(rendered.manifests, clusterView(view, cluster, planned), release);
    const failure = failureOf(admission, planned);
    if (failure !== undefined) {
      throw new LawRefusal(failure.check, `${creates ? "installation" : "upgrade"} failed`, { detail: failure.detail });
    }
    const project = text(cluster, "project") ?? this.project;
    const wanted: ReleaseObjects = { release, project, objects: admission.admitted, ...waiting(planned) };
    inspectObjects(this.cloud, wanted);
    const done = await super.apply(request, this.completed(planned, prior, rendered));
    storeObjects(this.cloud, wanted);
    return { ...done, diagnostics: [...(done.diagnostics ?? []), ...warningsOf(rendered, admission)] };
  }

  public async readData(type: string, config: ObjectValue): Promise<ObjectValue> {
    if (type !== "helm_template") throw notSimulated("data source", type);
    const rendered = await this.render({ ...helmKind.defaults, ...given(config) }, config);
    const manifests = Object.fromEntries(
      rendered.manifests.map((object) => [`${object.kind}/${object.metadata.name}.yaml`, JSON.stringify(object)]),
    );
    const answer = {
      id: text(config, "name") ?? "",
      manifest: Object.values(manifests).join("\n---\n"),
      manifests,
      notes: rendered.notes,
    };
    return withShape(this.schema.dataSources[type] ?? { attributes: {}, blocks: {} }, config, answer);
  }

  public async open(type: string): Promise<never> {
    throw notSimulated("ephemeral resource", type);
  }

  protected override kind(): Kind {
    return helmKind;
  }

  private async render(planned: ObjectValue, config: ObjectValue): Promise<RenderedRelease> {
    const chart = text(planned, "chart") ?? "";
    const repository = stringOf(planned["repository"]);
    const remote = repository !== undefined || /^(oci|https?):/.test(chart);
    const { name, namespace } = releaseName(planned);
    const version = stringOf(planned["version"]);
    const values = strings(planned["values"]);
    try {
      const rendered = await this.renderChart({
        chart: remote ? chart : resolve(this.directory, chart),
        repository,
        version,
        releaseName: name,
        namespace,
        values,
        set: [
          ...settings(planned["set"]),
          ...settings(planned["set_list"]),
          ...settings(planned["set_sensitive"]),
          ...settings(config["set_wo"]),
        ],
        includeHooks: true,
      });
      const model = rendered.rendered ? undefined : chartModel({ chart, repository });
      if (model === undefined) return rendered;
      const release = { chart, repository, version, releaseName: name, namespace, values: mergedValues(values) };
      return { ...rendered, manifests: model.objects(release), warnings: [modeled(model.name, version)] };
    } catch (error) {
      if (!(error instanceof HelmError)) throw error;
      throw new Refusal(error.message, {
        detail: error.problems.join("\n"),
        attribute: error.code === "values" ? "values" : "chart",
      });
    }
  }

  private completed(
    planned: ObjectValue,
    prior: ObjectValue | null,
    { chart, notes, manifests }: RenderedRelease,
  ): ObjectValue {
    const now = Math.floor(Date.parse(this.cloud.now()) / 1000);
    const before = isObject(prior?.["metadata"]) ? prior["metadata"] : {};
    const revision = typeof before["revision"] === "number" ? before["revision"] + 1 : 1;
    const computed: ObjectValue = {
      id: text(planned, "name") ?? "",
      status: "deployed",
      version: chart.version,
      manifest: at(this.settings, "experiments.manifest") === true ? JSON.stringify(manifests) : null,
      resources: {},
      metadata: {
        name: text(planned, "name") ?? "",
        namespace: text(planned, "namespace") ?? "default",
        revision,
        chart: chart.name,
        version: chart.version,
        app_version: chart.appVersion ?? "",
        first_deployed: before["first_deployed"] ?? now,
        last_deployed: now,
        notes,
        values: JSON.stringify(mergedValues(strings(planned["values"]))),
      },
    };
    return Object.fromEntries(
      Object.entries(planned).map(([name, value]) => [
        name,
        value instanceof Unknown ? (computed[name] ?? value) : value,
      ]),
    );
  }
}

function modeled(chart: string, version = "its latest version"): string {
  return `not downloaded: remote chart ${chart} ${version}; the sandbox stands in for it with what it knows of the chart`;
}

function releaseName(release: ObjectValue): { readonly name: string; readonly namespace: string } {
  return { name: text(release, "name") ?? "", namespace: text(release, "namespace") ?? "default" };
}

function waiting({ wait, timeout }: ObjectValue): Pick<ReleaseObjects, "timeout"> {
  return wait !== false && typeof timeout === "number" ? { timeout } : {};
}

/** Why the release fails: what the API server refuses, and, when Helm waits for them, pods that never start. */
function failureOf(
  { problems }: Admission,
  planned: ObjectValue,
): { readonly check: string; readonly detail: string } | undefined {
  const refused = problems.filter(({ effect }) => effect === "refused");
  const stuck = planned["wait"] === false ? [] : problems.filter(({ effect }) => effect === "pods-never-start");
  const [first] = refused.length > 0 ? refused : stuck;
  if (first === undefined) return undefined;
  const told = refused.length > 0 ? refused : stuck;
  const lines = refused.length > 0 ? [] : ["context deadline exceeded: these pods never start"];
  return { check: first.check, detail: [...lines, ...told.map(describeAdmissionProblem)].join("\n") };
}

function warningsOf(rendered: RenderedRelease, { problems, warnings }: Admission): readonly Diagnostic[] {
  const texts = [...rendered.warnings, ...[...problems, ...warnings].map(describeAdmissionProblem)];
  return texts.map((summary) => ({ severity: "warning", summary }));
}

function settings(value: Value | undefined): ReleaseRequest["set"] {
  const items = isList(value) ? value : [];
  return items.flatMap((item) => {
    const name = isObject(item) ? text(item, "name") : undefined;
    if (!isObject(item) || name === undefined) return [];
    const type = text(item, "type");
    const kind = type === "string" || type === "literal" ? { type } : {};
    return [{ name, value: asSetting(item["value"]), ...kind } as ReleaseRequest["set"][number]];
  });
}

function asSetting(value: Value | undefined): string {
  return isList(value) ? `{${strings(value).join(",")}}` : typeof value === "string" ? value : "";
}

function strings(value: Value | undefined): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

function given(config: ObjectValue): ObjectValue {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
}
