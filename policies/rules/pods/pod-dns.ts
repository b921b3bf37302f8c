import { podRule } from "../../facts/pods";
import { shown, verdict } from "../../rule";

/** Pods ask the cluster's DNS, and nothing else says what a name means. */
export const podDns = podRule(({ pod }) => {
  const { dnsPolicy, dnsConfig, hostAliases = [] } = pod.spec;
  const at = pod.path;
  return verdict([
    ...(dnsPolicy === undefined || dnsPolicy.startsWith("ClusterFirst")
      ? []
      : [`${at}.dnsPolicy is ${shown(dnsPolicy)}, not "ClusterFirst"`]),
    ...((dnsConfig?.nameservers ?? []).length > 0
      ? [`${at}.dnsConfig.nameservers is ${shown(dnsConfig?.nameservers)}: names go to other servers`]
      : []),
    ...(hostAliases.length > 0 ? [`${at}.hostAliases writes into /etc/hosts`] : []),
  ]);
});
