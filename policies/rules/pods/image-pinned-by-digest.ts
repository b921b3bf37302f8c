import { containerRule } from "../../facts/pods";
import { imageOf, isDigest } from "../../facts/pods-images";
import { isUncertain } from "../../facts/pods-shape";
import { every, shown, unknown, verdict, type Verdict } from "../../rule";

/** Variables that tell an application which image to launch. */
const IMAGE_VARIABLE = /(^|_)IMAGE$/;

/** Images are named by digest, so that what was tested is what runs: those of containers, and those that a variable names for others to launch. */
export const imagePinnedByDigest = containerRule(({ container, path }) =>
  every(
    expectDigest(`${path}.image`, container.image),
    ...(container.env ?? []).flatMap(({ name, value = "" }, index) =>
      IMAGE_VARIABLE.test(name) && /[/:@]/.test(value) ? [expectDigest(`${path}.env[${index}] (${name})`, value)] : [],
    ),
  ),
);

function expectDigest(path: string, image: string | undefined): Verdict {
  return isUncertain(image)
    ? unknown(path)
    : verdict(
        isDigest(imageOf(image ?? "").digest) ? [] : [`${path} is ${shown(image)}, without a digest (@sha256:…)`],
      );
}
