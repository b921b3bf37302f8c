import { type PublicCheck } from "./check";

/** Checks of Trivy that read Cloud SQL, Cloud KMS and Cloud Storage: https://avd.aquasec.com/misconfig/google/ */
export const TRIVY_DATA: readonly PublicCheck[] = [
  { id: "AVD-GCP-0014", demands: "PostgreSQL logs every temporary file" },
  { id: "AVD-GCP-0015", demands: "connections need TLS" },
  { id: "AVD-GCP-0016", demands: "PostgreSQL logs connections" },
  { id: "AVD-GCP-0017", demands: "there is no public address, and no public network is let in" },
  { id: "AVD-GCP-0018", demands: "PostgreSQL logs errors" },
  { id: "AVD-GCP-0019", demands: "SQL Server has no ownership chain across databases" },
  { id: "AVD-GCP-0020", demands: "PostgreSQL logs waits for locks" },
  { id: "AVD-GCP-0021", demands: "PostgreSQL doesn't log the text of slow statements" },
  { id: "AVD-GCP-0022", demands: "PostgreSQL logs disconnections" },
  { id: "AVD-GCP-0023", demands: "SQL Server has no users of a database's own" },
  { id: "AVD-GCP-0024", demands: "backups are on" },
  { id: "AVD-GCP-0025", demands: "PostgreSQL logs checkpoints" },
  { id: "AVD-GCP-0026", demands: "MySQL's local_infile is off" },
  { id: "AVD-GCP-0065", demands: "keys rotate every 90 days" },
  { id: "AVD-GCP-0001", demands: "buckets are not public" },
  { id: "AVD-GCP-0002", demands: "buckets have uniform access" },
  { id: "AVD-GCP-0066", demands: "buckets have a key" },
  { id: "AVD-GCP-0077", demands: "buckets are logged" },
  { id: "AVD-GCP-0078", demands: "buckets keep versions" },
];
