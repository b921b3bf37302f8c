import { expectBetween, podRule } from "../../facts/pods";
import { every, NOT_APPLICABLE } from "../../rule";

/** Kubernetes refuses less than ten minutes. https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken */
const SHORTEST = 600;
/** Kubernetes' own default; kubelet brings a new token long before, so nothing is gained by more. */
const LONGEST = 3600;

/** Tokens in projected volumes are worthless after an hour. */
export const podTokenLifetime = podRule(({ pod }) => {
  const tokens = (pod.spec.volumes ?? []).flatMap(({ projected }, volume) =>
    (projected?.sources ?? []).flatMap(({ serviceAccountToken }, source) =>
      serviceAccountToken === undefined
        ? []
        : [
            {
              path: `${pod.path}.volumes[${volume}].projected.sources[${source}].serviceAccountToken.expirationSeconds`,
              seconds: serviceAccountToken.expirationSeconds ?? LONGEST,
            },
          ],
    ),
  );
  return tokens.length === 0
    ? NOT_APPLICABLE
    : every(...tokens.map(({ path, seconds }) => expectBetween(path, seconds, SHORTEST, LONGEST)));
});
