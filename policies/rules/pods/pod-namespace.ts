import { podRule } from "../../facts/pods";
import { verdict } from "../../rule";

/** Pods live in a namespace made for them, where quotas, policies and Pod Security labels are theirs. */
export const podNamespace = podRule(({ object }) =>
  verdict(
    /^(default$|kube-)/.test(object.namespace)
      ? [`metadata.namespace is "${object.namespace}", which is nobody's own`]
      : [],
  ),
);
