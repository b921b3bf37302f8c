import { asNumber, expectAt, readAt } from "../../facts/gke-arguments";
import { engineOf, INSTANCE, isReplica } from "../../facts/sql";
import { type Block } from "../../rendered/rendered-stack";
import { every, NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";

const POLICY = "settings.password_validation_policy";

/** PCI DSS 4.0, 8.3.6: https://www.pcisecuritystandards.org/document_library/ */
const SHORTEST = 12;

/** The database refuses weak passwords, whoever sets one by SQL. Users of a replica come from its primary. */
export const sqlPasswordPolicy: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) =>
    isReplica(block) || engineOf(block) === "sqlserver"
      ? NOT_APPLICABLE
      : every(
          expectAt(block, `${POLICY}.enable_password_policy`, true),
          expectAt(block, `${POLICY}.complexity`, "COMPLEXITY_DEFAULT"),
          expectAt(block, `${POLICY}.disallow_username_substring`, true),
          atLeast(block, `${POLICY}.min_length`, SHORTEST),
          atLeast(block, `${POLICY}.reuse_interval`, 1),
        ),
};

function atLeast(block: Block, path: string, least: number): Verdict {
  const reading = readAt(block, path);
  return "computed" in reading
    ? unknown(reading.computed)
    : verdict(
        (asNumber(reading.value) ?? 0) >= least ? [] : [`${path} is ${shown(reading.value)}, not ${least} or more`],
      );
}
