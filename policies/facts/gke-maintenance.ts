const MS_PER_HOUR = 3_600_000;

/** Hours between two times of RFC 3339; undefined when one isn't one. */
export function hoursBetween(start: unknown, end: unknown): number | undefined {
  const [from, to] = [start, end].map((time) => (typeof time === "string" ? Date.parse(time) : Number.NaN));
  return from === undefined || to === undefined || Number.isNaN(to - from) ? undefined : (to - from) / MS_PER_HOUR;
}

/** The fewest windows in 28 days of a rule of RFC 5545; undefined for rules that are more than days and weeks. */
export function windowsInFourWeeks(recurrence: unknown): number | undefined {
  if (typeof recurrence !== "string") {
    return undefined;
  }
  const parts = new Map(
    recurrence
      .replace(/^RRULE:/, "")
      .split(";")
      .map((part) => [part.split("=")[0] ?? "", part.split("=")[1] ?? ""]),
  );
  if ([...parts.keys()].some((key) => !["FREQ", "BYDAY", "INTERVAL"].includes(key))) {
    return undefined;
  }
  const interval = Number(parts.get("INTERVAL") ?? 1);
  const days = (parts.get("BYDAY") ?? "MO").split(",").length;
  switch (parts.get("FREQ")) {
    case "DAILY":
      return parts.has("BYDAY") ? undefined : Math.floor(28 / interval);
    case "WEEKLY":
      return Math.floor(4 / interval) * days;
    default:
      return undefined;
  }
}
