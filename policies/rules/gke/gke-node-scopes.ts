import { readAt } from "../../facts/gke-arguments";
import { nodeRule } from "../../facts/gke-cluster";
import { COMPLIANT, unknown, verdict } from "../../rule";

/** Without these a node writes no logs and metrics, or can't pull images. https://cloud.google.com/kubernetes-engine/docs/how-to/access-scopes */
const NEEDED: readonly RegExp[] = [
  /logging\.(write|admin)$/,
  /monitoring(\.write)?$/,
  /devstorage\.|artifactregistry|cloud-platform/,
];
const EVERYTHING = /(^|\/)cloud-platform$/;

/** What nodes may do is decided by the roles of their account. Scopes are all of Google Cloud, or at least what a node needs. */
export const gkeNodeScopes = nodeRule(({ block, config }) => {
  const path = `${config}oauth_scopes`;
  const reading = readAt(block, path);
  if ("computed" in reading) {
    return unknown(reading.computed);
  }
  if (!Array.isArray(reading.value) || reading.value.some((scope) => EVERYTHING.test(String(scope)))) {
    return COMPLIANT;
  }
  const scopes: readonly unknown[] = reading.value;
  const lacking = NEEDED.filter((one) => !scopes.some((scope) => one.test(String(scope))));
  return verdict(
    lacking.length === 0
      ? []
      : [`${path} is ${JSON.stringify(scopes)}: the node can't write logs and metrics, or pull images`],
  );
});
