import { readAt } from "../../facts/gke-arguments";
import { engineOf, INSTANCE, majorOf } from "../../facts/sql";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

/**
 * The oldest major version that is not out of its community's support: https://www.postgresql.org/support/versioning/,
 * https://www.mysql.com/support/eol-notice.html
 */
const OLDEST: Readonly<Record<string, number>> = { postgres: 14, mysql: 8 };

/** Somebody still repairs the version of the database. */
export const sqlVersionSupported: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    const reading = readAt(block, "database_version");
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    const engine = engineOf(block);
    const [major, oldest] = [majorOf(block), OLDEST[engine ?? ""]];
    if (engine === "sqlserver") {
      return NOT_APPLICABLE;
    }
    const isSupported = major !== undefined && oldest !== undefined && major >= oldest;
    return verdict(isSupported ? [] : [`database_version is ${shown(reading.value)}, not one that is supported`]);
  },
};
