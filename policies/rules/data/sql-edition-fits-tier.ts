import { readAt } from "../../facts/gke-arguments";
import { customMachine, editionOf, engineOf, INSTANCE, majorOf, SHARED_CORE } from "../../facts/sql";
import { isReference, valueAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, unknown, verdict, type ResourceRule } from "../../rule";

const TIER = "settings.tier";

/** Tiers that only ENTERPRISE_PLUS has: https://cloud.google.com/sql/docs/postgres/machine-series-overview */
const PLUS_ONLY = /^db-(perf-optimized|memory-optimized|c4a?-)/;

/** Tiers that ENTERPRISE_PLUS doesn't have. */
const isEnterprise = (tier: string): boolean => SHARED_CORE.has(tier) || /^db-(custom|n1)-/.test(tier);

/** ENTERPRISE_PLUS begins with PostgreSQL 12 and MySQL 8: https://cloud.google.com/sql/docs/postgres/editions-intro */
const OLDEST_PLUS: Readonly<Record<string, number>> = { postgres: 12, mysql: 8 };

/** A custom tier of PostgreSQL: https://cloud.google.com/sql/docs/postgres/create-instance#machine-types */
const CUSTOM = { stepMib: 256, leastMib: 3840, leastMibPerCpu: 921.6, mostMibPerCpu: 6656, mostCpus: 96 } as const;

/** The edition has the machine. Without an edition, PostgreSQL 16 and later get ENTERPRISE_PLUS. */
export const sqlEditionFitsTier: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    const [tier, edition] = [readAt(block, TIER), editionOf(block)];
    if ("computed" in tier || isReference(edition)) {
      return unknown("computed" in tier ? tier.computed : "settings.edition");
    }
    if (tier.value === undefined && valueAt(block, "settings") !== undefined) {
      return verdict([`${TIER} is absent`]);
    }
    if (engineOf(block) === "sqlserver" || typeof tier.value !== "string") {
      return NOT_APPLICABLE;
    }
    return verdict([...editionFindings(block, tier.value, edition), ...customFindings(block, tier.value)]);
  },
};

function editionFindings(block: Block, tier: string, edition: unknown): readonly string[] {
  const isPlus = edition === "ENTERPRISE_PLUS";
  const oldest = OLDEST_PLUS[engineOf(block) ?? ""] ?? 0;
  return [
    ...((isPlus ? isEnterprise(tier) : PLUS_ONLY.test(tier))
      ? [`${TIER} is "${tier}", which edition ${String(edition)} doesn't have`]
      : []),
    ...(isPlus && (majorOf(block) ?? oldest) < oldest
      ? [`database_version is "${String(block.database_version)}", which edition ENTERPRISE_PLUS doesn't have`]
      : []),
  ];
}

function customFindings(block: Block, tier: string): readonly string[] {
  const machine = engineOf(block) === "postgres" ? customMachine(tier) : undefined;
  if (machine === undefined) {
    return [];
  }
  const { cpus, mib } = machine;
  const fits =
    (cpus === 1 || (cpus > 0 && cpus % 2 === 0)) &&
    cpus <= CUSTOM.mostCpus &&
    mib % CUSTOM.stepMib === 0 &&
    mib >= Math.max(CUSTOM.leastMib, cpus * CUSTOM.leastMibPerCpu) &&
    mib <= cpus * CUSTOM.mostMibPerCpu;
  return fits ? [] : [`${TIER} is "${tier}": there is no custom machine with these vCPUs and this memory`];
}
