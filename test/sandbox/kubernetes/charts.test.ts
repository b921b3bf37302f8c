import { admit } from "../../../sandbox/kubernetes/admit";
import { chartModel } from "../../../sandbox/kubernetes/charts/chart-model";
import { type KubernetesObject } from "../../../sandbox/kubernetes/objects";
import { FEATURES, operator } from "./release";

const REPOSITORY = "https://charts.external-secrets.io";

describe("the model of a chart that can't be downloaded", () => {
  it.each([
    ["external-secrets", REPOSITORY],
    ["external-secrets", `${REPOSITORY}/`],
    ["oci://ghcr.io/external-secrets/charts/external-secrets", undefined],
    ["external-secrets", "oci://ghcr.io/external-secrets/charts"],
  ])("is found for %s of %s", (chart, repository) => {
    expect(chartModel({ chart, repository })?.name).toBe("external-secrets");
  });

  it.each([
    ["cert-manager", "https://charts.jetstack.io"],
    ["external-secrets", "https://charts.example.com"],
    ["external-secrets", undefined],
  ])("is not made up for %s of %s", (chart, repository) => {
    expect(chartModel({ chart, repository })).toBeUndefined();
  });
});

describe("the External Secrets Operator's chart", () => {
  const RESTRICTED = { labels: { "pod-security.kubernetes.io/enforce": "restricted" } };
  const RESOURCES = { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "100m", memory: "128Mi" } };
  const pods = (more: object = {}) => ({ resources: RESOURCES, ...more });
  const names = (kind: string, objects: readonly KubernetesObject[]) =>
    objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
  const install = (values: object) =>
    admit(
      operator(values),
      { namespaces: { "external-secrets": RESTRICTED }, features: FEATURES, objects: [] },
      { name: "external-secrets", namespace: "external-secrets" },
    );

  it("is admitted to a restricted namespace, with all that its pods need", () => {
    const { problems, admitted } = install({
      ...pods({ replicaCount: 2, podDisruptionBudget: { enabled: true, minAvailable: 1 } }),
      webhook: pods(),
      certController: pods(),
    });
    expect(problems).toEqual([]);
    expect(names("Deployment", admitted)).toEqual([
      "external-secrets",
      "external-secrets-webhook",
      "external-secrets-cert-controller",
    ]);
    expect(names("PodDisruptionBudget", admitted)).toEqual(["external-secrets-pdb"]);
  });

  it("fails where its pods break the namespace's standard", () => {
    const { problems } = install({ securityContext: { runAsNonRoot: false } });
    expect(problems.map(({ check }) => check)).toContain("pod-security");
  });

  it("brings every definition by default, and leaves out what the values switch off", () => {
    const off = { createClusterExternalSecret: false, createClusterPushSecret: false, createPushSecret: false };
    expect(names("CustomResourceDefinition", operator())).toHaveLength(6);
    expect(names("CustomResourceDefinition", operator({ crds: off }))).toEqual([
      "externalsecrets.external-secrets.io",
      "secretstores.external-secrets.io",
      "clustersecretstores.external-secrets.io",
    ]);
    expect(names("CustomResourceDefinition", operator({ installCRDs: false }))).toEqual([]);
  });

  it("may have every token unless the values say otherwise", () => {
    const rules = (values: object) => JSON.stringify(operator(values).find(({ kind }) => kind === "ClusterRole"));
    expect(rules({})).toContain("serviceaccounts/token");
    expect(rules({ rbac: { serviceAccountTokenCreate: false } })).not.toContain("serviceaccounts/token");
  });

  it("has rights in one namespace when it is confined to it", () => {
    const confined = operator({ scopedNamespace: "ws-cli", scopedRBAC: true });
    expect(names("ClusterRole", confined)).toEqual([]);
    expect(confined.filter(({ kind }) => /^Role/.test(kind)).map(({ metadata }) => metadata.namespace)).toEqual([
      "ws-cli",
      "ws-cli",
    ]);
  });

  it("names its objects as the chart does", () => {
    expect(names("Deployment", operator({ fullnameOverride: "eso", webhook: { create: false } }))).toEqual([
      "eso",
      "eso-cert-controller",
    ]);
    expect(names("ServiceAccount", operator({ serviceAccount: { name: "reader" } }))).toEqual([
      "reader",
      "external-secrets-webhook",
      "external-secrets-cert-controller",
    ]);
  });
});
