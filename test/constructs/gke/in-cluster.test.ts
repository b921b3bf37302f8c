import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import {
  AutopilotCluster,
  kubernetesConnection,
  Namespace,
  StandardCluster,
  type NamespaceProps,
} from "../../../constructs/gke";
import { newStack, renderStack, type Rendered } from "../../support/synth";
import { like, network } from "./fixtures";

function build(props: Partial<NamespaceProps> = {}): {
  readonly namespace: Namespace;
  readonly rendered: () => Rendered;
} {
  const stack = newStack();
  const cluster = new AutopilotCluster(stack, "Cluster", { name: "cliscale", network: network(stack) });
  const namespace = new Namespace(stack, "Namespace", { cluster, name: "ws-cli", ...props });
  new TerraformOutput(stack, "namespace", { value: namespace.name });
  return { namespace, rendered: () => renderStack(stack) };
}

describe("Namespace", () => {
  it("holds pods to the restricted standard of one version and waits for the cluster", () => {
    expect(build().rendered().only("kubernetes_namespace_v1")).toMatchObject({
      metadata: {
        name: "ws-cli",
        labels: {
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/enforce-version": "v1.34",
          "pod-security.kubernetes.io/audit": "restricted",
          "pod-security.kubernetes.io/audit-version": "v1.34",
          "pod-security.kubernetes.io/warn": "restricted",
          "pod-security.kubernetes.io/warn-version": "v1.34",
        },
      },
      timeouts: { delete: "20m" },
      depends_on: [like(/^google_container_cluster\./)],
    });
  });

  it("waits for the node pools too", () => {
    const stack = newStack();
    const cluster = new StandardCluster(stack, "Cluster", {
      name: "cliscale",
      network: network(stack),
      nodePools: { default: {} },
    });
    new Namespace(stack, "Namespace", { cluster, name: "ws-cli" });
    expect(renderStack(stack).only("kubernetes_namespace_v1").depends_on).toEqual([
      like(/^google_container_cluster\./),
      like(/^google_container_node_pool\./),
    ]);
  });

  it("can't be deleted unless the caller allows it and leaves annotations to controllers", () => {
    expect(build().rendered().only("kubernetes_namespace_v1").lifecycle).toEqual({
      prevent_destroy: true,
      ignore_changes: ["metadata[0].annotations"],
    });
    expect(build().namespace.preventDestroy).toBe(true);
    const { namespace, rendered } = build({ allowDestroy: true });
    expect(rendered().only("kubernetes_namespace_v1").lifecycle).toMatchObject({ prevent_destroy: false });
    expect(namespace.preventDestroy).toBe(false);
  });

  it("takes another standard, version and labels", () => {
    const other = build({ podSecurity: "baseline", podSecurityVersion: "v1.33", labels: { team: "core" } });
    expect(other.rendered().only("kubernetes_namespace_v1").metadata).toMatchObject({
      labels: {
        team: "core",
        "pod-security.kubernetes.io/enforce": "baseline",
        "pod-security.kubernetes.io/warn-version": "v1.33",
      },
    });
  });

  it("gives its name as a reference", () => {
    expect(build().rendered().json.output?.namespace).toEqual({
      value: like(/^\$\{kubernetes_namespace_v1\..*\.metadata\[0\]\.name\}$/),
    });
  });

  it.each<Partial<NamespaceProps>>([{ name: "a".repeat(63) }, { name: "kubecent" }, { podSecurityVersion: "v1.9" }])(
    "accepts %j",
    (props) => {
      expect(() => build(props)).not.toThrow();
    },
  );

  it.each<[Partial<NamespaceProps>, RegExp]>([
    [{ name: "a".repeat(64) }, /'name' must have 1 to 63 lowercase letters.*got 'a{64}'/],
    [{ name: "default" }, /'name' must be none that Kubernetes or GKE use themselves, got 'default'/],
    [{ name: "kube-apps" }, /'name' must be none that Kubernetes or GKE use themselves, got 'kube-apps'/],
    [{ name: "gke-managed-x" }, /'name' must be none that Kubernetes or GKE use themselves/],
    [
      { podSecurityVersion: "latest" },
      /'podSecurityVersion' must be pinned, got 'latest'; write a minor version such as v1\.34/,
    ],
    [
      { labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
      /'labels' must leave Pod Security to 'podSecurity', got 'pod-security\.kubernetes\.io\/enforce'/,
    ],
  ])("refuses %j", (props, message) => {
    expect(() => build(props)).toThrow(message);
  });

  it("may live in another stack than its cluster", () => {
    const app = Testing.app();
    const platform = new TerraformStack(app, "platform");
    new GoogleProvider(platform, "google", { project: "cliscale-test" });
    const workload = new TerraformStack(app, "workload");
    const cluster = new AutopilotCluster(platform, "Cluster", { name: "cliscale", network: network(platform) });
    new KubernetesProvider(workload, "kubernetes", kubernetesConnection(cluster).kubernetes);
    new Namespace(workload, "Namespace", { cluster, name: "ws-cli" });
    expect(workload.dependsOn(platform)).toBe(true);
    for (const stack of [platform, workload]) {
      stack.prepareStack();
    }
    const rendered = renderStack(workload);
    expect(rendered.only("kubernetes_namespace_v1")).not.toHaveProperty("depends_on");
    expect(rendered.json.provider?.kubernetes).toEqual([
      expect.objectContaining({ host: like(/terraform_remote_state/) }),
    ]);
  });
});

describe("kubernetesConnection", () => {
  it("reaches the cluster by its DNS name with a token that a plugin fetches, without a certificate authority", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new GoogleProvider(stack, "google", { project: "cliscale-test" });
    const cluster = new AutopilotCluster(stack, "Cluster", { name: "cliscale", network: network(stack) });
    const connection = kubernetesConnection(cluster);
    new KubernetesProvider(stack, "kubernetes", connection.kubernetes);
    new HelmProvider(stack, "helm", connection.helm);
    new Namespace(stack, "Namespace", { cluster, name: "ws-cli" });
    const { provider } = renderStack(stack).json;
    const host = like(/^https:\/\/\$\{google_container_cluster\..*\.dns_endpoint_config\[0\]\.endpoint\}$/);
    const exec = { api_version: "client.authentication.k8s.io/v1beta1", command: "gke-gcloud-auth-plugin" };
    expect(provider?.kubernetes).toEqual([{ host, exec: [exec] }]);
    expect(provider?.helm).toEqual([{ kubernetes: { host, exec } }]);
  });
});
