import { readAt } from "../../facts/gke-arguments";
import { nodeRule } from "../../facts/gke-cluster";
import { COMPLIANT, shown, unknown, verdict } from "../../rule";

/** Nodes run Container-Optimized OS with containerd, the default: little to attack, and updated as a whole. Windows pools are another matter. */
export const gkeNodeImage = nodeRule(({ block, config }) => {
  const path = `${config}image_type`;
  const image = readAt(block, path);
  if ("computed" in image) {
    return unknown(image.computed);
  }
  return image.value === undefined ||
    (typeof image.value === "string" && /^(COS_CONTAINERD|WINDOWS_.*)$/i.test(image.value))
    ? COMPLIANT
    : verdict([`${path} is ${shown(image.value)}, not "COS_CONTAINERD"`]);
});
