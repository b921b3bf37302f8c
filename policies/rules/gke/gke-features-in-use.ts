import { asSwitch, readAt } from "../../facts/gke-arguments";
import { CLUSTER, clusterRule, isAutopilot } from "../../facts/gke-cluster";
import { type RenderedObject } from "../../rendered/rendered-cluster";
import { type Block } from "../../rendered/rendered-stack";
import { every, NOT_APPLICABLE, shown, unknown, verdict, type Verdict } from "../../rule";

interface Feature {
  readonly needs: (object: RenderedObject) => boolean;
  readonly path: string;
  readonly wrong: readonly unknown[];
  readonly right: unknown;
  /** Whether the feature is off when nothing is written. */
  readonly offByDefault: (cluster: Block) => boolean;
}

const never = () => false;
const always = () => true;
const isGateway = ({ apiVersion, kind }: RenderedObject) =>
  kind === "Gateway" && apiVersion.startsWith("gateway.networking.k8s.io/");

/** What the objects of a stack need of its cluster. https://cloud.google.com/kubernetes-engine/docs */
const FEATURES: readonly Feature[] = [
  {
    needs: isGateway,
    path: "gateway_api_config.channel",
    wrong: ["CHANNEL_DISABLED", "CHANNEL_EXPERIMENTAL"],
    right: "CHANNEL_STANDARD",
    offByDefault: (cluster) => !isAutopilot(cluster),
  },
  {
    needs: (object) => isGateway(object) || object.kind === "Ingress",
    path: "addons_config.http_load_balancing.disabled",
    wrong: [true],
    right: false,
    offByDefault: never,
  },
  {
    needs: ({ kind }) => kind === "HorizontalPodAutoscaler",
    path: "addons_config.horizontal_pod_autoscaling.disabled",
    wrong: [true],
    right: false,
    offByDefault: never,
  },
  {
    needs: ({ kind }) => kind === "FQDNNetworkPolicy",
    path: "enable_fqdn_network_policy",
    wrong: [false],
    right: true,
    offByDefault: always,
  },
  {
    needs: ({ kind, object }) => kind === "SecretProviderClass" && provider(object) === "gke",
    path: "secret_manager_config.enabled",
    wrong: [false],
    right: true,
    offByDefault: always,
  },
  {
    needs: ({ kind }) => kind === "PodMonitoring" || kind === "ClusterPodMonitoring",
    path: "monitoring_config.managed_prometheus.enabled",
    wrong: [false],
    right: true,
    offByDefault: never,
  },
];

/** The cluster has what the objects of its stack need: GKE accepts the objects either way, and nothing happens. Only where the stack has one cluster. */
export const gkeFeaturesInUse = clusterRule(({ arguments: cluster }, stack) => {
  const used = FEATURES.flatMap((feature) => {
    const user = stack.cluster.objects.find(feature.needs);
    return user === undefined ? [] : [judge(cluster, feature, user)];
  });
  return used.length === 0 || stack.ofType(CLUSTER).length > 1 ? NOT_APPLICABLE : every(...used);
});

function judge(cluster: Block, { path, wrong, right, offByDefault }: Feature, user: RenderedObject): Verdict {
  const reading = readAt(cluster, path);
  if ("computed" in reading) {
    return unknown(reading.computed);
  }
  const value = asSwitch(reading.value);
  const isOff = value === undefined ? offByDefault(cluster) : wrong.includes(value);
  return verdict(isOff ? [`${path} is ${shown(value)}, not ${shown(right)}, which ${user.address} needs`] : []);
}

function provider(object: object): unknown {
  const spec: unknown = "spec" in object ? object.spec : undefined;
  return typeof spec === "object" && spec !== null && "provider" in spec ? spec.provider : undefined;
}
