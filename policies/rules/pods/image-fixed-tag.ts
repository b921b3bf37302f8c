import { containerRule } from "../../facts/pods";
import { imageOf } from "../../facts/pods-images";
import { isUncertain } from "../../facts/pods-shape";
import { shown, unknown, verdict } from "../../rule";

/** Tags that by convention mean something else tomorrow. */
const MOVING = /^(latest|stable|edge|main|master|nightly|dev|develop|canary|head)$/i;

/** An image has a digest, or a tag that is a version. */
export const imageFixedTag = containerRule(({ container, path }) => {
  const { tag, digest } = imageOf(container.image ?? "");
  if (isUncertain(container.image)) {
    return unknown(`${path}.image`);
  }
  const moves = container.image === undefined || (digest === undefined && (tag === undefined || MOVING.test(tag)));
  return verdict(moves ? [`${path}.image is ${shown(container.image)}, which means another image tomorrow`] : []);
});
