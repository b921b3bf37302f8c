import { hookEvents } from "../hooks";
import { type Check } from "./check";

/** Helm takes over no object that it did not create: not Terraform's, not another release's. */
export const ownership: Check = {
  id: "ownership",
  source: "https://helm.sh/docs/topics/advanced/#resource-adoption",
  effect: "refused",
  find: (review) => {
    const { release } = review;
    return review.objects.flatMap((object) => {
      const annotations = review.before(object)?.metadata.annotations ?? {};
      const owner = annotations["meta.helm.sh/release-name"];
      const ours = owner === release?.name && annotations["meta.helm.sh/release-namespace"] === release?.namespace;
      if (release === undefined || review.before(object) === undefined || hookEvents(object).length > 0 || ours) {
        return [];
      }
      const other = owner === undefined ? "was not created by Helm" : `belongs to the release "${owner}"`;
      const message = `exists already and ${other}, so it cannot be imported into the release "${release.name}"`;
      return [
        {
          object,
          path: "metadata.name",
          message,
          fix: "create it in one place only: remove it from the chart, or from where it is created now",
        },
      ];
    });
  },
};
