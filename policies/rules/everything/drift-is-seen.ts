import { blocksAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

/** Arguments that decide who gets in or what is kept; a part of one, such as annotations that a controller writes, is another matter. */
const DECISIVE =
  /^(metadata(\[0\])?(\.labels|\.0\.labels)?|member|members|role|policy_data|condition|binding|rule|settings|ip_configuration|node_config|audit_log_config|encryption|enabled|disabled)$/;

/** A change that somebody makes by hand shows in the next plan, wherever it matters. */
export const driftIsSeen: ResourceRule = {
  appliesTo: "every",
  evaluate: ({ type, arguments: block }) => {
    const ignored: unknown = blocksAt(block, "lifecycle")[0]?.ignore_changes;
    const list: readonly unknown[] = Array.isArray(ignored) ? ignored : ignored === undefined ? [] : [ignored];
    // a version of a secret is switched off by hand, on purpose
    const isMeant = (one: unknown) => one === "enabled" && type.includes("secret_version");
    const blind = list.filter((one) => one === "all" || (DECISIVE.test(String(one)) && !isMeant(one)));
    return verdict(blind.map((one) => `lifecycle.ignore_changes has ${shown(one)}`));
  },
};
