import { containersOf, type PodTemplate } from "../pod-templates";
import { describeQuantity } from "../quantities";
import { amounts, type Amounts, demandOf, limitRangeItems, podDemand } from "../resources";
import { type Review } from "../review";
import { type Check, type Finding } from "./check";

/** A pod whose requests or limits, defaults included, leave a LimitRange's bounds is refused. */
export const limitRanges: Check = {
  id: "limit-ranges",
  source: "https://kubernetes.io/docs/concepts/policy/limit-range/",
  effect: "pods-never-start",
  find: (review) =>
    review.podTemplates.flatMap((template) => [
      ...containersOf(template)
        .filter(({ role }) => role !== "ephemeral")
        .flatMap(({ container, path }) => {
          const demand = demandOf(container, review, template.object.metadata.namespace);
          return outside(template, "Container", demand, `${path}.resources`, review);
        }),
      ...outside(template, "Pod", podDemand(template, review), template.path, review),
    ]),
};

function outside(
  { object, isPod }: PodTemplate,
  type: "Container" | "Pod",
  { requests, limits }: { readonly requests: Amounts; readonly limits: Amounts },
  path: string,
  review: Review,
): Finding[] {
  const finding = (message: string, fix: string): Finding => ({
    object,
    path,
    message,
    fix,
    ...(isPod ? { effect: "refused" as const } : {}),
  });
  const each = (
    bounds: Readonly<Record<string, string>> | undefined,
    judge: (name: string, bound: number) => Finding | undefined,
  ): Finding[] => Object.entries(amounts(bounds)).flatMap(([name, bound]) => judge(name, bound) ?? []);
  return limitRangeItems(review, object.metadata.namespace, type).flatMap(({ min, max, maxLimitRequestRatio }) => [
    ...each(min, (name, bound) =>
      (requests[name] ?? 0) >= bound
        ? undefined
        : finding(
            `minimum ${name} usage per ${type} is ${describeQuantity(name, bound)}, but request is ${describeQuantity(name, requests[name] ?? 0)}`,
            "raise the request",
          ),
    ),
    ...each(max, (name, bound) =>
      (limits[name] ?? Number.POSITIVE_INFINITY) <= bound
        ? undefined
        : finding(
            `maximum ${name} usage per ${type} is ${describeQuantity(name, bound)}, but ${limits[name] === undefined ? "no limit is specified" : `limit is ${describeQuantity(name, limits[name])}`}`,
            "lower the limit",
          ),
    ),
    ...each(maxLimitRequestRatio, (name, bound) =>
      (limits[name] ?? 0) <= bound * (requests[name] ?? 0)
        ? undefined
        : finding(`${name} limit is more than ${bound} times the request`, "bring limit and request closer together"),
    ),
  ]);
}
