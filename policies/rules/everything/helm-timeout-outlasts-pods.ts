import { isReference, valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

/** What Helm waits without a word: https://helm.sh/docs/helm/helm_upgrade/ */
const DEFAULT = 300;

/** What Kubernetes waits: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds */
const DEADLINES: Readonly<Record<string, readonly [path: string, standard: number]>> = {
  Deployment: ["spec.progressDeadlineSeconds", 600],
  Job: ["spec.activeDeadlineSeconds", 0],
};

/** Longer than this, nobody watches an apply. */
const LONGEST = 7200;

/** Helm waits at least as long as Kubernetes gives a deployment or a Job: what it gives up on is rolled back while it gets ready. */
export const helmTimeoutOutlastsPods: ResourceRule = {
  appliesTo: ["helm_release"],
  evaluate: ({ arguments: { timeout, wait }, path }, stack) => {
    if (isReference(timeout)) {
      return unknown("timeout");
    }
    if (wait === false) {
      return NOT_APPLICABLE;
    }
    const waits = Number(timeout ?? DEFAULT);
    const longer = stack.cluster.objects
      .filter((one) => one.path === path)
      .flatMap(({ kind, object, address }) => {
        const [at = "", standard = 0] = DEADLINES[kind] ?? [];
        const deadline = Number(valueAt(object, at) ?? standard);
        return deadline > waits ? [`timeout is ${shown(timeout)}, less than ${deadline} of ${address}`] : [];
      });
    return verdict([
      ...longer,
      ...(waits > 0 && waits <= LONGEST ? [] : [`timeout is ${shown(timeout)}, not between 1 and ${LONGEST}`]),
    ]);
  },
};
