import { at } from "../../plugin/values";
import { type CloudView, type Law } from "../law";

/** What every cluster has from the start. */
export const BUILT_IN_NAMESPACES: readonly string[] = ["default", "kube-system", "kube-public", "kube-node-lease"];

/**
 * The API server refuses an object whose namespace does not exist, and a second one of the same name; Helm a second release.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export const law: Law = ({ action, type, key, after }, cloud) => {
  if (action !== "create" || after === null || !/^(kubernetes|helm)_/.test(type)) return undefined;
  const namespace = type === "helm_release" ? after["namespace"] : at(after, "metadata.0.namespace");
  const makesIt = type === "helm_release" && after["create_namespace"] === true;
  if (typeof namespace === "string" && !makesIt && !namespaceExists(cloud, namespace)) {
    return {
      message: `namespaces "${namespace}" not found`,
      advice: "Create it with kubernetes_namespace_v1 and refer to that resource's name.",
      attribute: type === "helm_release" ? "namespace" : "metadata",
    };
  }
  if (cloud.get(type, key) === undefined) return undefined;
  if (type === "helm_release") return { message: "cannot re-use a name that is still in use", attribute: "name" };
  const resource = `${type.replace(/^kubernetes_|_v\d+$/g, "").replace(/_/g, "")}s`;
  return { message: `${resource} "${key.slice(key.lastIndexOf("/") + 1)}" already exists` };
};

function namespaceExists(cloud: CloudView, name: string): boolean {
  return (
    BUILT_IN_NAMESPACES.includes(name) ||
    ["kubernetes_namespace", "kubernetes_namespace_v1"].some((type) => cloud.get(type, name) !== undefined) ||
    cloud
      .list("helm_release")
      .some(({ attributes }) => attributes["create_namespace"] === true && attributes["namespace"] === name)
  );
}
