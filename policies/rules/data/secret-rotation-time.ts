import { readAt } from "../../facts/gke-arguments";
import { ignoredChanges } from "../../facts/ignored-changes";
import { SECRETS } from "../../facts/secrets";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

const NEXT = "rotation.next_rotation_time";

/**
 * The first reminder has a time, and Secret Manager goes on from there: it moves the time with each reminder, and Terraform would move
 * it back, or with `plantimestamp()` on, before any reminder is sent.
 */
export const secretRotationTime: ResourceRule = {
  appliesTo: SECRETS,
  evaluate: ({ arguments: secret }) => {
    if (blocksAt(secret, "rotation").length === 0) {
      return NOT_APPLICABLE;
    }
    const next = readAt(secret, NEXT);
    const isIgnored = ignoredChanges(secret).some((one) =>
      /^(all|rotation(\[0\]|\.0)?(\.next_rotation_time)?)$/.test(one),
    );
    const repeats = valueAt(secret, "rotation.rotation_period") !== undefined;
    return verdict([
      ...("value" in next && next.value === undefined ? [`${NEXT} is absent, and rotation_period begins there`] : []),
      ...(repeats && !isIgnored
        ? ["lifecycle.ignore_changes lacks rotation[0].next_rotation_time, so that each apply moves it"]
        : []),
    ]);
  },
};
