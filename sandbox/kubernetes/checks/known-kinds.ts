import { apiVersionsOf, lookUpKind } from "../kinds";
import { groupOf, isRecord, type KubernetesObject } from "../objects";
import { type ClusterFeatures } from "../cluster";
import { type Review } from "../review";
import { REMOVED_KINDS } from "../tables/built-in-kinds";
import { type Check, type Finding } from "./check";

const HOW_TO_ENABLE: Readonly<Record<keyof ClusterFeatures, string>> = {
  autopilot: "make the cluster an Autopilot cluster",
  gatewayApi: 'set gateway_api_config { channel = "CHANNEL_STANDARD" } on the cluster',
  fqdnNetworkPolicy: "set enable_fqdn_network_policy = true on the cluster",
  secretManagerAddon: "set secret_manager_config { enabled = true } on the cluster",
};

/** Helm's own words. https://helm.sh/docs/chart_best_practices/custom_resource_definitions/ */
const INSTALL_FIRST = "ensure CRDs are installed first, by a release that this one depends on";

/** Every kind must be served by the cluster, in the version that the manifest names. */
export const knownKinds: Check = {
  id: "known-kinds",
  source: "https://kubernetes.io/docs/reference/using-api/deprecation-guide/",
  effect: "refused",
  find: (review) => review.objects.flatMap((object) => unknownKind(object, review)),
};

function unknownKind(object: KubernetesObject, review: Review): Finding[] {
  const { apiVersion, kind } = object;
  const finding = (fix: string, source?: string): Finding[] => [
    {
      object,
      path: "kind",
      message: `no matches for kind "${kind}" in version "${apiVersion}"`,
      fix,
      ...(source === undefined ? {} : { source }),
    },
  ];
  const known = lookUpKind(apiVersion, kind);
  if (known !== undefined) {
    const { needs, source } = known;
    if (needs === "definition") {
      return definedByResource(apiVersion, kind, review) ? [] : finding(INSTALL_FIRST, source);
    }
    return needs === undefined || review.cluster.features[needs] ? [] : finding(HOW_TO_ENABLE[needs], source);
  }
  if (definedByResource(apiVersion, kind, review)) {
    return [];
  }
  const replacement = REMOVED_KINDS[`${apiVersion} ${kind}`];
  const others = apiVersionsOf(kind);
  if (replacement !== undefined || others.length > 0) {
    return finding(`use ${replacement ?? others.join(" or ")}`);
  }
  return finding(`correct the kind, or ${INSTALL_FIRST}`);
}

/** A CustomResourceDefinition of this release or of the cluster serves the kind. */
function definedByResource(apiVersion: string, kind: string, review: Review): boolean {
  return review.ofKind("apiextensions.k8s.io", "CustomResourceDefinition").some(({ spec }) => {
    if (!isRecord(spec) || !isRecord(spec.names) || !Array.isArray(spec.versions)) {
      return false;
    }
    const version = apiVersion.slice(apiVersion.indexOf("/") + 1);
    const served = spec.versions.some((item) => isRecord(item) && item.name === version && item.served === true);
    return spec.group === groupOf(apiVersion) && spec.names.kind === kind && served;
  });
}
