import { asNumber } from "./gke-arguments";

/** Secrets, whose values are kept everywhere or in one region. */
export const SECRETS = ["google_secret_manager_secret", "google_secret_manager_regional_secret"];

/** Their versions, which hold the values. */
export const SECRET_VERSIONS = [
  "google_secret_manager_secret_version",
  "google_secret_manager_regional_secret_version",
];

/** Seconds in a day. */
export const DAY = 86_400;

/** A length of time as the APIs of Google write it, for example `7776000s`, in seconds. */
export function secondsOf(duration: unknown): number | undefined {
  return typeof duration === "string" && /^\d+(\.\d+)?s$/.test(duration) ? asNumber(duration.slice(0, -1)) : undefined;
}
