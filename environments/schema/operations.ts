import * as z from "zod";
import { CHANNEL_NAME } from "../../constructs/monitoring/channel-name";
import { list, section, text, whole } from "./fields";
import { secretVersion } from "./secret-version";

const THROTTLE = "https://cloud.google.com/armor/docs/rate-limiting-overview";
/** How much of a body the WAF reads. */
const WAF_BODY_BYTES = 8192;
const requestsPerMinute = whole(1, 10000, { unit: "requests per minute", source: THROTTLE });

/** Where images lie. */
export const registrySettings = section({
  /**
   * How many versions of each image are kept whatever their age.
   * @default 20
   */
  keptVersions: whole(1, 1000, { unit: "versions" }).default(20),
  /**
   * After how many days a version without a tag is deleted.
   * @default 14
   */
  untaggedDays: whole(1, 3650, { unit: "days" }).default(14),
  /**
   * Only log what the clean-up would delete.
   * @default false
   */
  cleanupDryRun: z.boolean().default(false),
});

const rotationDays = whole(1, 3650, {
  unit: "days",
  source: "https://cloud.google.com/secret-manager/docs/secret-rotation",
});

/** Secrets: where pods find them and how often they change. */
export const secretSettings = section({
  /**
   * `files` mounts Secret Manager's versions into the pod; `external-secrets` installs the External Secrets Operator, which
   * copies them into Kubernetes Secrets and reads them as each workload.
   * @default "files"
   */
  delivery: z.enum(["files", "external-secrets"]).default("files"),
  /** After how many days a reminder to rotate is due. */
  rotationDays: section({
    /**
     * The database's URL.
     * @default 90
     */
    pg: rotationDays.default(90),
    /**
     * The key pair that signs sessions.
     * @default 90
     */
    jwt: rotationDays.default(90),
    /**
     * The password of the database user that grants others their rights.
     * @default 90
     */
    migrate: rotationDays.default(90),
  }).prefault({}),
  /**
   * Which version of each secret is in use. `npm run rotate` raises it and records it outside the settings, see
   * `environments/secret-versions.ts`; in settings of your own it is written here.
   */
  versions: section({
    /** @default { version: 1 } */
    pg: secretVersion.default({ version: 1 }),
    /** @default { version: 1 } */
    jwt: secretVersion.default({ version: 1 }),
    /** @default { version: 1 } */
    migrate: secretVersion.default({ version: 1 }),
  }).prefault({}),
});

/** Cloud Armor: the rules themselves are in `stacks/cliscale-firewall.ts`, and what users may differ in is here. */
export const firewallSettings = section({
  /**
   * Rules only log what they would refuse until `enforcedRules` names them. For environments whose traffic nobody can
   * rehearse: where false positives do no harm, a rule is enforced from the start, so that tests run into it.
   * @default false
   */
  previewNewRules: z.boolean().default(false),
  /**
   * Names of rules that have proved themselves: they are enforced although `previewNewRules` is true. A name that no rule
   * has is refused. `docs/operations/tune-a-firewall-rule.md` says when a rule has proved itself.
   * @default - none
   */
  enforcedRules: list(
    text({
      pattern: /^[a-z][a-z0-9-]{0,62}$/,
      must: "be the name of a rule: 1 to 63 lowercase letters, digits or hyphens, a letter first",
      fix: "write it as in the rule's description, for example waf-sqli",
    }),
  ).default([]),
  /**
   * The largest body of a request, in bytes, at most 8192: the WAF reads no more, so what a longer body holds behind that
   * would reach the controller without being looked at. The body of `POST /api/sessions` is a few hundred bytes of JSON.
   * @default 8192
   */
  maxBodyBytes: whole(1, WAF_BODY_BYTES, {
    unit: "bytes",
    source: "https://cloud.google.com/armor/docs/security-policy-overview#limitations",
    fix: `choose ${WAF_BODY_BYTES} or less: the WAF reads no more of a body`,
  }).default(WAF_BODY_BYTES),
  /** `POST /api/sessions`. A request with a token counts for its user, all others count for their address. */
  sessions: section({
    /**
     * Requests per minute and address, among those without a token.
     * @default 100
     */
    perAddressPerMinute: requestsPerMinute.default(100),
    /**
     * Requests per minute and user.
     * @default 20
     */
    perUserPerMinute: requestsPerMinute.default(20),
  }).prefault({}),
  /** WebSockets. */
  connects: section({
    /**
     * New connections per minute and address.
     * @default 120
     */
    perAddressPerMinute: requestsPerMinute.default(120),
  }).prefault({}),
  /** Everything else: pages, preflights, health checks from outside. */
  otherRequests: section({
    /**
     * Requests per minute and address. An office behind one address that loads the pages at nine o'clock has to fit.
     * @default 1000
     */
    perAddressPerMinute: requestsPerMinute.default(1000),
  }).prefault({}),
});

/** Who is told what, and when. */
export const monitoringSettings = section({
  /**
   * Addresses that alerts go to.
   * @default - none; production needs this or the pager
   */
  emails: list(z.string()).default([]),
  /**
   * A notification channel to the pager that exists already: the key in it must not pass through Terraform's state.
   * @default - no pager
   */
  pagerChannelId: text({
    pattern: CHANNEL_NAME,
    must: "be the name of a notification channel, projects/<project>/notificationChannels/<number>",
    fix: "copy it from 'gcloud beta monitoring channels list'; constructs/monitoring/README.md shows how to make one",
    source: "https://cloud.google.com/monitoring/support/notification-options",
    // what is written here by mistake may be the pager's key
    hideValue: true,
  }).optional(),
  /**
   * Part of requests that have to succeed in 28 days, in percent.
   * @default 99.5
   */
  availabilityTargetPercent: z.number().min(90).max(99.99).default(99.5),
  /**
   * Monthly budget of the project; needs `billingAccount`.
   * @default - none; production needs one
   */
  budget: section({
    /** Whole units of the currency per month. */
    amount: whole(1, 10000000, { unit: "units of the currency" }),
    /** The billing account's own currency, for example `EUR`. */
    currency: text({ pattern: /^[A-Z]{3}$/, must: "be an ISO 4217 code of three capitals", fix: "write it as EUR" }),
  }).optional(),
});

/**
 * What may be lost, how long it may take, and how far back one can go, after a zone was lost or data were spoiled. When
 * the whole region is lost, it is as much as a replica in another region lags behind, or without one up to a day.
 */
export const recoverySettings = section({
  /** Most minutes of data that may be lost. Point-in-time recovery ships logs every few minutes: at least 5. */
  rpoMinutes: whole(5, 10080, {
    unit: "minutes",
    source: "https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr",
  }),
  /** Most minutes until the service is back. */
  rtoMinutes: whole(5, 10080, { unit: "minutes" }),
  /** Days that backups of the cluster and of the database reach back. */
  backupRetentionDays: whole(1, 365, { unit: "days" }),
  /**
   * Minutes between two backups of the cluster's objects, 60 to 86400.
   * @default 1440
   */
  clusterBackupIntervalMinutes: whole(60, 86400, {
    unit: "minutes",
    source: "https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/backup-plan",
  }).default(1440),
});
