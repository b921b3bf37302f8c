import {
  type SqlDatabaseInstanceSettingsDenyMaintenancePeriod,
  type SqlDatabaseInstanceSettingsMaintenanceWindow,
} from "@cdktf/provider-google/lib/sql-database-instance";
import { outOfRange, type Finding } from "../core/validation";

const SOURCE = "https://cloud.google.com/sql/docs/postgres/maintenance";
const LONGEST_PERIOD_DAYS = 90;
const MILLISECONDS_PER_DAY = 86_400_000;

/** When Google may restart the instance for updates. */
export interface DatabaseMaintenanceWindow {
  /**
   * The day of the week: 1 is Monday, 7 is Sunday.
   * @default 7
   */
  readonly day?: number;
  /**
   * The hour, UTC, at which the one-hour window starts: 0 to 23.
   * @default 3
   */
  readonly hour?: number;
  /**
   * How early this instance is among all: `canary` about a week after the notice, `stable` about two, `week5` five. Give
   * a test environment the earlier one.
   * @default "stable"
   */
  readonly updateTrack?: "canary" | "stable" | "week5";
}

/** Days without maintenance, 1 to 90, for example the weeks around a launch. */
export interface DenyMaintenancePeriod {
  /** The first day, `yyyy-mm-dd`, or `mm-dd` for every year. */
  readonly startDate: string;
  /** The last day, written as the first. */
  readonly endDate: string;
  /**
   * The UTC time, `HH:mm:SS`, at which the period starts and ends.
   * @default "00:00:00"
   */
  readonly time?: string;
}

/** Fills in the defaults. */
export function resolveMaintenanceWindow(window: DatabaseMaintenanceWindow = {}): Required<DatabaseMaintenanceWindow> {
  return { day: 7, hour: 3, updateTrack: "stable", ...window };
}

/** Both blocks. */
export function maintenanceSettings(
  window: Required<DatabaseMaintenanceWindow>,
  deny: DenyMaintenancePeriod | undefined,
): {
  readonly maintenanceWindow: SqlDatabaseInstanceSettingsMaintenanceWindow;
  readonly denyMaintenancePeriod: SqlDatabaseInstanceSettingsDenyMaintenancePeriod | undefined;
} {
  return {
    maintenanceWindow: { ...window },
    denyMaintenancePeriod: deny === undefined ? undefined : { time: "00:00:00", ...deny },
  };
}

/** What is wrong with either. */
export function maintenanceProblems(
  window: Required<DatabaseMaintenanceWindow>,
  deny: DenyMaintenancePeriod | undefined,
): readonly Finding[] {
  return [
    outOfRange("maintenanceWindow.day", window.day, 1, 7, { source: SOURCE }),
    outOfRange("maintenanceWindow.hour", window.hour, 0, 23, { unit: "o'clock UTC", source: SOURCE }),
    ...(deny === undefined ? [] : denyProblems(deny)),
  ];
}

function denyProblems({ startDate, endDate, time }: DenyMaintenancePeriod): readonly Finding[] {
  const dates = { startDate, endDate };
  const malformed = Object.entries(dates).filter(
    ([, date]) => !/^(\d{4}-)?\d{2}-\d{2}$/.test(date) || Number.isNaN(parse(date)),
  );
  if (malformed.length > 0) {
    return malformed.map(([setting, value]) => ({
      setting: `denyMaintenancePeriod.${setting}`,
      value,
      must: "be a date as yyyy-mm-dd or mm-dd",
      fix: "write for example 2027-11-20",
      source: SOURCE,
    }));
  }
  return [
    lengthProblem(startDate, endDate),
    time !== undefined &&
      !/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time) && {
        setting: "denyMaintenancePeriod.time",
        value: time,
        must: "be a UTC time as HH:mm:SS",
        fix: "write for example 00:00:00",
        source: SOURCE,
      },
  ];
}

function lengthProblem(startDate: string, endDate: string): Finding {
  const setting = "denyMaintenancePeriod.endDate";
  if (startDate.length !== endDate.length) {
    const fix = "write both with a year, or both without";
    return { setting, value: endDate, must: `be written as startDate '${startDate}' is`, fix, source: SOURCE };
  }
  const yearly = startDate.length === "mm-dd".length;
  const days = (parse(endDate) - parse(startDate)) / MILLISECONDS_PER_DAY;
  // a period without years may run over the turn of the year
  const length = 1 + (yearly && days < 0 ? days + 365 : days);
  return (
    !(length >= 1 && length <= LONGEST_PERIOD_DAYS) && {
      setting,
      value: endDate,
      must: `lie 0 to ${LONGEST_PERIOD_DAYS - 1} days after startDate '${startDate}'`,
      fix: "choose a shorter period",
      source: SOURCE,
    }
  );
}

function parse(date: string): number {
  const full = date.length === "mm-dd".length ? `2027-${date}` : date;
  const parsed = Date.parse(`${full}T00:00:00Z`);
  // Date.parse takes 2027-02-30 for the second of March
  return new Date(parsed || 0).toISOString().startsWith(full) ? parsed : Number.NaN;
}
