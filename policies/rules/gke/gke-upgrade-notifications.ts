import { expectAt, expectPresentAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { every } from "../../rule";

/** Upgrades and security bulletins are announced on a topic that somebody can listen to. */
export const gkeUpgradeNotifications = clusterRule(({ arguments: cluster }) =>
  every(
    expectAt(cluster, "notification_config.pubsub.enabled", true),
    expectPresentAt(cluster, "notification_config.pubsub.topic"),
  ),
);
