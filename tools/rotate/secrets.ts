import { type ResourceNames, type EnvironmentSettings, type SecretName } from "../../environments";
import { DAY, HOUR, sayDuration } from "./duration";

/**
 * How long a deploy may take until the last pod has the new version, in seconds: the release may take half an hour
 * (`timeoutSeconds` in constructs/helm/workload-release.ts), and what comes before it as long again.
 */
export const ROLLOUT_SECONDS = HOUR;

/** What the command has to know of a secret. */
export interface RotatingSecret {
  readonly name: SecretName;
  /** True when Terraform writes its value; a person adds the value of any other. */
  readonly written: boolean;
  /** Its IDs in Secret Manager. */
  readonly ids: (names: ResourceNames) => readonly string[];
  /** How long the version before stays readable unless the caller says otherwise, in seconds. */
  readonly defaultOverlapSeconds: number;
  /** How long it has to stay readable so that nothing breaks, in seconds, and the reason. */
  readonly shortestOverlap: (settings: EnvironmentSettings) => { readonly seconds: number; readonly because: string };
  /** What happens when the version before goes at once, as a sentence. */
  readonly whenRevoked: string;
}

const rollout = `a deploy may take ${sayDuration(ROLLOUT_SECONDS)}`;

/** The secrets of cliscale. */
export const SECRETS: Readonly<Record<SecretName, RotatingSecret>> = {
  jwt: {
    name: "jwt",
    written: true,
    ids: ({ jwtPrivateSecret, jwtPublicSecret }) => [jwtPrivateSecret, jwtPublicSecret],
    defaultOverlapSeconds: 7 * DAY,
    shortestOverlap: ({ runner }) => ({
      seconds: runner.maxSessionSeconds + ROLLOUT_SECONDS,
      because: `${rollout}, and a session may last ${sayDuration(runner.maxSessionSeconds)} (runner.maxSessionSeconds)`,
    }),
    whenRevoked: "Open sessions break: tokens that the version before has signed are refused from then on.",
  },
  pg: {
    name: "pg",
    written: true,
    ids: ({ pgSecret }) => [pgSecret],
    defaultOverlapSeconds: DAY,
    shortestOverlap: () => ({ seconds: ROLLOUT_SECONDS, because: rollout }),
    whenRevoked: "Pods that still have the version before can't start again until they have been replaced.",
  },
  migrate: {
    name: "migrate",
    written: true,
    ids: ({ pgMigrateSecret }) => [pgMigrateSecret],
    // the database knows one password for each user, so there is nothing to overlap
    defaultOverlapSeconds: 0,
    shortestOverlap: () => ({ seconds: 0, because: "nothing reads it beside the Job that runs with the same deploy" }),
    whenRevoked: "The Job of the same deploy signs in with the new password.",
  },
};

/** How long the version before may stay readable: until the next rotation is due, or three versions would be. */
export function longestOverlapSeconds(secret: RotatingSecret, settings: EnvironmentSettings): number {
  if (secret.defaultOverlapSeconds === 0) {
    return 0;
  }
  const period = settings.secrets.rotationDays[secret.name] * DAY;
  return Math.max(period, secret.shortestOverlap(settings).seconds);
}
