import { textMap } from "../../facts/cluster-objects";
import { add, butSame, dropEach, harmless, hurts, onlyWhen, remove, set, type PathTable } from "./path-table";

/** What every object has. */
export const METADATA = {
  metadata: harmless("the API takes no object without; what is in it has entries of its own"),
  "metadata.name": harmless("a name; what refers to it is an entry of its own"),
  "metadata.labels": harmless("labels of an object that no selector reads"),
  "metadata.namespace": butSame(
    hurts(set("default"), set("kube-system")),
    remove,
    "Helm puts it into the release's namespace, which is the same",
  ),
  apiVersion: harmless("another version of the kind is refused by the API, or means the same"),
  kind: harmless("another kind is another object, and this one is gone: see the entry for the whole"),
};

/** Hooks of Helm are told by their annotations. */
export const isHook = (block: Readonly<Record<string, unknown>>): boolean => {
  const metadata = block.metadata as Readonly<Record<string, unknown>> | undefined;
  return textMap(metadata?.annotations)["helm.sh/hook"] !== undefined;
};

/** The annotations that make an object a hook. */
export const HOOK_ANNOTATIONS = {
  "metadata.annotations": onlyWhen(hurts(remove), isHook, "only hooks and accounts have annotations that do anything"),
  "metadata.annotations.helm.sh/hook": hurts(remove, set("post-install,post-upgrade"), set("pre-upgrade")),
  "metadata.annotations.helm.sh/hook-weight": hurts(remove, set("0"), set("10")),
  "metadata.annotations.helm.sh/hook-delete-policy": butSame(
    hurts(),
    remove,
    "before-hook-creation is the default: https://helm.sh/docs/topics/charts_hooks/#hook-deletion-policies",
  ),
};

/** Roles, bindings and service accounts. */
export const ACCESS_PATHS: PathTable = {
  Role: {
    ...METADATA,
    "": hurts(remove),
    "metadata.name": hurts(set("another-role")),
    rules: hurts(
      remove,
      add({ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }),
      add({ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }),
      add({ apiGroups: [""], resources: ["secrets"], resourceNames: ["pg"], verbs: ["list"] }),
      add({ apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] }),
      add({ apiGroups: [""], resources: ["pods/exec"], verbs: ["get"] }),
      add({ apiGroups: [""], resources: ["pods/attach", "pods/portforward"], verbs: ["create"] }),
      add({ apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["patch"] }),
      add({ apiGroups: [""], resources: ["nodes/proxy"], verbs: ["get"] }),
      add({ apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }),
      add({ apiGroups: [""], resources: ["serviceaccounts", "users"], verbs: ["impersonate"] }),
      add({ apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["bind"] }),
      add({ apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: ["escalate"] }),
      add({ apiGroups: ["rbac.authorization.k8s.io"], resources: ["rolebindings"], verbs: ["create", "patch"] }),
      add({ apiGroups: [""], resources: ["configmaps"], verbs: ["update"] }),
      add({ apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: ["delete"] }),
      add({ apiGroups: [""], resources: ["services/status"], verbs: ["patch"] }),
      add({ apiGroups: ["apps"], resources: ["deployments"], verbs: ["create"] }),
      add({ apiGroups: ["apps"], resources: ["deployments"], verbs: ["patch"] }),
      add({
        apiGroups: ["certificates.k8s.io"],
        resources: ["certificatesigningrequests/approval"],
        verbs: ["update"],
      }),
      add({
        apiGroups: ["admissionregistration.k8s.io"],
        resources: ["mutatingwebhookconfigurations"],
        verbs: ["create"],
      }),
      dropEach,
    ),
    "rules[].apiGroups": hurts(set(["*"]), add("*"), set(["apps"])),
    "rules[].resources": hurts(set(["*"]), add("*"), add("secrets"), add("pods/exec"), remove),
    "rules[].verbs": hurts(
      set(["*"]),
      add("*"),
      add("delete"),
      add("patch"),
      add("deletecollection"),
      remove,
      dropEach,
    ),
  },
  RoleBinding: {
    ...METADATA,
    "": hurts(remove),
    roleRef: hurts(
      set({ apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" }),
      set({ apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "edit" }),
    ),
    "roleRef.apiGroup": harmless("the API takes no other"),
    "roleRef.kind": hurts(set("ClusterRole")),
    "roleRef.name": hurts(set("another-role")),
    subjects: hurts(
      remove,
      dropEach,
      set([]),
      add({ kind: "Group", name: "system:authenticated", apiGroup: "rbac.authorization.k8s.io" }),
      add({ kind: "Group", name: "system:unauthenticated", apiGroup: "rbac.authorization.k8s.io" }),
      add({ kind: "User", name: "system:anonymous", apiGroup: "rbac.authorization.k8s.io" }),
      add({ kind: "Group", name: "system:serviceaccounts:ws-cli", apiGroup: "rbac.authorization.k8s.io" }),
      add({ kind: "ServiceAccount", name: "default", namespace: "ws-cli" }),
      add({ kind: "ServiceAccount", name: "cliscale-runner", namespace: "ws-cli" }),
    ),
    "subjects[].kind": hurts(set("User")),
    "subjects[].name": hurts(set("default"), set("another-account"), set("cliscale-runner")),
    "subjects[].namespace": hurts(set("elsewhere")),
  },
  ServiceAccount: {
    ...METADATA,
    ...HOOK_ANNOTATIONS,
    "": hurts(remove),
    "metadata.name": hurts(set("another-account")),
    "metadata.annotations": hurts(remove),
    "metadata.annotations.iam.gke.io/gcp-service-account": hurts(
      remove,
      set("somebody@gmail.com"),
      set("1234567890-compute@developer.gserviceaccount.com"),
      set("cliscale-nodes@cliscale.iam.gserviceaccount.com"),
    ),
    automountServiceAccountToken: hurts(remove, set(true)),
  },
};
