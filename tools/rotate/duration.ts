const SECONDS = { d: 86_400, h: 3_600 } as const;

/** A day, in seconds. */
export const DAY = SECONDS.d;
/** An hour, in seconds. */
export const HOUR = SECONDS.h;

/** Seconds of a text such as `7d` or `12h`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(0|[1-9]\d{0,4})([dh])$/.exec(text) ?? [];
  return unit === "d" || unit === "h" ? Number(count) * SECONDS[unit] : undefined;
}

/** `604800` as `7d`, in the unit that {@link parseDuration} reads, rounded up to whole hours. */
export function writeDuration(seconds: number): string {
  return seconds % DAY === 0 && seconds > 0 ? `${seconds / DAY}d` : `${Math.ceil(seconds / HOUR)}h`;
}

/** `604800` as `7 days`. */
export function sayDuration(seconds: number): string {
  const [count, unit] =
    seconds % DAY === 0
      ? [seconds / DAY, "day"]
      : seconds % HOUR === 0
        ? [seconds / HOUR, "hour"]
        : seconds % 60 === 0
          ? [seconds / 60, "minute"]
          : [seconds, "second"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** The moment as settings and records write it: UTC, whole seconds. */
export function writeTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** So many seconds later. */
export function later(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
