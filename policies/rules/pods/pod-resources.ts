import { quantity } from "../../../sandbox/kubernetes/quantities";
import { containerRule } from "../../facts/pods";
import { isUncertain } from "../../facts/pods-shape";
import { every, shown, unknown, verdict, type Verdict } from "../../rule";

/** What the scheduler and the kernel need to know of each container. */
const NEEDED = [
  ["requests", "cpu"],
  ["requests", "memory"],
  ["limits", "memory"],
] as const;

/** Every container says what CPU and memory it needs, and how much memory it may have at most: init containers and sidecars too. */
export const podResources = containerRule(({ container, path }) => {
  const { requests = {}, limits = {} } = container.resources ?? {};
  const given: Readonly<Record<string, Readonly<Record<string, string>>>> = { requests, limits };
  return every(
    ...NEEDED.map(([list, name]) => expectQuantity(`${path}.resources.${list}.${name}`, given[list]?.[name])),
    verdict(
      Object.entries(requests).flatMap(([name, value]) =>
        quantity(value) > quantity(limits[name])
          ? [`${path}.resources.requests.${name} is ${shown(value)}, above the limit of ${shown(limits[name])}`]
          : [],
      ),
    ),
  );
});

function expectQuantity(path: string, value: unknown): Verdict {
  if (isUncertain(value)) {
    return unknown(path);
  }
  const amount = typeof value === "string" || typeof value === "number" ? quantity(value) : Number.NaN;
  return verdict(amount > 0 ? [] : [`${path} is ${shown(value)}, not a quantity above 0`]);
}
