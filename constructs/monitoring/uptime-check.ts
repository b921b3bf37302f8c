import { MonitoringUptimeCheckConfig } from "@cdktf/provider-google/lib/monitoring-uptime-check-config";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { labelProblems, labelsOrUndefined, type Labels } from "../core/labels";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type ProjectScopedProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { check, isKnown, outOfRange, type Finding } from "../core/validation";
import { alertOnFailure, alertOnTarget, longestText } from "./uptime-alerts";

const SOURCE = "https://cloud.google.com/monitoring/uptime-checks";
const PERIODS = [60, 300, 600, 900];
const LEAST_CHECKERS = 3;

/** Where requests come from. `USA` stands for its three parts. */
export type UptimeCheckRegion =
  "USA" | "USA_OREGON" | "USA_IOWA" | "USA_VIRGINIA" | "EUROPE" | "SOUTH_AMERICA" | "ASIA_PACIFIC";

/** Props of {@link UptimeCheck}. */
export interface UptimeCheckProps extends ProjectScopedProps {
  /** The host that is asked over HTTPS on port 443, and whose certificate has to be valid. */
  readonly host: string;
  /**
   * The path that is asked for, with a leading slash. It has to answer with 2xx and without signing in.
   * @default "/"
   */
  readonly path?: string;
  /**
   * Seconds between two requests from each place: 60, 300, 600 or 900.
   * @default 60
   */
  readonly periodSeconds?: 60 | 300 | 600 | 900;
  /**
   * Seconds after which a request has failed: 1 to 60.
   * @default 10
   */
  readonly timeoutSeconds?: number;
  /**
   * Where requests come from, at least three places. One place alone never raises the alarm.
   * @default - everywhere
   */
  readonly regions?: readonly UptimeCheckRegion[];
  /** Who is told, see `AlertChannels.channelIds`. An empty list means that only the console shows the alarm. */
  readonly channelIds: readonly string[];
  /** What the person who gets the alarm does, in Markdown, up to 8,192 characters. It is in every notification. */
  readonly whatToDo: string;
  /**
   * Also warns when less than this part of the last 24 hours' requests succeeded: 90 to 99.99 percent.
   * @default - no warning
   */
  readonly availabilityTargetPercent?: number;
  /**
   * Labels of the check and its alert policies.
   * @default - none; the provider's default labels don't reach them
   */
  readonly labels?: Labels;
}

/** Asks an address from all over the world, and tells people when at least two places get no good answer. */
export class UptimeCheck extends Construct {
  /** The short ID that the metric's label `check_id` carries, as a reference. */
  public readonly checkId: string;
  public readonly path: string;
  public readonly periodSeconds: number;
  public readonly timeoutSeconds: number;

  public constructor(scope: Construct, id: string, props: UptimeCheckProps) {
    super(scope, id);
    const { project, host, labels } = props;
    this.path = props.path ?? "/";
    this.periodSeconds = props.periodSeconds ?? 60;
    this.timeoutSeconds = props.timeoutSeconds ?? 10;
    check(this, "UptimeCheck", [...targetProblems(props, this.path), ...this.scheduleProblems(props)]);
    const uptime = new MonitoringUptimeCheckConfig(this, "Resource", {
      project,
      displayName: `https://${host}${this.path}`,
      period: `${this.periodSeconds}s`,
      timeout: `${this.timeoutSeconds}s`,
      selectedRegions: props.regions === undefined ? undefined : [...props.regions],
      monitoredResource: { type: "uptime_url", labels: { project_id: project, host } },
      httpCheck: {
        requestMethod: "GET",
        path: this.path,
        port: 443,
        useSsl: true,
        validateSsl: true,
        acceptedResponseStatusCodes: [{ statusClass: "STATUS_CLASS_2XX" }],
      },
      logCheckFailures: true,
      userLabels: labelsOrUndefined(labels),
      // Cloud Monitoring deletes no check that an alert policy still names, and another host makes another check.
      // https://github.com/hashicorp/terraform-provider-google/issues/10176
      lifecycle: { createBeforeDestroy: true },
    });
    dependOn(uptime, ...ProjectServices.of(this).enable(project, "monitoring.googleapis.com"));
    this.checkId = uptime.uptimeCheckId;
    alertOnFailure(this, { ...props, checkId: this.checkId });
    if (props.availabilityTargetPercent !== undefined) {
      alertOnTarget(this, { ...props, checkId: this.checkId, targetPercent: props.availabilityTargetPercent });
    }
  }

  private scheduleProblems({ regions, availabilityTargetPercent: target }: UptimeCheckProps): readonly Finding[] {
    return [
      !PERIODS.includes(this.periodSeconds) && {
        setting: "periodSeconds",
        value: this.periodSeconds,
        must: `be ${PERIODS.join(", ")}`,
        fix: "choose one of them",
        source: SOURCE,
      },
      outOfRange("timeoutSeconds", this.timeoutSeconds, 1, 60, { unit: "seconds", source: SOURCE }),
      regions !== undefined &&
        checkers(regions) < LEAST_CHECKERS && {
          setting: "regions",
          value: regions,
          must: `hold at least ${LEAST_CHECKERS} places, USA being three of them`,
          fix: "add one, or leave 'regions' out",
          source: SOURCE,
        },
      isKnown(target) &&
        !(target >= 90 && target <= 99.99) && {
          setting: "availabilityTargetPercent",
          value: target,
          must: "be between 90 and 99.99 percent",
          fix: "choose for example 99.9",
        },
    ];
  }
}

function targetProblems({ project, host, whatToDo, labels }: UptimeCheckProps, path: string): readonly Finding[] {
  return [
    nameProblem(NAME_RULES.project, "project", project),
    nameProblem(NAME_RULES.host, "host", host),
    isKnown(path) &&
      !/^\/[\x21-\x7e]*$/.test(path) && {
        setting: "path",
        value: path,
        must: "begin with a slash and have no blanks",
        fix: "write it as /healthz",
      },
    isKnown(whatToDo) &&
      (whatToDo.trim() === "" || whatToDo.length > longestText) && {
        setting: "whatToDo",
        value: whatToDo.length,
        must: `have 1 to ${longestText} characters`,
        fix: "say what to look at first, and link the rest",
        source: "https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#documentation",
      },
    ...labelProblems("labels", labels),
  ];
}

/** How many different places regions stand for. */
function checkers(regions: readonly UptimeCheckRegion[]): number {
  return new Set(
    regions.flatMap((region) => (region === "USA" ? ["USA_OREGON", "USA_IOWA", "USA_VIRGINIA"] : [region])),
  ).size;
}
