import {
  type ContainerClusterMaintenancePolicy,
  type ContainerClusterMaintenancePolicyMaintenanceExclusion,
} from "@cdktf/provider-google/lib/container-cluster";
import { isKnown, outOfRange, type Finding } from "../core/validation";

const SOURCE = "https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday long past: GKE reads the time of day and the length out of the first window and the days out of the rule. */
const FIRST_MONDAY = Date.UTC(2024, 0, 1);
const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
/** Full weeks in the 32 days over which GKE counts the time it is given. */
const WEEKS = 4;

/** A day of the week, as iCalendar writes it. */
export type Weekday = (typeof DAYS)[number];

/** When GKE may work on the cluster, every week, in UTC. */
export interface MaintenanceWindow {
  /**
   * The days on which a window opens, at least one.
   * @default ["SA", "SU"]
   */
  readonly days?: readonly Weekday[];
  /**
   * The hour in UTC at which it opens, 0 to 23.
   * @default 2
   */
  readonly startHour?: number;
  /**
   * How many hours it stays open, 4 to 24: GKE doesn't count a shorter one.
   * @default 8
   */
  readonly durationHours?: number;
}

/** A time in which GKE leaves the cluster alone. */
export interface MaintenanceExclusion {
  readonly name: string;
  /** When it begins, such as `2026-11-20T00:00:00Z`. */
  readonly start: string;
  /** When it ends. */
  readonly end: string;
  /** What it keeps away: every upgrade, for 30 days at most, or minor versions, with or without those of nodes. */
  readonly scope: "NO_UPGRADES" | "NO_MINOR_UPGRADES" | "NO_MINOR_OR_NODE_UPGRADES";
}

/** When GKE may upgrade and when not. */
export interface Maintenance {
  /**
   * The weekly window. It has to come to 48 hours in 32 days.
   * @default - Saturday and Sunday from 02:00 to 10:00 UTC
   */
  readonly window?: MaintenanceWindow;
  /**
   * Up to 20 exceptions, of which up to 3 keep every upgrade away.
   * @default - none
   */
  readonly exclusions?: readonly MaintenanceExclusion[];
}

/** The settings with every default filled in. */
export interface ResolvedMaintenance {
  readonly window: Required<MaintenanceWindow>;
  readonly exclusions: readonly MaintenanceExclusion[];
}

/** Fills the defaults in. */
export function resolveMaintenance({ window = {}, exclusions = [] }: Maintenance = {}): ResolvedMaintenance {
  const { days = ["SA", "SU"], startHour = 2, durationHours = 8 } = window;
  return { window: { days, startHour, durationHours }, exclusions };
}

/** The block of a cluster. */
export function maintenancePolicy({ window, exclusions }: ResolvedMaintenance): ContainerClusterMaintenancePolicy {
  const start = FIRST_MONDAY + window.startHour * HOUR;
  return {
    recurringWindow: {
      startTime: timestamp(start),
      endTime: timestamp(start + window.durationHours * HOUR),
      recurrence: `FREQ=WEEKLY;BYDAY=${DAYS.filter((day) => window.days.includes(day)).join(",")}`,
    },
    maintenanceExclusion: exclusions.length === 0 ? undefined : exclusions.map(exclusionArguments),
  };
}

function exclusionArguments(exclusion: MaintenanceExclusion): ContainerClusterMaintenancePolicyMaintenanceExclusion {
  const { name: exclusionName, start: startTime, end: endTime, scope } = exclusion;
  return { exclusionName, startTime, endTime, exclusionOptions: { scope } };
}

/** What is wrong with windows and exclusions. */
export function maintenanceProblems({ window, exclusions }: ResolvedMaintenance): readonly Finding[] {
  const { days, startHour, durationHours } = window;
  const hours = new Set(days).size * WEEKS * durationHours;
  const complete = exclusions.filter((exclusion) => exclusion.scope === "NO_UPGRADES").length;
  const names = exclusions.map((exclusion) => exclusion.name);
  return [
    outOfRange("maintenance.window.startHour", startHour, 0, 23),
    outOfRange("maintenance.window.durationHours", durationHours, 4, 24, { unit: "hours", source: SOURCE }),
    isKnown(durationHours) &&
      hours < 48 && {
        setting: "maintenance.window",
        value: window,
        must: `leave GKE at least 48 hours in 32 days, and leaves ${hours}`,
        fix: "add days or hours",
        source: SOURCE,
      },
    exclusions.length > 20 && {
      setting: "maintenance.exclusions",
      value: exclusions.length,
      must: "be at most 20",
      fix: "leave out those that are over",
      source: SOURCE,
    },
    complete > 3 && {
      setting: "maintenance.exclusions",
      value: complete,
      must: "have the scope NO_UPGRADES at most 3 times",
      fix: "exclude minor upgrades only where that is enough",
      source: SOURCE,
    },
    new Set(names).size < names.length && {
      setting: "maintenance.exclusions",
      value: names,
      must: "have names of their own",
      fix: "rename the repeated one",
    },
    ...exclusions.map((exclusion, index) => exclusionProblem(`maintenance.exclusions[${index}]`, exclusion)),
  ];
}

function exclusionProblem(setting: string, { start, end, scope }: MaintenanceExclusion): Finding {
  if (!isKnown(start) || !isKnown(end)) {
    return undefined;
  }
  const value = `${start} to ${end}`;
  const [from, to] = [parseTimestamp(start), parseTimestamp(end)];
  if (from === undefined || to === undefined) {
    return { setting, value, must: "have times in UTC", fix: "write them as 2026-11-20T00:00:00Z", source: SOURCE };
  }
  if (to <= from) {
    return { setting, value, must: "end after it starts", fix: "exchange start and end" };
  }
  if (scope === "NO_UPGRADES" && to - from > 30 * DAY) {
    const fix = "shorten it, or exclude minor upgrades only";
    return { setting, value, must: "last at most 30 days with the scope NO_UPGRADES", fix, source: SOURCE };
  }
  return undefined;
}

function parseTimestamp(text: string): number | undefined {
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text) ? Date.parse(text) : NaN;
  // Date.parse moves 30 February into March, which GKE refuses
  return Number.isNaN(time) || timestamp(time) !== text ? undefined : time;
}

function timestamp(time: number): string {
  return new Date(time).toISOString().replace(".000Z", "Z");
}
