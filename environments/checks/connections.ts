import { peakPods } from "../capacity";
import { type Check } from "./check";

/** PostgreSQL keeps 3 for superusers; 10 more are for migrations, Google's own agents and people who look for a fault. */
export const RESERVED_CONNECTIONS = { superuser: 3, maintenance: 10 } as const;

/**
 * Connection pools fit into the database's limit when every replica runs and a roll-out starts new pods beside
 * old ones. Otherwise the pods that come last never become ready, under load and not before.
 */
export const connections: Check = {
  reads: ["database.maxConnections", "workloads"],
  find: ({ database, workloads: { controller, gateway } }) => {
    const pools =
      peakPods(controller.maxReplicas) * controller.databaseMaxConnections +
      peakPods(gateway.maxReplicas) * gateway.databaseMaxConnections;
    const needed = pools + RESERVED_CONNECTIONS.superuser + RESERVED_CONNECTIONS.maintenance;
    return [
      database.maxConnections < needed && {
        setting: "database.maxConnections",
        value: database.maxConnections,
        must:
          `be at least ${needed}: ${peakPods(controller.maxReplicas)} controller pods × ${controller.databaseMaxConnections}` +
          ` + ${peakPods(gateway.maxReplicas)} gateway pods × ${gateway.databaseMaxConnections}, surge included,` +
          ` + ${RESERVED_CONNECTIONS.superuser + RESERVED_CONNECTIONS.maintenance} in reserve`,
        fix: "raise it (and the tier's memory), or lower 'maxReplicas' or 'databaseMaxConnections' of a workload",
        source: "https://cloud.google.com/sql/docs/postgres/flags#postgres-m",
      },
    ];
  },
};
