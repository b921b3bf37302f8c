import { valueAt, type Block } from "../../rendered/rendered-stack";
import { add, butSame, dropEach, harmless, hurts, onlyWhen, remove, set, type PathTable } from "./path-table";

const isKept = (block: Block): boolean => valueAt(block, "lifecycle.prevent_destroy") === true;
const MAY_BE_DESTROYED = "an environment that may be destroyed has it off";
const WITHIN_THE_LENGTH = harmless(
  "the length is what counts: 47 characters of any of these kinds have more than 128 bits",
);

const PROVIDERS = ["google", "google-beta", "helm", "kubernetes", "random", "tls"];
const isRemote = (terraform: Block): boolean => valueAt(terraform, "backend.gcs") !== undefined;
const ONLY_A_BUCKET = "the state of the sandbox is a file";
const LOGIN = harmless("which words the login program speaks; others are refused");

/** What is the same for the kubernetes provider and for Helm's block of it. */
const clusterProvider = (at: string) => ({
  [`${at}exec`]: hurts(remove),
  [`${at}exec.api_version`]: LOGIN,
  [`${at}exec.command`]: hurts(remove, set("")),
  [`${at}host`]: hurts(remove, set("http://10.0.0.1"), set("https://10.0.0.1")),
});

/** Terraform's side of what lies in the cluster, and what Terraform draws. */
export const EVERYTHING_PATHS: PathTable = {
  "ephemeral.random_password": {
    "": hurts(remove),
    length: hurts(remove, set(8), set(16)),
    min_lower: WITHIN_THE_LENGTH,
    min_numeric: WITHIN_THE_LENGTH,
    min_special: WITHIN_THE_LENGTH,
    min_upper: WITHIN_THE_LENGTH,
    override_special: WITHIN_THE_LENGTH,
    special: WITHIN_THE_LENGTH,
  },
  "ephemeral.tls_private_key": {
    "": hurts(remove),
    algorithm: hurts(remove, set("ECDSA")),
    rsa_bits: hurts(remove, set(1024), set(2048)),
  },
  output: {
    "": harmless("an output shows something, and nothing reads it"),
    value: hurts(
      set("${google_sql_user.application.password}"),
      set("${random_password.application.result}"),
      set("postgres://app:hunter2@10.0.0.3/app"),
    ),
  },
  "provider.google": {
    "": hurts(add({ credentials: "key.json" }), add({ access_token: "ya29.a0AfH6SMBsecret" })),
    default_labels: harmless("labels sort resources in lists and bills, and nothing reads them"),
    project: harmless("every resource says its project"),
    region: harmless("every resource says its place"),
  },
  "provider.helm": {
    "": hurts(remove),
    kubernetes: hurts(remove, add({ insecure: true }), add({ token: "abc" })),
    ...clusterProvider("kubernetes."),
  },
  "provider.kubernetes": {
    "": hurts(remove, add({ insecure: true }), add({ token: "abc" })),
    ...clusterProvider(""),
  },
  terraform: {
    backend: onlyWhen(hurts(remove, set({ local: {} })), isRemote, ONLY_A_BUCKET),
    "backend.gcs": onlyWhen(
      hurts(remove, add({ encryption_key: "c2VjcmV0" }), add({ credentials: "key.json" })),
      isRemote,
      ONLY_A_BUCKET,
    ),
    "backend.gcs.bucket": onlyWhen(hurts(remove, set("")), isRemote, ONLY_A_BUCKET),
    "backend.gcs.prefix": onlyWhen(hurts(remove, set("")), isRemote, ONLY_A_BUCKET),
    "backend.local": harmless("the sandbox's state may lie anywhere"),
    required_providers: hurts(remove),
    ...Object.fromEntries(
      PROVIDERS.flatMap((name) => [
        [`required_providers.${name}`, hurts(remove)],
        [`required_providers.${name}.source`, hurts(set(`evil/${name}`), set("hashicorp/another"))],
        [`required_providers.${name}.version`, hurts(remove, set(">= 1.0"), set("~> 6"))],
      ]),
    ),
    required_version: hurts(remove),
  },
  helm_release: {
    "": hurts(
      remove,
      add({ disable_openapi_validation: true }),
      add({ disable_webhooks: true }),
      add({ force_update: true }),
      add({ recreate_pods: true }),
      add({ replace: true }),
      add({ reuse_values: true }),
      add({ skip_crds: true }),
      add({ take_ownership: true }),
      add({ set_sensitive: [{ name: "password", value: "hunter2" }] }),
      add({ set: [{ name: "url", value: "postgres://app:hunter2@10.0.0.3/app" }] }),
    ),
    atomic: hurts(remove, set(false)),
    chart: hurts(set("oci://registry.cliscale.dev/workload"), set("https://charts.cliscale.dev/workload.tgz")),
    cleanup_on_fail: hurts(remove, set(false)),
    create_namespace: butSame(hurts(set(true)), remove, "off is the default"),
    depends_on: hurts(remove, dropEach),
    max_history: hurts(remove, set(0), set(1), set(1000)),
    name: harmless("a name: with another one Terraform makes another release, and the plan shows it"),
    namespace: hurts(remove, set("default"), set("kube-system")),
    timeout: hurts(remove, set(60), set(86_400)),
    upgrade_install: harmless(
      "without it, the first apply after one that was killed stops with an error and changes nothing",
    ),
    values: harmless("judged object by object, by what the chart makes of them"),
    wait: butSame(hurts(set(false)), remove, "Terraform waits by default"),
    wait_for_jobs: hurts(remove, set(false)),
  },
  kubernetes_namespace_v1: {
    "": hurts(remove),
    depends_on: hurts(remove, dropEach),
    "lifecycle.ignore_changes": butSame(
      hurts(set("all"), add("metadata[0].labels"), add("metadata")),
      remove,
      "only annotations that GKE writes show in plans then",
    ),
    lifecycle: onlyWhen(hurts(remove), isKept, MAY_BE_DESTROYED),
    "lifecycle.prevent_destroy": onlyWhen(hurts(remove, set(false)), isKept, MAY_BE_DESTROYED),
    metadata: hurts(remove),
    "metadata.labels": hurts(
      remove,
      set({}),
      set({ "pod-security.kubernetes.io/enforce": "privileged" }),
      set({ "pod-security.kubernetes.io/enforce": "baseline" }),
      set({ "pod-security.kubernetes.io/warn": "restricted", "pod-security.kubernetes.io/audit": "restricted" }),
      set({
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.20",
      }),
    ),
    "metadata.name": hurts(set("default"), set("kube-system")),
    timeouts: harmless("how long a destroy waits before it stops with an error"),
  },
};
