import { containerRule, expectField } from "../../facts/pods";
import { imageOf } from "../../facts/pods-images";

/** The registry is asked whenever a container starts: it refuses who may not have the image, also when the node has it already. */
export const imagePullPolicy = containerRule(({ container, path }) => {
  const { tag, digest } = imageOf(container.image ?? "");
  const isAlwaysPulled = digest === undefined && (tag === undefined || tag === "latest");
  return expectField(
    `${path}.imagePullPolicy`,
    container.imagePullPolicy,
    "Always",
    ...(isAlwaysPulled ? [undefined] : []),
  );
});
