import { ignoredChanges } from "../../facts/ignored-changes";
import { shown, verdict, type ResourceRule } from "../../rule";

/** Arguments that decide who gets in or what is kept; a part of one, such as annotations that a controller writes, is another matter. */
const DECISIVE =
  /^(metadata(\[0\])?(\.labels|\.0\.labels)?|member|members|role|policy_data|condition|binding|rule|settings|ip_configuration|node_config|audit_log_config|encryption|enabled|disabled)$/;

/** A change that somebody makes by hand shows in the next plan, wherever it matters. */
export const driftIsSeen: ResourceRule = {
  appliesTo: "every",
  evaluate: ({ type, arguments: block }) => {
    // a version of a secret is switched off by hand, on purpose
    const isMeant = (one: string) => one === "enabled" && type.includes("secret_version");
    const blind = ignoredChanges(block).filter((one) => one === "all" || (DECISIVE.test(one) && !isMeant(one)));
    return verdict(blind.map((one) => `lifecycle.ignore_changes has ${shown(one)}`));
  },
};
