import { type LabelSelector } from "../kubernetes-types";
import { podTemplateOf } from "../pod-templates";
import { matchesSelector } from "../selectors";
import { type Check } from "./check";

/** A controller must select the pods that it creates. */
export const templateLabels: Check = {
  id: "template-labels",
  source: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector",
  effect: "refused",
  find: (review) =>
    review.reviewed("apps", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet").flatMap((object) => {
      const { selector } = object.spec as { selector: LabelSelector };
      const template = podTemplateOf(object);
      const empty = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;
      if (empty) {
        return [
          {
            object,
            path: "spec.selector",
            message: "empty selector is invalid",
            fix: "select the labels of spec.template",
          },
        ];
      }
      return template === undefined || matchesSelector(selector, template.labels)
        ? []
        : [
            {
              object,
              path: "spec.template.metadata.labels",
              message: "`selector` does not match template `labels`",
              fix: "give the template every label that spec.selector names",
            },
          ];
    }),
};
