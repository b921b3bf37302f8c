import { isRecord, type KubernetesObject } from "../objects";
import { type Review } from "../review";
import { type Check, type Finding } from "./check";

const GROUP = "external-secrets.io";
const RBAC = "rbac.authorization.k8s.io";

/**
 * What the External Secrets Operator needs before it makes a Secret: a store that serves the namespace, the service
 * account that the store names, and the right to a token of that account.
 */
export const secretStores: Check = {
  id: "secret-stores",
  source: "https://external-secrets.io/latest/provider/google-secrets-manager/",
  effect: "pods-never-start",
  find: (review) =>
    review.reviewed(GROUP, "ExternalSecret").flatMap((object) => {
      const reference = isRecord(object.spec) ? object.spec.secretStoreRef : undefined;
      return isRecord(reference) && typeof reference.name === "string"
        ? judge(review, object, reference.kind === "ClusterSecretStore", reference.name)
        : [];
    }),
};

function judge(review: Review, object: KubernetesObject, isCluster: boolean, name: string): Finding[] {
  const { namespace = "" } = object.metadata;
  const kind = isCluster ? "ClusterSecretStore" : "SecretStore";
  const store = review.find(GROUP, kind, isCluster ? undefined : namespace, name);
  const finding = (message: string, fix: string): Finding[] => [{ object, path: "spec.secretStoreRef", message, fix }];
  if (store === undefined) {
    return finding(`could not get ${kind} "${name}": not found`, "add the store, or correct the name");
  }
  if (isCluster && !serves(store, namespace, review)) {
    return finding(
      `using ClusterSecretStore "${name}" is not allowed from namespace "${namespace}": denied by spec.conditions`,
      "add the namespace to the store's conditions",
    );
  }
  const account = accountOf(store);
  if (account === undefined) {
    return [];
  }
  const home = isCluster ? (account.namespace ?? "") : namespace;
  if (review.find("", "ServiceAccount", home, account.name) === undefined) {
    return finding(`the store's ServiceAccount "${home}/${account.name}" not found`, "add it, or correct the name");
  }
  return operators(review)
    .filter((operator) => !mayHaveToken(review, operator, home, account.name))
    .flatMap(({ namespace: place, name: subject }) =>
      finding(
        `serviceaccounts "${account.name}" is forbidden: User "system:serviceaccount:${place}:${subject}" cannot create ` +
          `resource "serviceaccounts/token" in API group "" in the namespace "${home}"`,
        "bind a Role with it to the operator, with this account in resourceNames",
      ),
    );
}

/** A store without conditions serves every namespace. */
function serves({ spec }: KubernetesObject, namespace: string, review: Review): boolean {
  const conditions = isRecord(spec) ? records(spec.conditions) : [];
  const labels = review.namespaces[namespace]?.labels ?? {};
  return (
    conditions.length === 0 ||
    conditions.some(({ namespaces, namespaceSelector, namespaceRegexes }) => {
      const wanted = isRecord(namespaceSelector) ? namespaceSelector.matchLabels : undefined;
      return (
        strings(namespaces).includes(namespace) ||
        strings(namespaceRegexes).some((pattern) => new RegExp(pattern).test(namespace)) ||
        (isRecord(wanted) && Object.entries(wanted).every(([label, value]) => labels[label] === value))
      );
    })
  );
}

/** Whom the operator acts as; undefined where it acts as itself. */
function accountOf({ spec }: KubernetesObject): Account | undefined {
  const path = ["provider", "gcpsm", "auth", "workloadIdentity", "serviceAccountRef"];
  const found = path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), spec);
  return isRecord(found) && typeof found.name === "string"
    ? { name: found.name, ...(typeof found.namespace === "string" ? { namespace: found.namespace } : {}) }
    : undefined;
}

interface Account {
  readonly name: string;
  readonly namespace?: string;
}

/** Who runs as the operator's controller, by the label of the operator's chart. */
function operators(review: Review): readonly Account[] {
  return review.allPodTemplates
    .filter(({ labels }) => labels["app.kubernetes.io/name"] === "external-secrets")
    .map(({ object, spec }) => ({
      name: spec.serviceAccountName ?? "default",
      ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
    }));
}

function mayHaveToken(review: Review, operator: Account, namespace: string, account: string): boolean {
  const bindings = [
    ...review.ofKind(RBAC, "ClusterRoleBinding"),
    ...review.ofKind(RBAC, "RoleBinding", namespace),
  ].filter(({ subjects }) =>
    records(subjects).some(
      ({ kind, name, namespace: home }) =>
        kind === "ServiceAccount" && name === operator.name && home === operator.namespace,
    ),
  );
  return bindings.some(({ roleRef }) => {
    const { kind, name } = isRecord(roleRef) ? roleRef : {};
    const role = review.find(RBAC, String(kind), kind === "Role" ? namespace : undefined, String(name));
    return records(role?.rules).some(
      ({ apiGroups, resources, verbs, resourceNames }) =>
        includes(apiGroups, "") &&
        includes(resources, "serviceaccounts/token") &&
        includes(verbs, "create") &&
        (strings(resourceNames).length === 0 || strings(resourceNames).includes(account)),
    );
  });
}

function includes(values: unknown, wanted: string): boolean {
  return strings(values).some((value) => value === wanted || value === "*");
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
