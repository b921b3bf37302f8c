import { readAt } from "../../facts/gke-arguments";
import { INSTANCE, isReplica } from "../../facts/sql";
import { isReference } from "../../rendered/rendered-stack";
import { COMPLIANT, NOT_APPLICABLE, unknown, verdict, type ResourceRule } from "../../rule";

const LOCATION = "settings.backup_configuration.location";

/** Where regions and multi-regions begin alike: https://cloud.google.com/sql/docs/postgres/backup-recovery/backups#locations */
const CONTINENTS: readonly (readonly [place: RegExp, continent: string])[] = [
  [/^eu(rope-|$)/, "Europe"],
  [/^us(-|$)/, "the United States"],
  [/^asia(-|$)/, "Asia"],
];

const continentOf = (place: string): string | undefined => CONTINENTS.find(([begin]) => begin.test(place))?.[1];

/** Backups are outside of the instance's region and on its continent. Left to Cloud SQL, they are in the closest multi-region. */
export const sqlBackupLocation: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    if (isReplica(block)) {
      return NOT_APPLICABLE;
    }
    const { region } = block;
    const reading = readAt(block, LOCATION);
    if ("computed" in reading || isReference(region)) {
      return unknown("computed" in reading ? reading.computed : "region");
    }
    const { value: location } = reading;
    if (typeof location !== "string" || typeof region !== "string") {
      return COMPLIANT;
    }
    const [here, there] = [continentOf(region), continentOf(location)];
    return verdict([
      ...(location === region ? [`${LOCATION} is "${location}", the region that the backups are to outlive`] : []),
      ...(here !== undefined && there !== undefined && here !== there
        ? [`${LOCATION} is "${location}", in ${there}, and the instance is in ${here}`]
        : []),
    ]);
  },
};
