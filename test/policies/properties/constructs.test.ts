import { TerraformVariable, type TerraformStack } from "cdktf";
import fc, { type Arbitrary } from "fast-check";
import { ImageRegistry, type ImageRegistryProps } from "../../../constructs/artifact-registry";
import { bodyLimit, owaspTop10, Rule, WebFirewall, When, type WebFirewallProps } from "../../../constructs/cloud-armor";
import { PostgresDatabase, type PostgresDatabaseProps } from "../../../constructs/cloud-sql";
import { ValidationError } from "../../../constructs/core/validation";
import {
  AutopilotCluster,
  Namespace,
  StandardCluster,
  type AutopilotClusterProps,
  type NamespaceProps,
  type StandardClusterProps,
} from "../../../constructs/gke";
import { EncryptionKey, KeyRing, type EncryptionKeyProps, type KeyRingProps } from "../../../constructs/kms";
import {
  AlertChannels,
  ProjectBudget,
  UptimeCheck,
  type AlertChannelsProps,
  type ProjectBudgetProps,
  type UptimeCheckProps,
} from "../../../constructs/monitoring";
import { Network, type NetworkProps } from "../../../constructs/network";
import { ClusterBackupPlan, type ClusterBackupPlanProps } from "../../../constructs/recovery";
import {
  Secret,
  SecretKeyPair,
  SecretStore,
  SecretValue,
  type SecretKeyPairProps,
  type SecretProps,
} from "../../../constructs/secret-manager";
import { Bucket, type BucketProps } from "../../../constructs/storage";
import { ServiceAccount, type ServiceAccountProps } from "../../../constructs/workload-identity";
import { newStack } from "../../support/synth";
import { network } from "../../constructs/gke/fixtures";
import { runs } from "./runs";

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };
type Props = Readonly<Record<string, Json>>;

/** A construct with props of which every leaf is exchanged at random. */
interface Subject {
  readonly props: Props;
  readonly build: (stack: TerraformStack, props: never) => unknown;
}

function subject<Given extends object>(props: Given, build: (stack: TerraformStack, props: Given) => unknown): Subject {
  return { props: props as unknown as Props, build };
}

const project = "cliscale-test";
const region = "europe-west1";
const labels = { environment: "dev", owner: "platform" };
const autopilot = (stack: TerraformStack) =>
  new AutopilotCluster(stack, "Cluster", { name: "cliscale", network: network(stack) });
const store = (stack: TerraformStack) => new SecretStore(stack, "Store", { project });

const SUBJECTS: Readonly<Record<string, Subject>> = {
  Network: subject<NetworkProps>(
    {
      project,
      region,
      name: "cliscale",
      nodeRange: "10.10.0.0/20",
      podRange: "10.20.0.0/14",
      serviceRange: "10.30.0.0/20",
      privateServiceRange: "10.40.0.0/16",
      flowLogs: { aggregationInterval: "INTERVAL_5_SEC", sampling: 0.5, metadata: "INCLUDE_ALL_METADATA" },
      // addressCount has no upper limit: see gaps.test.ts
      nat: { ports: { allocation: "dynamic", minimum: 64, maximum: 1024 }, logFilter: "ALL" },
      loadBalancerPorts: [8080, 9090],
      loadBalancerTargetTags: ["nodes"],
    },
    (stack, props) => new Network(stack, "It", props),
  ),
  PostgresDatabase: subject<Omit<PostgresDatabaseProps, "network">>(
    {
      project,
      region,
      name: "cliscale-dev",
      generation: 1,
      edition: "ENTERPRISE",
      tier: "db-custom-2-7680",
      version: "POSTGRES_17",
      availabilityType: "REGIONAL",
      zone: "europe-west1-b",
      secondaryZone: "europe-west1-c",
      backups: { startTime: "01:00", retainedBackups: 30, transactionLogRetentionDays: 7, location: "eu" },
      retainBackupsOnDelete: true,
      maxConnections: 400,
      flags: { log_min_duration_statement: "500" },
      sslMode: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
      disk: { sizeGb: 20, autoresizeLimitGb: 100 },
      insights: {
        queryStringLength: 1024,
        queryPlansPerMinute: 5,
        recordApplicationTags: true,
        recordClientAddress: false,
      },
      maintenanceWindow: { day: 7, hour: 3, updateTrack: "stable" },
      denyMaintenancePeriod: { startDate: "2026-12-18", endDate: "2027-01-07", time: "00:00:00" },
      deletionProtection: true,
      labels,
    },
    (stack, props) => new PostgresDatabase(stack, "It", { ...props, network: network(stack) }),
  ),
  ImageRegistry: subject<ImageRegistryProps>(
    {
      project,
      region,
      name: "cliscale",
      description: "Images",
      cleanup: { keepMostRecent: 20, deleteUntaggedAfterDays: 30, dryRun: false },
      deletionProtection: true,
      labels,
    },
    (stack, props) => new ImageRegistry(stack, "It", props),
  ),
  KeyRing: subject<KeyRingProps>(
    { project, region, name: "cliscale", allowDestroy: false },
    (stack, props) => new KeyRing(stack, "It", props),
  ),
  EncryptionKey: subject<Omit<EncryptionKeyProps, "keyRing">>(
    {
      name: "secrets",
      rotationDays: 90,
      destroyScheduledDays: 30,
      protectionLevel: "HSM",
      allowDestroy: false,
      labels,
    },
    (stack, props) =>
      new EncryptionKey(stack, "It", {
        ...props,
        keyRing: new KeyRing(stack, "Ring", { project, region, name: "cliscale" }),
      }),
  ),
  Bucket: subject<BucketProps>(
    {
      project,
      name: "cliscale-test-exports",
      location: region,
      storageClass: "STANDARD",
      versioning: true,
      softDeleteDays: 7,
      lifecycle: {
        deleteNoncurrentAfterDays: 30,
        keepNewestVersions: 3,
        deleteAfterDays: 400,
        abortIncompleteUploadsAfterDays: 7,
      },
      allowDestroy: false,
      labels,
    },
    (stack, props) => new Bucket(stack, "It", props),
  ),
  "Bucket with a retention policy": subject<BucketProps>(
    { project, name: "cliscale-test-audit", location: "EU", retention: { days: 400, lockForever: true } },
    (stack, props) => new Bucket(stack, "It", props),
  ),
  ServiceAccount: subject<ServiceAccountProps>(
    { project, accountId: "ws-cli-gateway", description: "The gateway", displayName: "Gateway" },
    (stack, props) => new ServiceAccount(stack, "It", props),
  ),
  Secret: subject<Omit<SecretProps, "store" | "value">>(
    {
      name: "session-key",
      version: 2,
      previous: { readableUntil: "2027-12-01T00:00:00Z" },
      readers: 3,
      replacedVersion: "DISABLE",
      versionDestroyDays: 7,
      rotation: { periodSeconds: 7_776_000, firstRotation: "2027-01-04T09:00:00Z" },
      deletionProtection: true,
      labels,
    },
    (stack, props) => new Secret(stack, "It", { ...props, store: store(stack), value: SecretValue.generated() }),
  ),
  SecretKeyPair: subject<Omit<SecretKeyPairProps, "store">>(
    { name: "jwt", algorithm: "RS256", rsaBits: 3072, version: 1, labels },
    (stack, props) => new SecretKeyPair(stack, "It", { ...props, store: store(stack) }),
  ),
  AutopilotCluster: subject<Omit<AutopilotClusterProps, "network">>(
    {
      name: "cliscale",
      releaseChannel: "REGULAR",
      ipEndpoint: {
        reachableFrom: "internet",
        authorizedNetworks: [{ name: "office", range: "203.0.113.0/24" }],
        globalAccess: false,
      },
      maintenance: {
        window: { days: ["SA", "SU"], startHour: 2, durationHours: 8 },
        exclusions: [
          { name: "year-end", start: "2026-12-18T00:00:00Z", end: "2027-01-07T00:00:00Z", scope: "NO_UPGRADES" },
        ],
      },
      binaryAuthorization: "enforce-project-policy",
      securityGroup: "gke-security-groups@cliscale.dev",
      networkTags: ["nodes"],
      labels,
      nodeServiceAccountId: "cliscale-nodes",
      deletionProtection: true,
    },
    (stack, props) => new AutopilotCluster(stack, "It", { ...props, network: network(stack) }),
  ),
  StandardCluster: subject<Omit<StandardClusterProps, "network">>(
    {
      name: "cliscale",
      nodePools: {
        default: {
          machineType: "e2-standard-4",
          minNodes: 1,
          maxNodes: 6,
          zones: ["europe-west1-b", "europe-west1-c"],
          spot: false,
          maxPodsPerNode: 110,
          diskSizeGb: 100,
          diskType: "pd-balanced",
          taints: [{ key: "batch", value: "only", effect: "NO_SCHEDULE" }],
          nodeLabels: { pool: "default" },
          maxSurge: 1,
        },
      },
    },
    (stack, props) => new StandardCluster(stack, "It", { ...props, network: network(stack) }),
  ),
  Namespace: subject<Omit<NamespaceProps, "cluster">>(
    {
      name: "ws-cli",
      podSecurity: "restricted",
      podSecurityVersion: "v1.34",
      labels: { team: "platform" },
      allowDestroy: false,
    },
    (stack, props) => new Namespace(stack, "It", { ...props, cluster: autopilot(stack) }),
  ),
  ClusterBackupPlan: subject<Omit<ClusterBackupPlanProps, "cluster">>(
    {
      name: "cliscale",
      namespaces: ["ws-cli"],
      targetRpoMinutes: 1440,
      retainDays: 30,
      deleteLockDays: 7,
      lockRetentionForever: false,
      includeSecrets: true,
      restoreMode: "FAIL_ON_CONFLICT",
      labels,
    },
    (stack, props) => new ClusterBackupPlan(stack, "It", { ...props, cluster: autopilot(stack) }),
  ),
  AlertChannels: subject<AlertChannelsProps>(
    {
      project,
      emails: ["oncall@cliscale.dev"],
      pagerChannelId: `projects/${project}/notificationChannels/1234567890`,
      labels,
    },
    (stack, props) => new AlertChannels(stack, "It", props),
  ),
  UptimeCheck: subject<UptimeCheckProps>(
    {
      project,
      host: "cliscale.dev",
      path: "/healthz",
      periodSeconds: 60,
      timeoutSeconds: 10,
      regions: ["EUROPE", "USA_OREGON", "ASIA_PACIFIC"],
      channelIds: [`projects/${project}/notificationChannels/1`],
      whatToDo: "Look at the pods",
      availabilityTargetPercent: 99.9,
      labels,
    },
    (stack, props) => new UptimeCheck(stack, "It", props),
  ),
  ProjectBudget: subject<ProjectBudgetProps>(
    {
      project,
      billingAccount: "012345-6789AB-CDEF01",
      amount: 2000,
      currency: "EUR",
      displayName: "cliscale",
      emailChannelIds: [`projects/${project}/notificationChannels/1`],
    },
    (stack, props) => new ProjectBudget(stack, "It", props),
  ),
  WebFirewall: subject<Omit<WebFirewallProps, "rules">>(
    {
      project,
      name: "cliscale",
      description: "The edge",
      defaultAction: "allow",
      newRules: "preview",
      enforcedRules: ["body-too-long", "body-of-unknown-length"],
      uninspectedBodies: "refused",
      tier: "standard",
      jsonParsing: "STANDARD",
      jsonContentTypes: ["application/json"],
      logLevel: "NORMAL",
      userIpRequestHeaders: ["x-client"],
      allowDestroy: false,
    },
    (stack, props) => new WebFirewall(stack, "It", { ...props, rules: [bodyLimit({ bytes: 8192 }), owaspTop10()] }),
  ),
  "the rules of a WebFirewall": subject<{
    bytes: number;
    path: string;
    requests: number;
    seconds: number;
    region: string;
  }>(
    { bytes: 8192, path: "/admin", requests: 1000, seconds: 60, region: "DE" },
    (stack, { bytes, path, requests, seconds, region: from }) =>
      new WebFirewall(stack, "It", {
        project,
        name: "cliscale",
        defaultAction: "allow",
        rules: [
          Rule.deny({ name: "admin", when: When.all(When.path(path), When.not(When.region(from))) }),
          bodyLimit({ bytes }),
          owaspTop10(),
          Rule.throttle({
            name: "everything-else",
            keys: [{ type: "IP" }],
            limit: { requests, intervalSeconds: seconds },
          }),
        ],
      }),
  ),
};

/** Props that can't be a token and don't say so yet: see gaps.test.ts. */
const TOKEN_GAPS = ["version", "maintenance.window.startHour", "maintenance.window.durationHours"];

/** Stands for a value that Terraform computes. */
const TOKEN = Symbol("token");

const looksRight = [
  "a",
  "cliscale-2",
  "10.50.0.0/20",
  "europe-west4",
  "a".repeat(64),
  "EU",
  "eu",
  "db-custom-4-16384",
  "12:30",
];
const strings = fc.oneof(
  fc.constantFrom("", " ", "${x.y}", "-", ...looksRight),
  fc.string(),
  fc.string({ unit: "binary", maxLength: 300 }),
);
const numbers = fc.oneof(
  fc.integer({ min: -2, max: 100_000 }),
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, 1, 2 ** 31),
);

/** Another value of the same type: what TypeScript lets through. */
function another(value: Json): Arbitrary<unknown> {
  if (typeof value === "string") {
    return strings;
  }
  if (typeof value === "number") {
    return numbers;
  }
  if (typeof value === "boolean") {
    return fc.constant(!value);
  }
  if (Array.isArray(value)) {
    return fc.constantFrom([], [...(value as Json[]), ...(value as Json[])]);
  }
  return fc.oneof(
    fc.constant({}),
    fc.dictionary(strings, strings, { maxKeys: 3 }).map((more) => ({ ...(value as object), ...more })),
  );
}

/** Every value in props at any depth, with its path. Records of free keys are labels alone. */
function valuesIn(
  value: Json,
  path: readonly (string | number)[] = [],
): readonly (readonly [readonly (string | number)[], Json])[] {
  const own =
    path.length === 0 || (typeof value === "object" && !Array.isArray(value) && path.at(-1) !== "labels")
      ? []
      : [[path, value] as const];
  return typeof value === "object"
    ? [
        ...own,
        ...Object.entries(value).flatMap(([key, part]) =>
          valuesIn(part, [...path, Array.isArray(value) ? Number(key) : key]),
        ),
      ]
    : own;
}

function exchanged(value: Json, path: readonly (string | number)[], other: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return other;
  }
  return Array.isArray(value)
    ? (value as Json[]).map((item, index) => (index === key ? exchanged(item, rest, other) : item))
    : { ...(value as object), [key]: exchanged((value as Props)[key] ?? "", rest, other) };
}

/** What the construct renders, or the words with which it refuses its props. */
function outcome({ build }: Subject, props: unknown): string {
  try {
    const stack = newStack();
    const variable = new TerraformVariable(stack, "variable", { type: "any" });
    const withTokens = replaceTokens(props, (isNumber) => (isNumber ? variable.numberValue : variable.stringValue));
    build(stack, withTokens as never);
    return JSON.stringify(stack.toTerraform());
  } catch (error) {
    if (!ValidationError.isValidationError(error)) {
      throw error;
    }
    expect(error.problems.every(({ setting, must, fix }) => setting !== "" && must.length > 3 && fix.length > 3)).toBe(
      true,
    );
    expect(error.stack).not.toMatch(/^\s+at /m);
    return error.message;
  }
}

/** cdktf has words of its own for a token that a construct is to be named by. */
function outcomeOfToken(one: Subject, props: unknown): string {
  try {
    return outcome(one, props);
  } catch (error) {
    if (error instanceof Error && error.message.includes("You cannot use a token")) {
      return error.message;
    }
    throw error;
  }
}

function replaceTokens(value: unknown, token: (isNumber: boolean) => unknown, isNumber = false): unknown {
  if (value === TOKEN) {
    return token(isNumber);
  }
  if (Array.isArray(value)) {
    return value.map((item) => replaceTokens(item, token));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([key, part]) => [key, replaceTokens(part, token, NUMERIC.has(key))]),
      )
    : value;
}

/** Names of props that hold a number. */
const NUMERIC = new Set(
  Object.values(SUBJECTS).flatMap(({ props }) =>
    valuesIn(props).flatMap(([path, value]) => (typeof value === "number" ? [String(path.at(-1))] : [])),
  ),
);

describe.each(Object.entries(SUBJECTS))("%s with random props", (_, one) => {
  it("renders with the props that the others differ from", () => {
    expect(outcome(one, one.props)).toMatch(/^\{/);
  });

  it("renders the same twice or is refused with a ValidationError", () => {
    const values = valuesIn(one.props);
    const change = fc
      .constantFrom(...values)
      .chain(([path, value]) => another(value).map((other) => [path, other] as const));
    fc.assert(
      fc.property(change, ([path, other]) => {
        const props = exchanged(one.props, path, other);
        expect(outcome(one, props)).toBe(outcome(one, props));
      }),
      { ...runs(0.01), endOnFailure: true },
    );
  });

  it("takes a value that Terraform computes, or is refused in words", () => {
    const values = valuesIn(one.props).filter(
      ([path, value]) =>
        typeof value === "string" || (typeof value === "number" && !TOKEN_GAPS.includes(path.join("."))),
    );
    for (const [path] of values) {
      expect(outcomeOfToken(one, exchanged(one.props, path, TOKEN))).toMatch(/^\{|\n {2}- '|as the id of a construct/);
    }
  });
});
