import { shown, verdict, type ResourceRule } from "../../rule";

/** What takes a check away or goes past an upgrade, with what it does. https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release */
const OFF: readonly (readonly [argument: string, does: string])[] = [
  ["disable_openapi_validation", "objects are not checked against the cluster's schema"],
  ["disable_webhooks", "hooks of the chart don't run"],
  ["force_update", "objects are deleted and made anew"],
  ["recreate_pods", "all pods stop at once"],
  ["replace", "the name of a deleted release is used again, which Helm calls unsafe in production"],
  ["reuse_values", "values that were taken out stay"],
  ["skip_crds", "kinds that the chart brings are missing"],
  ["skip_schema_validation", "values are not checked against the chart's schema"],
  ["take_ownership", "objects of somebody else are taken over"],
];

/** A release goes through every check, and replaces pods one after another. */
export const helmReleaseChecked: ResourceRule = {
  appliesTo: ["helm_release"],
  evaluate: ({ arguments: release }) =>
    verdict(
      OFF.filter(([argument]) => release[argument] === true).map(
        ([argument, does]) => `${argument} is ${shown(release[argument])}: ${does}`,
      ),
    ),
};
