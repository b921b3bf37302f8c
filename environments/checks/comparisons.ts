import { disjointProblems } from "../../constructs/core/cidr";
import { type Finding } from "../../constructs/core/validation";
import { type EnvironmentSettings } from "../settings";
import { type Comparison } from "./check";

type Pair = readonly [one: EnvironmentSettings, other: EnvironmentSettings];

/** What two environments may not share. */
export const separation: Comparison = (environments) => pairs(environments).flatMap(pairProblems);

function pairProblems([one, other]: Pair): readonly Finding[] {
  return [
    one.name === other.name && {
      setting: `${other.name}.name`,
      value: other.name,
      must: "be no other environment's name",
      fix: "rename one of the two",
    },
    ...hostProblems(one, other),
    ...(one.project === other.project ? sharedProjectProblems(one, other) : []),
  ];
}

function hostProblems(one: EnvironmentSettings, other: EnvironmentSettings): readonly Finding[] {
  const taken = new Map([
    [one.domain, `${one.name}.domain`],
    [one.wsDomain, `${one.name}.wsDomain`],
  ]);
  return (["domain", "wsDomain"] as const).map(
    (setting): Finding =>
      taken.has(other[setting]) && {
        setting: `${other.name}.${setting}`,
        value: other[setting],
        must: `be another host than '${taken.get(other[setting])}'`,
        fix: `choose a host of its own for '${other.name}'`,
      },
  );
}

/**
 * Names would collide. Ranges would not, each environment has a VPC of its own; but the networks of one project get
 * peered or share a VPN sooner or later, and no range can be changed then.
 */
function sharedProjectProblems(one: EnvironmentSettings, other: EnvironmentSettings): readonly Finding[] {
  return [
    one.namePrefix === other.namePrefix && {
      setting: `${other.name}.namePrefix`,
      value: other.namePrefix,
      must: `differ from '${one.name}.namePrefix', since both are in project '${one.project}'`,
      fix: `leave it out or choose another prefix, or give '${other.name}' a project of its own`,
    },
    ...acrossOnly(one, other),
  ];
}

function acrossOnly(one: EnvironmentSettings, other: EnvironmentSettings): readonly Finding[] {
  const ranges = ({ name, network }: EnvironmentSettings): [string, string][] =>
    (["nodes", "pods", "services", "privateServices"] as const).map((range) => [
      `${name}.network.${range}`,
      network[range],
    ]);
  return ranges(one).flatMap((first) =>
    ranges(other).flatMap((second) => disjointProblems(Object.fromEntries([first, second]))),
  );
}

function pairs(environments: readonly EnvironmentSettings[]): readonly Pair[] {
  return environments.flatMap((one, index) => environments.slice(index + 1).map((other): Pair => [one, other]));
}
