import { type Finding } from "../../core/validation";
import { type ResolvedChartValues } from "../chart-values";
import { parseQuantity } from "./quantity";
import { type Pod } from "./resolve";

/** What is wrong about one container's resources, within themselves and against the bounds of the namespace. */
export function resourceFindings(
  path: string,
  { requests, limits }: Pod["resources"],
  limitRange: ResolvedChartValues["limitRange"],
): readonly Finding[] {
  const within = (["cpu", "memory", "ephemeral-storage"] as const).map((resource) =>
    above(`${path}.requests.${resource}`, requests[resource], limits[resource], "the limit"),
  );
  if (limitRange === undefined) {
    return within;
  }
  return [
    ...within,
    ...(["cpu", "memory"] as const).flatMap((resource) => [
      above(`${path}.limits.${resource}`, limits[resource], limitRange.max[resource], `limitRange.max.${resource}`),
      below(`${path}.requests.${resource}`, requests[resource], limitRange.min[resource], `limitRange.min.${resource}`),
    ]),
  ];
}

function above(setting: string, value: string, bound: string, what: string): Finding {
  const [amount, most] = [parseQuantity(value), parseQuantity(bound)];
  return (
    amount !== undefined &&
    most !== undefined &&
    amount > most && { setting, value, must: `be at most ${what}, ${bound}`, fix: "lower it or raise the bound" }
  );
}

function below(setting: string, value: string, bound: string, what: string): Finding {
  const [amount, least] = [parseQuantity(value), parseQuantity(bound)];
  return (
    amount !== undefined &&
    least !== undefined &&
    amount < least && { setting, value, must: `be at least ${what}, ${bound}`, fix: "raise it or lower the bound" }
  );
}
