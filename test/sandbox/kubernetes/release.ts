import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { type Admission, admit } from "../../../sandbox/kubernetes/admit";
import { externalSecretsChart } from "../../../sandbox/kubernetes/charts/external-secrets";
import { type ClusterFeatures, type ClusterView } from "../../../sandbox/kubernetes/cluster";
import { type KubernetesObject } from "../../../sandbox/kubernetes/objects";

const TEXT = readFileSync(join(__dirname, "fixtures", "release.yaml"), "utf8");

/** Objects from YAML documents. */
export function objects(yaml: string): KubernetesObject[] {
  return parseAllDocuments(yaml).map((document) => document.toJS() as KubernetesObject);
}

/** `[kind, path, value]`: sets what stands at a path such as `spec.template.spec.containers.0.image`; `undefined` removes it. */
export type Edit = readonly [kind: string, path: string, value: unknown];

/** The correct release of `fixtures/release.yaml`, edited. */
export function release(...edits: readonly Edit[]): KubernetesObject[] {
  const all = objects(TEXT);
  for (const [kind, path, value] of edits) {
    const object = all.find((item) => item.kind === kind);
    const steps = path.split(".").map((step) => step.replaceAll("~", "."));
    const last = steps.pop() ?? "";
    const parent = steps.reduce<Record<string, unknown>>(
      (holder, step) => (holder[step] ??= {}) as Record<string, unknown>,
      object as unknown as Record<string, unknown>,
    );
    if (value === undefined) {
      delete parent[last];
    } else {
      parent[last] = value;
    }
  }
  return all;
}

export const FEATURES: ClusterFeatures = {
  autopilot: true,
  gatewayApi: true,
  fqdnNetworkPolicy: true,
  secretManagerAddon: true,
};

/** What the External Secrets Operator's chart brings. */
export const operator = (values: object = {}): readonly KubernetesObject[] =>
  externalSecretsChart.objects({
    chart: "external-secrets",
    version: "2.13.0",
    releaseName: "external-secrets",
    namespace: "external-secrets",
    values,
  });

/** An Autopilot cluster with the namespace `ws-cli` at level "restricted" and the External Secrets Operator. */
export function cluster(change: Partial<ClusterView> & { readonly features?: ClusterFeatures } = {}): ClusterView {
  return {
    namespaces: {
      "ws-cli": { labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
      default: { labels: {} },
    },
    features: FEATURES,
    ...change,
    objects: [...operator(), ...(change.objects ?? [])],
  };
}

export const OWNER = { name: "cliscale", namespace: "ws-cli" };

/** Admission as the release `cliscale` in `ws-cli`. */
export function admitted(list: readonly KubernetesObject[], view = cluster()): Admission {
  return admit(list, view, OWNER);
}
