import { addressesIn } from "../../facts/terraform-graph";
import { referredTo } from "../../facts/gke-dependencies";
import { valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

const VERSION = "google_secret_manager_secret_version";

/** What Terraform reads is the version that it wrote, and no later one that somebody added; a disabled one is left unread. */
export const secretReadByVersion: ResourceRule = {
  appliesTo: [`ephemeral.${VERSION}`],
  evaluate: ({ arguments: reading }, stack) => {
    const { version, count, secret } = reading;
    const target = referredTo(secret, "google_secret_manager_secret", stack);
    const known = new Set(stack.ofType(VERSION).map(({ address }) => address));
    const missing = addressesIn(version).filter((address) => address.startsWith(`${VERSION}.`) && !known.has(address));
    const isOurs = stack
      .ofType(VERSION)
      .some((one) => target !== undefined && stack.refersTo(one.arguments.secret, target));
    const written = stack.ofType(VERSION).filter((one) => addressesIn(version).includes(one.address));
    const mayBeDisabled = written.some((one) => {
      const ignored = valueAt(one.arguments, "lifecycle") as { readonly ignore_changes?: unknown } | undefined;
      return Array.isArray(ignored?.ignore_changes) && ignored.ignore_changes.includes("enabled");
    });
    return verdict([
      ...(secret === undefined || secret === "" ? ["secret is absent"] : []),
      ...(version === undefined || version === "latest"
        ? [`version is ${shown(version)}, which is whatever was added last`]
        : []),
      ...(isOurs && written.length === 0 && version !== undefined && version !== "latest"
        ? [`version is ${shown(version)}, which is none that this stack writes`]
        : []),
      ...missing.map((address) => `version is that of ${address}, which the stack doesn't have`),
      ...(mayBeDisabled && !/\.enabled\b/.test(String(count))
        ? [`count is ${shown(count)}, so that nothing can be planned while the version is disabled`]
        : []),
    ]);
  },
};
