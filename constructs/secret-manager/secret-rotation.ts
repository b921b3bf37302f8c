import { isKnown, outOfRange, type Finding } from "../core/validation";
import { isUtc } from "./secret-versions";

const SOURCE = "https://cloud.google.com/secret-manager/docs/secret-rotation";

/** When Secret Manager reminds, through the store's topic, that a secret is due. It changes no value by itself. */
export interface SecretRotation {
  /** How many seconds lie between two reminders: 3600 to 3153600000. 90 days are 7776000. */
  readonly periodSeconds: number;
  /**
   * When the first reminder is due, in UTC, for example `2027-01-04T09:00:00Z`. It has to lie in the future when the
   * secret is created; Secret Manager moves it on from then, and Terraform ignores that. It is given and not computed,
   * because two runs of a synth have to agree.
   */
  readonly firstRotation: string;
}

/** What is wrong with the schedule. */
export function rotationProblems(rotation: SecretRotation | undefined): readonly Finding[] {
  if (rotation === undefined) {
    return [];
  }
  const { periodSeconds, firstRotation } = rotation;
  return [
    outOfRange("rotation.periodSeconds", periodSeconds, 3600, 3_153_600_000, { unit: "seconds", source: SOURCE }),
    isKnown(firstRotation) &&
      !isUtc(firstRotation) && {
        setting: "rotation.firstRotation",
        value: firstRotation,
        must: "be a time in UTC as yyyy-mm-ddThh:mm:ssZ",
        fix: "write for example 2027-01-04T09:00:00Z",
        source: SOURCE,
      },
  ];
}
