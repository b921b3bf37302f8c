import { isReference } from "../../rendered/rendered-stack";
import { every, shown, unknown, verdict, type ResourceRule } from "../../rule";

/** Arguments of which Helm's or the provider's default does the opposite, or that are on unless somebody switches them off. */
const ON: readonly (readonly [argument: string, isDefault: boolean])[] = [
  ["atomic", false],
  ["cleanup_on_fail", false],
  ["wait", true],
  ["wait_for_jobs", false],
];

/** A release that doesn't get ready is undone, and the apply fails: otherwise Terraform says that all is well before the first pod runs. */
export const helmReleaseRollsBack: ResourceRule = {
  appliesTo: ["helm_release"],
  evaluate: ({ arguments: release }) =>
    every(
      ...ON.map(([argument, isDefault]) => {
        const value = release[argument];
        return isReference(value)
          ? unknown(argument)
          : verdict(
              value === true || (value === undefined && isDefault) ? [] : [`${argument} is ${shown(value)}, not true`],
            );
      }),
    ),
};
