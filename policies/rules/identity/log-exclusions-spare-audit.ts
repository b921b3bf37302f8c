import { blocksAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

const LEVELS = ["project", "folder", "organization", "billing_account"];

/** What drops audit logs: their names, or a filter that is for everything. https://cloud.google.com/logging/docs/audit */
const DROPS_AUDIT =
  /cloudaudit(\.googleapis\.com)?|protoPayload|^\s*(\*|true)?\s*$|^\s*(severity|resource\.type)\s*(>=|:)\s*("DEFAULT"|DEFAULT|0|"?\*"?)\s*$/;

/** What isn't worth keeping is dropped, and audit logs never are. */
export const logExclusionsSpareAudit: ResourceRule = {
  appliesTo: LEVELS.flatMap((level) => [`google_logging_${level}_exclusion`, `google_logging_${level}_sink`]),
  evaluate: ({ type, arguments: block }) => {
    const exclusions: readonly Block[] = type.endsWith("_exclusion") ? [block] : blocksAt(block, "exclusions");
    const at = type.endsWith("_exclusion") ? "filter" : "exclusions.filter";
    return exclusions.length === 0
      ? NOT_APPLICABLE
      : verdict(
          exclusions
            .filter(
              ({ disabled, filter }) =>
                disabled !== true &&
                typeof filter === "string" &&
                DROPS_AUDIT.test(filter) &&
                !/NOT\s+(logName|protoPayload)|-\s*(logName|protoPayload)/.test(filter),
            )
            .map(({ filter }) => `${at} is ${shown(filter)}, which drops audit logs`),
        );
  },
};
