import { asNumber, readAt } from "../../facts/gke-arguments";
import { computedFlags, flagOf } from "../../facts/sql-flags";
import { defaultConnections, engineOf, INSTANCE, machineOf } from "../../facts/sql";
import { isReference } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const FLAG = "settings.database_flags.max_connections";

/** The most that Cloud SQL takes: https://cloud.google.com/sql/docs/postgres/flags#postgres-m */
const MOST = 262_143;

/** How many connections there can be is written out, so that pools can be held against it, and is not less than the machine's own number. */
export const sqlMaxConnections: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    const tier = readAt(block, "settings.tier");
    const computed = computedFlags(block) ?? ("computed" in tier ? tier.computed : undefined);
    const value = flagOf(block, "max_connections");
    if (engineOf(block) !== "postgres") {
      return NOT_APPLICABLE;
    }
    if (computed !== undefined || isReference(value)) {
      return unknown(computed ?? FLAG);
    }
    const machine = machineOf("value" in tier ? tier.value : undefined);
    const least = machine === undefined ? undefined : defaultConnections(machine);
    const connections = asNumber(value);
    return verdict([
      ...(connections === undefined ? [`${FLAG} is ${shown(value)}, not a number that pools can be held against`] : []),
      ...(connections !== undefined && least !== undefined && connections < least
        ? [`${FLAG} is ${connections}, less than the ${least} that Cloud SQL gives this machine`]
        : []),
      ...(connections !== undefined && connections > MOST ? [`${FLAG} is ${connections}, more than ${MOST}`] : []),
    ]);
  },
};
