import { containersOf, type PodTemplate } from "../pod-templates";
import { isRecord, type KubernetesObject } from "../objects";
import { describeQuantity, rounded } from "../quantities";
import { amounts, type Amounts, type Demand, demandOf, podCount, podDemand, scaled, total } from "../resources";
import { type Review } from "../review";
import { type Check, type Finding } from "./check";

const SOURCE = "https://kubernetes.io/docs/concepts/policy/resource-quotas/";

/**
 * The pods of a namespace against its ResourceQuotas: as many as start at once must fit; as many as autoscalers and schedules
 * may add is worth a warning. Pods that an application creates at run time are not known here.
 */
export const resourceQuotas: Check = {
  id: "resource-quotas",
  source: SOURCE,
  effect: "pods-never-start",
  find: (review) => {
    const namespaces = new Set(review.objects.map(({ metadata }) => metadata.namespace));
    return [...namespaces].flatMap((namespace) =>
      quotasOf(review, namespace).flatMap(({ hard }) => exceeded(hard, namespace, review)),
    );
  },
};

interface Quota {
  readonly hard: Amounts;
}

/** Quotas with scopes apply to some pods only and are left out. */
function quotasOf(review: Review, namespace: string | undefined): readonly Quota[] {
  return review
    .ofKind("", "ResourceQuota", namespace)
    .map(({ spec }) => (isRecord(spec) ? spec : {}))
    .filter(({ scopes, scopeSelector }) => scopes === undefined && scopeSelector === undefined)
    .map(({ hard }) => ({ hard: amounts(hard as Readonly<Record<string, string>> | undefined) }));
}

function exceeded(hard: Amounts, namespace: string | undefined, review: Review): Finding[] {
  const templates = review.allPodTemplates.filter(({ object }) => object.metadata.namespace === namespace);
  const judged = review.podTemplates.filter(({ object }) => object.metadata.namespace === namespace);
  const [last] = judged.slice(-1);
  const now = usage(templates, "now", review);
  const most = usage(templates, "most", review);
  const over = (used: Amounts): string[] => Object.keys(hard).filter((name) => (used[name] ?? 0) > (hard[name] ?? 0));
  const describe = (name: string, used: Amounts): string =>
    `exceeded quota: ${name} of namespace "${namespace}" would be ${describeQuantity(name, used[name] ?? 0)}, the quota is ${describeQuantity(name, hard[name] ?? 0)}`;
  const fix = "lower requests or replicas, or raise the quota";
  return [
    ...judged.flatMap((template) => unspecified(template, hard, review)),
    ...(last === undefined
      ? []
      : over(now).map((name) => ({ object: last.object, path: "", message: describe(name, now), fix }))),
    ...(last === undefined
      ? []
      : over(most)
          .filter((name) => !over(now).includes(name))
          .map((name) => ({
            object: last.object,
            path: "",
            message: `when everything is scaled up, ${describe(name, most)}`,
            fix,
            effect: "warning" as const,
          }))),
    ...tooMany(hard, namespace, review),
  ];
}

function usage(templates: readonly PodTemplate[], when: "now" | "most", review: Review): Amounts {
  const counted = templates.map((template) => ({
    count: podCount(template.object, review)[when],
    demand: podDemand(template, review),
  }));
  const { requests, limits }: Demand = total(counted.map(({ count, demand }) => scaled(demand, count)));
  const pods = rounded(counted.reduce((sum, { count }) => sum + count, 0));
  const named = (prefix: string, map: Amounts): Amounts =>
    Object.fromEntries(Object.entries(map).map(([name, value]) => [`${prefix}${name}`, value]));
  return { ...requests, ...named("requests.", requests), ...named("limits.", limits), pods, "count/pods": pods };
}

/** A quota on a resource makes its request or limit compulsory for every container. */
function unspecified(template: PodTemplate, hard: Amounts, review: Review): Finding[] {
  const { object, isPod } = template;
  return containersOf(template)
    .filter(({ role }) => role !== "ephemeral")
    .flatMap(({ container, path }) => {
      const { requests, limits } = demandOf(container, review, object.metadata.namespace);
      const missing = Object.keys(hard).filter((name) => {
        const [, kind, resource = name] = /^(requests|limits)\.(.*)$/.exec(name) ?? [];
        return ["cpu", "memory"].includes(resource) && (kind === "limits" ? limits : requests)[resource] === undefined;
      });
      return missing.length === 0
        ? []
        : [
            {
              object,
              path: `${path}.resources`,
              message: `failed quota: must specify ${missing.join(", ")} for: ${container.name}`,
              fix: "set it, or give the namespace a LimitRange with defaults",
              ...(isPod ? { effect: "refused" as const } : {}),
            },
          ];
    });
}

/** Quotas that count objects, such as `services` or `count/jobs.batch`. */
const COUNTED: Readonly<Record<string, readonly [group: string, kind: string]>> = {
  services: ["", "Service"],
  secrets: ["", "Secret"],
  configmaps: ["", "ConfigMap"],
  persistentvolumeclaims: ["", "PersistentVolumeClaim"],
  "count/services": ["", "Service"],
  "count/secrets": ["", "Secret"],
  "count/configmaps": ["", "ConfigMap"],
  "count/persistentvolumeclaims": ["", "PersistentVolumeClaim"],
  "count/deployments.apps": ["apps", "Deployment"],
  "count/statefulsets.apps": ["apps", "StatefulSet"],
  "count/jobs.batch": ["batch", "Job"],
  "count/cronjobs.batch": ["batch", "CronJob"],
};

function tooMany(hard: Amounts, namespace: string | undefined, review: Review): Finding[] {
  const counts = Object.entries(COUNTED).map(([name, [group, kind]]) => ({ name, group, kind }));
  const typed = ["LoadBalancer", "NodePort"].map((type) => ({
    name: `services.${type.toLowerCase()}s`,
    group: "",
    kind: "Service",
    type,
  }));
  return [...counts, ...typed].flatMap((counted) => {
    const allowed = hard[counted.name];
    const isCounted = ({ spec }: KubernetesObject): boolean =>
      !("type" in counted) || (isRecord(spec) && spec.type === counted.type);
    const found = review.ofKind(counted.group, counted.kind, namespace).filter(isCounted);
    const [last] = review
      .reviewed(counted.group, counted.kind)
      .filter((object) => isCounted(object) && object.metadata.namespace === namespace)
      .slice(-1);
    return allowed === undefined || last === undefined || found.length <= allowed
      ? []
      : [
          {
            object: last,
            path: "",
            message: `exceeded quota: ${counted.name} of namespace "${namespace}" would be ${found.length}, the quota is ${allowed}`,
            fix: "remove some, or raise the quota",
            effect: "refused" as const,
          },
        ];
  });
}
