import { quantity } from "../../../sandbox/kubernetes/quantities";
import { isFirstOfNamespace } from "../../facts/cluster-pods";
import { blocksAt, valueAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** In the order in which one must not be above the next. */
const KEYS = ["min", "defaultRequest", "default", "max"];
const RESOURCES = ["cpu", "memory"];

/** Each namespace with pods gives containers that say nothing a request and a limit, and bounds those that say something. */
export const limitRangeComplete: ObjectRule = {
  kinds: "pods",
  evaluate: (one, { cluster }) => {
    if (!isFirstOfNamespace(one, cluster)) {
      return NOT_APPLICABLE;
    }
    const items = cluster
      .ofKind("LimitRange", one.namespace)
      .flatMap(({ object }) => blocksAt(object, "spec.limits"))
      .filter(({ type }) => type === "Container");
    const quotas = cluster.ofKind("ResourceQuota", one.namespace).map(({ object }) => valueAt(object, "spec.hard"));
    if (items.length === 0) {
      return verdict([`metadata.namespace is ${one.namespace}, which has no LimitRange for containers`]);
    }
    return verdict(items.flatMap((item) => [...missing(item), ...disorder(item), ...aboveQuota(item, quotas)]));
  },
};

const amount = (item: Block, key: string, resource: string): number =>
  quantity(valueAt(item, `${key}.${resource}`) as string | number | undefined);

const missing = (item: Block): readonly string[] =>
  KEYS.flatMap((key) =>
    RESOURCES.filter((resource) => !(amount(item, key, resource) > 0)).map(
      (resource) => `spec.limits of the LimitRange lack ${key}.${resource}`,
    ),
  );

const disorder = (item: Block): readonly string[] =>
  RESOURCES.flatMap((resource) =>
    KEYS.slice(1).flatMap((key, index) => {
      const before = KEYS[index] ?? "";
      return amount(item, before, resource) > amount(item, key, resource)
        ? [`spec.limits of the LimitRange have ${before}.${resource} above ${key}.${resource}`]
        : [];
    }),
  );

/** One container may not take the namespace's whole share. */
const aboveQuota = (item: Block, quotas: readonly unknown[]): readonly string[] =>
  RESOURCES.flatMap((resource) =>
    quotas.some((hard) => amount(item, "max", resource) >= quotaOf(hard, resource))
      ? [`spec.limits of the LimitRange have max.${resource} not below the ResourceQuota's limits.${resource}`]
      : [],
  );

function quotaOf(hard: unknown, resource: string): number {
  const value = (hard as Readonly<Record<string, string | number>> | undefined)?.[`limits.${resource}`];
  return value === undefined ? Number.POSITIVE_INFINITY : quantity(value);
}
