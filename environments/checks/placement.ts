import { type Finding } from "../../constructs/core/validation";
import { multiRegionOf, type EnvironmentSettings } from "../settings";
import { duplicates, type Check } from "./check";

const ZONES = "https://cloud.google.com/compute/docs/regions-zones";
const BACKUP_LOCATIONS = "https://cloud.google.com/sql/docs/postgres/backup-recovery/backups#backup-locations";

/** Zones lie in the region, replicas outside of it, and backups on the same continent. */
export const placement: Check = {
  reads: ["region", "zones", "database.backups.location", "database.replicas"],
  find: ({ region, zones = [], database }) => [
    ...zones.map(
      (zone, index): Finding =>
        !new RegExp(`^${region}-[a-z]$`).test(zone) && {
          setting: `zones[${index}]`,
          value: zone,
          must: `be a zone of 'region' (${region})`,
          fix: `write it as ${region}-b, or leave 'zones' out`,
          source: ZONES,
        },
    ),
    ...duplicates("zones", zones),
    ...database.replicas.map(
      (replica, index): Finding =>
        replica.region === region && {
          setting: `database.replicas[${index}].region`,
          value: replica.region,
          must: `be another region than 'region' (${region}): it is there for the loss of that one`,
          fix: "choose another region of the same continent",
          source: "https://cloud.google.com/sql/docs/postgres/replication/cross-region-replicas",
        },
    ),
    ...duplicates(
      "database.replicas",
      database.replicas.map(({ name }) => name),
    ),
    backupProblem(region, database.backups.location),
  ],
};

function backupProblem(region: string, location: string): Finding {
  const setting = "database.backups.location";
  const home = multiRegionOf(region);
  if (!/^([a-z]+-[a-z]+[0-9]+|us|eu|asia)$/.test(location)) {
    const must = "be a region such as europe-west1, or us, eu or asia";
    return { setting, value: location, must, fix: `choose ${home ?? region}`, source: BACKUP_LOCATIONS };
  }
  const continent = continentOf(location);
  if (continent !== continentOf(region)) {
    const must = `be on the continent of 'region' (${region}), where the data has to stay`;
    return { setting, value: location, must, fix: `choose ${home ?? region}`, source: BACKUP_LOCATIONS };
  }
  return undefined;
}

/** `europe-west1` and `eu` are in one place, whatever Google calls it. */
function continentOf(location: EnvironmentSettings["region"]): string {
  const first = location.split("-")[0] ?? location;
  return { eu: "europe", northamerica: "america", us: "america" }[first] ?? first;
}
