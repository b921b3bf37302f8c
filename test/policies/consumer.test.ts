import { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall";
import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import { KmsCryptoKey } from "@cdktf/provider-google/lib/kms-crypto-key";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { Release } from "@cdktf/provider-helm/lib/release";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { ProductionReadiness } from "../../policies";
import { type Evaluation } from "../../policies/evaluate";

/** A stack as somebody writes it who has never heard of our constructs: it works, and is not fit for production. */
function careless(): Evaluation {
  const app = Testing.app();
  const stack = new TerraformStack(app, "shop");
  new GoogleProvider(stack, "google", { project: "shop-prod", region: "europe-west1" });
  new KubernetesProvider(stack, "kubernetes", {});
  new HelmProvider(stack, "helm", {});
  new SqlDatabaseInstance(stack, "database", {
    databaseVersion: "POSTGRES_17",
    deletionProtection: false,
    settings: { tier: "db-f1-micro", ipConfiguration: { authorizedNetworks: [{ value: "0.0.0.0/0" }] } },
  });
  new ContainerCluster(stack, "cluster", {
    name: "shop",
    location: "europe-west1-b",
    initialNodeCount: 1,
    enableLegacyAbac: true,
    deletionProtection: false,
  });
  new ComputeFirewall(stack, "ssh", {
    name: "ssh",
    network: "default",
    allow: [{ protocol: "tcp", ports: ["22"] }],
    sourceRanges: ["0.0.0.0/1", "128.0.0.0/1"],
  });
  new KmsCryptoKey(stack, "key", { name: "key", keyRing: "projects/shop-prod/locations/global/keyRings/shop" });
  new ProjectIamMember(stack, "editor", {
    project: "shop-prod",
    role: "roles/editor",
    member: "allAuthenticatedUsers",
  });
  new DeploymentV1(stack, "web", {
    metadata: { name: "web", namespace: "shop" },
    spec: {
      replicas: "2",
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { container: [{ name: "web", image: "nginx:latest", securityContext: { privileged: true } }] },
      },
    },
  });
  new NetworkPolicyV1(stack, "open", {
    metadata: { name: "open", namespace: "shop" },
    spec: {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }],
    },
  });
  new Release(stack, "ingress", {
    name: "ingress-nginx",
    repository: "https://kubernetes.github.io/ingress-nginx",
    chart: "ingress-nginx",
  });
  return ProductionReadiness.of(app, { environment: "prod" }).evaluate();
}

describe("The pack over a consumer's plain cdktf stack", () => {
  const evaluation = careless();
  const found = (path: string): readonly string[] => [
    ...new Set(
      evaluation.findings
        .filter((one) => one.path === `shop/${path}` && one.status === "non-compliant" && one.level === "error")
        .map(({ id }) => id),
    ),
  ];

  it.each<[string, readonly string[]]>([
    [
      "database",
      [
        "sql-private-only",
        "sql-high-availability",
        "sql-point-in-time-recovery",
        "sql-tls-only",
        "sql-deletion-protection",
      ],
    ],
    ["cluster", ["gke-private-nodes", "gke-secrets-encrypted", "gke-workload-identity", "gke-deletion-protection"]],
    ["ssh", []],
    ["key", []],
    ["editor", ["iam-least-privilege", "iam-no-public-members"]],
    ["web", []],
    ["open", []],
  ])("finds what is wrong with %s", (path, ids) => {
    expect(found(path)).toEqual(expect.arrayContaining([...ids]));
  });

  it("understands every resource: no rule fails", () => {
    expect(evaluation.findings.filter(({ status }) => status === "rule-failed")).toEqual([]);
  });
});
