import { isReference } from "../../rendered/rendered-stack";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

/** One that runs and one to go back to. */
const FEWEST = 2;

/** Each is a Secret of up to a megabyte in the cluster, and the provider keeps all of them unless it is told otherwise. */
const MOST = 50;

/** Helm keeps releases to go back to, and not all there ever were. */
export const helmHistoryLimited: ResourceRule = {
  appliesTo: ["helm_release"],
  evaluate: ({ arguments: { max_history: history } }) =>
    isReference(history)
      ? unknown("max_history")
      : verdict(
          Number(history ?? 0) >= FEWEST && Number(history) <= MOST
            ? []
            : [`max_history is ${shown(history)}, not between ${FEWEST} and ${MOST}`],
        ),
};
