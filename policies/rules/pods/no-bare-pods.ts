import { verdict, type ObjectRule } from "../../rule";

/** Nothing is a pod, or what Deployments are made of: nobody starts a pod again whose node is gone, or rolls a ReplicaSet out. */
export const noBarePods: ObjectRule = {
  kinds: "pods",
  evaluate: ({ kind, object }) => {
    const isHook = object.metadata.annotations?.["helm.sh/hook"] !== undefined;
    const isBare = kind === "ReplicaSet" || kind === "ReplicationController" || (kind === "Pod" && !isHook);
    return verdict(isBare ? [`kind is "${kind}", which nobody replaces`] : []);
  },
};
