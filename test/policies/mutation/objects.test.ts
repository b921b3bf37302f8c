import { add, hurts, remove, set } from "../../../policies/mutation/paths/path-table";
import { verdict, type ObjectRule } from "../../../policies/rule";
import { type KubernetesObject } from "../../../sandbox/kubernetes/objects";
import { environment, mutated, objectRow, row, shown } from "./environment";

const deployment = (name: string, more: Readonly<Record<string, unknown>> = {}): KubernetesObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, labels: { app: name } },
  spec: {
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: "app", image: "a:1" }], ...more } },
  },
});
const budget = (name: string): KubernetesObject => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name },
  spec: { selector: { matchLabels: { app: name } } },
});

const rootless: ObjectRule = {
  kinds: "pods",
  evaluate: ({ pod }) => verdict(pod?.spec.securityContext?.runAsNonRoot === true ? [] : ["runAsNonRoot is not true"]),
};
const hasBudget: ObjectRule = {
  kinds: ["Deployment"],
  evaluate: ({ name }, { cluster }) =>
    verdict(cluster.ofKind("PodDisruptionBudget").some((one) => one.name === name) ? [] : ["has no budget"]),
};
const lines = (...input: Parameters<typeof mutated>) =>
  mutated(...input).outcomes.map((one) => `${one.address} ${shown(one)}`);

describe("a Kubernetes object", () => {
  const safe = deployment("web", { securityContext: { runAsNonRoot: true } });

  it("is replaced by the changed one, among the others", () => {
    const stack = environment("prod", {}, [safe, deployment("old")]);
    const table = { Deployment: { "spec.template.spec.securityContext": hurts(remove, add({ runAsNonRoot: false })) } };
    expect(lines([stack], table, objectRow("rootless", rootless))).toEqual([
      "apps/v1 Deployment shop/web spec.template.spec.securityContext: remove | prod:rootless",
      'apps/v1 Deployment shop/web spec.template.spec.securityContext: add {"runAsNonRoot":false} | prod:rootless',
      // nothing is there to which a field could be added, so it becomes a list, and the finding is not new
      'apps/v1 Deployment shop/old spec.template.spec.securityContext: add {"runAsNonRoot":false} | prod:-',
    ]);
  });

  it("makes rules look at others again", () => {
    const stack = environment("prod", {}, [safe, budget("web"), budget("other")]);
    const table = {
      PodDisruptionBudget: {
        "": hurts(remove),
        "metadata.name": hurts(set("typo"), remove),
        kind: hurts(set("Budget")),
      },
    };
    expect(lines([stack], table, objectRow("budget", hasBudget))).toEqual([
      "policy/v1 PodDisruptionBudget shop/web : remove | prod:budget",
      'policy/v1 PodDisruptionBudget shop/web metadata.name: set "typo" | prod:budget',
      'policy/v1 PodDisruptionBudget shop/web kind: set "Budget" | prod:budget',
      ...[": remove", 'metadata.name: set "typo"', 'kind: set "Budget"'].map(
        (change) => `policy/v1 PodDisruptionBudget shop/other ${change} | prod:-`,
      ),
    ]);
  });

  it("keeps what makes it an object", () => {
    const table = { Deployment: { "metadata.name": hurts(remove), kind: hurts(remove), metadata: hurts(remove) } };
    expect(lines([environment("prod", {}, [safe])], table, objectRow("rootless", rootless))).toEqual([
      "apps/v1 Deployment shop/web metadata: remove | prod:-",
    ]);
  });

  it("is still the same one under another name: what was wrong with it before is nothing new", () => {
    const stack = environment("prod", {}, [deployment("old")]);
    const table = { Deployment: { "metadata.name": hurts(set("new")) } };
    expect(lines([stack], table, objectRow("rootless", rootless))).toEqual([
      'apps/v1 Deployment shop/old metadata.name: set "new" | prod:-',
    ]);
  });

  it("of the kubernetes provider is read anew from its resource, and is no subject itself", () => {
    const account = { metadata: { name: "web" }, automount_service_account_token: false };
    const stack = environment("prod", { kubernetes_service_account_v1: { web: account } });
    const table = {
      kubernetes_service_account_v1: { automount_service_account_token: hurts(remove, set(true)) },
      ServiceAccount: { automountServiceAccountToken: hurts(remove) },
    };
    const token: ObjectRule = {
      kinds: ["ServiceAccount"],
      evaluate: ({ object }) => verdict(object.automountServiceAccountToken === false ? [] : ["mounts its token"]),
    };
    expect(lines([stack], table, objectRow("token", token))).toEqual([
      "kubernetes_service_account_v1.web automount_service_account_token: remove | prod:token",
      "kubernetes_service_account_v1.web automount_service_account_token: set true | prod:token",
    ]);
  });

  it("goes with its release", () => {
    const release = { "//": { metadata: { path: "shop-prod/Release" } }, name: "shop" };
    const stack = environment("prod", { helm_release: { r: release }, other: { o: {} } }, [budget("web"), safe]);
    const some: ObjectRule = { kinds: ["Deployment"], evaluate: () => verdict([]) };
    const watched = row("deployed", {
      appliesTo: ["other"],
      evaluate: (_, { cluster }) => verdict(cluster.ofKind("Deployment").length === 0 ? ["nothing is deployed"] : []),
    });
    expect(
      lines([stack], { helm_release: { "": hurts(remove), name: hurts(set("x")) } }, watched, objectRow("some", some)),
    ).toEqual(["helm_release.r : remove | prod:deployed", 'helm_release.r name: set "x" | prod:-']);
  });
});
