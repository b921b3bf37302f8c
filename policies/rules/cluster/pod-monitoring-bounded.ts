import { numberAt } from "../../facts/cluster-objects";
import { blocksAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ObjectRule } from "../../rule";

/** Alerts look at the last minutes, so that a scrape has to come once a minute. */
const LONGEST_SECONDS = 60;

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Scrapes come once a minute at least, and bring a bounded number of series: samples are what is paid for. */
export const podMonitoringBounded: ObjectRule = {
  kinds: ["PodMonitoring", "ClusterPodMonitoring"],
  evaluate: ({ object }) => {
    const samples = numberAt(object, "spec.limits.samples") ?? 0;
    return verdict([
      ...(samples > 0 ? [] : ["spec.limits.samples is absent, so that a label with too many values is paid for"]),
      ...blocksAt(object, "spec.endpoints").flatMap(({ path }, index) =>
        path === "/" ? [`spec.endpoints[${index}].path is "/", where an application has its page`] : [],
      ),
      ...blocksAt(object, "spec.endpoints").flatMap(({ interval }, index) => {
        const seconds = secondsOf(interval ?? "1m");
        return seconds !== undefined && seconds <= LONGEST_SECONDS
          ? []
          : [`spec.endpoints[${index}].interval is ${shown(interval)}, more than ${LONGEST_SECONDS} s`];
      }),
    ]);
  },
};

function secondsOf(text: unknown): number | undefined {
  const [, amount, unit = ""] = /^(\d+)(ms|s|m|h)$/.exec(String(text)) ?? [];
  return amount === undefined ? undefined : Number(amount) * (UNITS[unit] ?? Number.NaN);
}
