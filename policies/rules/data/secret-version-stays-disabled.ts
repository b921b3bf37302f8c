import { asNumber } from "../../facts/gke-arguments";
import { SECRET_VERSIONS } from "../../facts/secrets";
import { blocksAt, valueAt, type Block, type RenderedStack } from "../../rendered/rendered-stack";
import { verdict, type ResourceRule } from "../../rule";

/** A version that somebody disabled because it leaked stays so, and Terraform says so instead of enabling it again. */
export const secretVersionStaysDisabled: ResourceRule = {
  appliesTo: SECRET_VERSIONS,
  evaluate: ({ type, arguments: version }, stack) => {
    const lifecycle = valueAt(version, "lifecycle") as Block | undefined;
    const ignored: unknown = lifecycle?.ignore_changes;
    const ignores = ignored === "all" || (Array.isArray(ignored) && ignored.includes("enabled"));
    if (!ignores) {
      return verdict(["lifecycle.ignore_changes lacks enabled, so that Terraform enables what was disabled"]);
    }
    const looks = blocksAt(version, "lifecycle.postcondition").some(({ condition }) =>
      /\bself\.enabled\b/.test(String(condition)),
    );
    return verdict(
      looks || isEarlier(type, version, stack)
        ? []
        : ["lifecycle.postcondition never asks for self.enabled, so that nobody hears of a version that is disabled"],
    );
  },
};

/** True for a version beside a later one of the same secret: it may be disabled. */
function isEarlier(type: string, { secret, secret_data_wo_version: own }: Block, stack: RenderedStack): boolean {
  return stack
    .ofType(type)
    .some(
      ({ arguments: other }) =>
        other.secret === secret && (asNumber(other.secret_data_wo_version) ?? 0) > (asNumber(own) ?? 0),
    );
}
