import { CLUSTER, isAutopilot, nodeGroups, NODE_POOL } from "../../facts/gke-cluster";
import { referredTo } from "../../facts/gke-dependencies";
import { projectGrants } from "../../facts/kms-grants";
import { dependenciesOf } from "../../facts/terraform-graph";
import { valueAt, type RenderedResource, type RenderedStack } from "../../rendered/rendered-stack";
import { every, NOT_APPLICABLE, verdict, type ResourceRule, type Verdict } from "../../rule";

/**
 * Roles that hold what a node needs, and the two that do so together.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/service-accounts#default-gke-service-account
 */
const WHOLE = /^roles\/container\.(defaultNodeServiceAccount|nodeServiceAccount)$/;
const PARTS: readonly RegExp[] = [
  /^roles\/logging\.(logWriter|admin)$/,
  /^roles\/monitoring\.(metricWriter|editor|admin)$/,
];
const AUTOPILOT = "cluster_autoscaling.auto_provisioning_defaults.service_account";

/** An account that the stack makes for nodes may write logs and metrics, and before nodes start: they report as broken otherwise. */
export const gkeNodesGranted: ResourceRule = {
  appliesTo: [CLUSTER, NODE_POOL],
  evaluate: (resource, stack) => {
    const accounts = accountsOf(resource).flatMap((value) => referredTo(value, "google_service_account", stack) ?? []);
    return accounts.length === 0
      ? NOT_APPLICABLE
      : every(...accounts.map((account) => judge(resource, account, stack)));
  },
};

function accountsOf(resource: RenderedResource): readonly unknown[] {
  const { type, arguments: block } = resource;
  return type === CLUSTER && isAutopilot(block)
    ? [valueAt(block, AUTOPILOT)]
    : nodeGroups(resource).map((group) => valueAt(group.block, `${group.config}service_account`));
}

function judge(resource: RenderedResource, account: RenderedResource, stack: RenderedStack): Verdict {
  const grants = projectGrants(stack).filter(({ members }) => members.some((one) => stack.refersTo(one, account)));
  const whole = grants.filter(({ role }) => WHOLE.test(role));
  const parts = PARTS.map((part) => grants.filter(({ role }) => part.test(role)));
  const needed = whole.length > 0 ? [whole] : parts;
  if (needed.some((one) => one.length === 0)) {
    return verdict([`service_account is ${account.address}, which has no roles/container.defaultNodeServiceAccount`]);
  }
  const before = dependenciesOf(stack).of(resource);
  return verdict(
    needed
      .filter((one) => !one.some(({ address }) => before.has(address)))
      .map((one) => `depends_on lacks ${one.map(({ address }) => address).join(" or ")}, without which nodes are mute`),
  );
}
