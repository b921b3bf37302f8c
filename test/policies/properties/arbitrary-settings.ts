import fc, { type Arbitrary } from "fast-check";
import { podPrefixPerNode, prefixFor } from "../../../constructs/core/cidr";
import { amount, peakPods, showAmount, sum } from "../../../environments/capacity";
import { RESERVED_CONNECTIONS } from "../../../environments/checks/connections";
import { prod } from "../../../environments/prod";
import { AUTOPILOT_PODS_PER_NODE, type EnvironmentInput } from "../../../environments/settings";

type Part<Key extends keyof EnvironmentInput> = NonNullable<EnvironmentInput[Key]>;
type Cluster = EnvironmentInput["cluster"];
type Stage = EnvironmentInput["stage"];

/** Letters that make no word that a search for placeholders could take for one. */
const LETTERS = [..."abcdefgh"];
const DIGITS = [..."0123456789"];
const REGIONS = [
  "europe-west1",
  "europe-west12",
  "us-central1",
  "asia-east1",
  "australia-southeast1",
  "northamerica-northeast1",
  "southamerica-east1",
];

const word = (minLength: number, maxLength: number): Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...LETTERS), minLength, maxLength });

/** Starts with a letter, ends with a letter or digit, with hyphens in between. */
const name = (minLength: number, maxLength: number): Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...LETTERS),
      fc.string({
        unit: fc.constantFrom(...LETTERS, ...DIGITS, "-"),
        minLength: minLength - 1,
        maxLength: maxLength - 1,
      }),
    )
    .map(([first, rest]) => `${first}${rest}`.replace(/-$/, "0"));

const optional = <Value>(value: Arbitrary<Value>): Arbitrary<Value | undefined> => fc.option(value, { nil: undefined });
const digest: Arbitrary<string> = fc
  .string({ unit: fc.constantFrom(...DIGITS, ..."abcdef"), minLength: 63, maxLength: 63 })
  .map((digits) => `sha256:${digits.startsWith("0") ? "1" : "0"}${digits}`);

const container = (): Arbitrary<Part<"workloads">["controller"]["resources"]> =>
  fc.record({
    requests: fc.record({
      cpu: fc.constantFrom("10m", "100m", "0.25", "500m"),
      memory: fc.constantFrom("16Mi", "128Mi", "512Mi"),
    }),
    limits: fc.record({
      cpu: fc.constantFrom("500m", "1", "1.5", "4"),
      memory: fc.constantFrom("512Mi", "1Gi", "8Gi"),
    }),
  });

const replicas = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 0, max: 20 }))
  .map(([minReplicas, more]) => ({ minReplicas, maxReplicas: minReplicas + more }));

const drain = fc
  .tuple(fc.integer({ min: 1, max: 3599 }), fc.integer({ min: 1, max: 3600 }))
  .map(([one, more]) => ({ drainSeconds: one, terminationGraceSeconds: Math.min(3600, one + more) }));

const service = {
  replicas,
  drain,
  resources: container(),
  tuning: fc.record(
    {
      targetCpuPercent: fc.integer({ min: 10, max: 95 }),
      databaseMaxConnections: fc.integer({ min: 1, max: 100 }),
      databaseIdleTimeoutMillis: fc.integer({ min: 1000, max: 3600000 }),
    },
    { requiredKeys: [] },
  ),
};

const workloads = fc
  .record({
    controller: fc.record({ ...service, timeoutSeconds: optional(fc.integer({ min: 1, max: 86400 })) }),
    gateway: fc.record({ ...service, sessionTimeoutSeconds: optional(fc.integer({ min: 60, max: 86400 })) }),
  })
  .map(({ controller, gateway }) => ({
    controller: { ...flat(controller), timeoutSeconds: controller.timeoutSeconds },
    gateway: { ...flat(gateway), sessionTimeoutSeconds: gateway.sessionTimeoutSeconds },
  }));

interface Service {
  readonly replicas: { readonly minReplicas: number; readonly maxReplicas: number };
  readonly drain: { readonly drainSeconds: number; readonly terminationGraceSeconds: number };
  readonly resources: Part<"workloads">["controller"]["resources"];
  readonly tuning: { readonly databaseMaxConnections?: number };
}

function flat({ replicas: amounts, drain: seconds, resources, tuning }: Service) {
  return { ...amounts, ...seconds, resources, ...tuning };
}

/** The machine of a database with its edition, as Cloud SQL has them. */
const tier = (stage: Stage): Arbitrary<Pick<Part<"database">, "edition" | "tier">> =>
  fc.oneof(
    fc.record({
      edition: fc.constant("ENTERPRISE_PLUS" as const),
      tier: fc.constantFrom(2, 4, 8, 16, 32, 48, 64, 80, 96, 128).map((cpus) => `db-perf-optimized-N-${cpus}`),
    }),
    fc
      .tuple(
        fc.oneof(
          fc.constant(1),
          fc.integer({ min: 1, max: 48 }).map((half) => half * 2),
        ),
        fc.nat(100),
      )
      .map(([cpus, percent]) => {
        const least = Math.max(3840, Math.ceil((cpus * 0.9 * 1024) / 256) * 256);
        const most = Math.floor((cpus * 6.5 * 1024) / 256) * 256;
        return `db-custom-${cpus}-${least + Math.floor(((most - least) / 256) * (percent / 100)) * 256}`;
      })
      .map((custom) => ({ edition: "ENTERPRISE" as const, tier: custom })),
    ...(stage === "production"
      ? []
      : [
          fc.constant({ edition: "ENTERPRISE" as const, tier: "db-f1-micro" }),
          fc.constant({ edition: "ENTERPRISE" as const, tier: "db-g1-small" }),
        ]),
  );

const maintenance: Arbitrary<NonNullable<Cluster["maintenance"]>> = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom("MO", "TU", "WE", "TH", "FR", "SA", "SU"), { minLength: 1 }),
    hour: fc.integer({ min: 0, max: 23 }),
    more: fc.integer({ min: 0, max: 20 }),
    exclusions: fc.uniqueArray(
      fc.record({
        name: name(1, 20),
        scope: fc.constantFrom("NO_UPGRADES", "NO_MINOR_UPGRADES", "NO_MINOR_OR_NODE_UPGRADES"),
        start: fc.integer({ min: Date.UTC(2026, 11, 1) / 1000, max: Date.UTC(2028, 11, 1) / 1000 }),
        days: fc.integer({ min: 1, max: 30 }),
      }),
      { maxLength: 3, selector: (one) => one.name },
    ),
  })
  .map(({ days, hour, more, exclusions }) => ({
    days,
    startTime: `${String(hour).padStart(2, "0")}:00`,
    // all windows together come to 48 hours in four weeks
    hours: Math.min(24, Math.max(4, Math.ceil(12 / days.length)) + more),
    exclusions: exclusions.map(({ start, days: lasting, ...rest }) => ({
      ...rest,
      start: moment(start),
      end: moment(start + lasting * 86400),
    })),
  }));

function moment(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

/** The cluster for so many pods, and the networks that hold it. */
const cluster = (pods: number): Arbitrary<Pick<EnvironmentInput, "cluster" | "network">> => {
  const common = {
    releaseChannel: fc.constantFrom("RAPID" as const, "REGULAR" as const, "STABLE" as const, "EXTENDED" as const),
    maintenance,
    authorizedNetworks: fc.uniqueArray(
      fc
        .tuple(name(1, 20), fc.integer({ min: 8, max: 32 }), fc.integer({ min: 0, max: 255 }))
        .map(([who, prefix, octet]) => ({ name: who, cidr: canonical(203, octet, prefix) })),
      { maxLength: 4, selector: ({ cidr }) => cidr },
    ),
    securityGroupsDomain: optional(word(1, 10).map((label) => `${label}.dev`)),
  };
  const sizes = fc.record({
    moreNodes: fc.integer({ min: 0, max: 200 }),
    morePods: fc.nat(100),
    wider: fc.record({ nodes: fc.nat(2), pods: fc.nat(1) }),
    services: fc.integer({ min: 16, max: 24 }),
    privateServices: fc.integer({ min: 16, max: 24 }),
    order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    natAddresses: fc.integer({ min: 1, max: 16 }),
  });
  const machines = fc.record({
    maxPodsPerNode: fc.integer({ min: 8, max: 256 }),
    names: fc.uniqueArray(name(1, 40), { minLength: 1, maxLength: 3 }),
    machineType: fc.constantFrom("e2-standard-4", "n2d-highmem-8"),
    diskSizeGb: fc.integer({ min: 10, max: 500 }),
    spot: fc.boolean(),
    fewest: fc.nat(1),
  });
  return fc
    .record({ shared: fc.record(common), size: sizes, standard: optional(machines) })
    .map(({ shared, size, standard }) => {
      const perNode = standard?.maxPodsPerNode ?? AUTOPILOT_PODS_PER_NODE;
      const expectedNodes = Math.max(16, Math.ceil(pods / perNode)) + size.moreNodes;
      const expectedPods = pods + Math.floor(((expectedNodes * perNode - pods) * size.morePods) / 100);
      const prefixes = [
        Math.max(12, Math.min(27, prefixFor(expectedNodes + 4)) - size.wider.nodes),
        Math.max(10, podPrefixPerNode(perNode) - Math.ceil(Math.log2(expectedNodes)) - size.wider.pods),
        size.services,
        size.privateServices,
      ];
      const [nodes = "", podRange = "", services = "", privateServices = ""] = apart(prefixes, size.order);
      return {
        network: { nodes, pods: podRange, services, privateServices, natAddresses: size.natAddresses },
        cluster: {
          ...shared,
          expectedNodes,
          expectedPods,
          ...(standard === undefined
            ? { mode: "autopilot" as const }
            : {
                mode: "standard" as const,
                maxPodsPerNode: perNode,
                nodePools: standard.names.map((poolName, index) => ({
                  name: poolName,
                  machineType: standard.machineType,
                  diskSizeGb: standard.diskSizeGb,
                  minNodes: Math.min(standard.fewest, 1),
                  // an upgrade makes nodes beside those that are there
                  maxNodes: Math.max(1, Math.floor(expectedNodes / 2 / standard.names.length)),
                  spot: index > 0 && standard.spot,
                })),
              }),
        },
      };
    });
};

/** Ranges of these sizes behind each other in 10.0.0.0/8, in this order, each at an address that suits its size. */
function apart(prefixes: readonly number[], order: readonly number[]): readonly string[] {
  const found: string[] = [];
  let next = 10 * 2 ** 24;
  for (const index of order) {
    const prefix = prefixes[index] ?? 32;
    const size = 2 ** (32 - prefix);
    const first = Math.ceil(next / size) * size;
    found[index] = `${address(first)}/${prefix}`;
    next = first + size;
  }
  return found;
}

function canonical(first: number, second: number, prefix: number): string {
  const size = 2 ** (32 - prefix);
  const given = first * 2 ** 24 + second * 2 ** 16;
  return `${address(given - (given % size))}/${prefix}`;
}

function address(value: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join(".");
}

const database = (stage: Stage, region: string, connections: number, retention: number): Arbitrary<Part<"database">> =>
  fc
    .record({
      machine: tier(stage),
      version: optional(fc.constantFrom("POSTGRES_16" as const, "POSTGRES_17" as const, "POSTGRES_18" as const)),
      zonal: fc.boolean(),
      disk: fc.integer({ min: 10, max: 65536 }),
      diskMore: fc.nat(1000),
      retained: fc.integer({ min: 0, max: 300 }),
      days: fc.integer({ min: 1, max: 35 }),
      startTime: fc.tuple(fc.nat(23), fc.nat(59)),
      location: fc.constantFrom(undefined, region),
      window: optional(
        fc.record({
          day: fc.integer({ min: 1, max: 7 }),
          hour: fc.integer({ min: 0, max: 23 }),
          track: fc.constantFrom("canary" as const, "stable" as const, "week5" as const),
        }),
      ),
      connections: fc.nat(2000),
      replicas: fc.uniqueArray(
        fc.record({ name: name(1, 16), region: fc.constantFrom(...REGIONS.filter((other) => other !== region)) }),
        { maxLength: 2, selector: (one) => one.region },
      ),
      insights: optional(
        fc.record({
          queryStringLength: fc.integer({ min: 256, max: 4500 }),
          plansPerMinute: fc.integer({ min: 0, max: 20 }),
        }),
      ),
    })
    .map(
      ({ machine, version, zonal, disk, diskMore, retained, days, startTime, location, window, insights, ...more }) => {
        const transactionLogRetentionDays = machine.edition === "ENTERPRISE" ? Math.min(7, days) : days;
        return {
          ...machine,
          version,
          // what stands in for production's rehearsal is held to a standby by the policy pack
          availability: zonal && !isRelied(stage) ? "ZONAL" : "REGIONAL",
          diskSizeGb: disk,
          diskLimitGb: Math.min(65536, disk + diskMore),
          backups: {
            retained: Math.min(365, Math.max(retention, transactionLogRetentionDays) + retained),
            startTime: startTime.map((part) => String(part).padStart(2, "0")).join(":"),
            location,
            transactionLogRetentionDays,
          },
          maintenanceWindow: window,
          maxConnections: Math.max(14, connections + more.connections),
          replicas: more.replicas.map((one, index) => ({ ...one, name: `${one.name.slice(0, 15)}${index}` })),
          insights,
        };
      },
    );

/** How a host gets into DNS, with hosts that suit it. */
const hosts = (stage: Stage): Arbitrary<Pick<EnvironmentInput, "domain" | "wsDomain" | "dns">> =>
  fc
    .record({
      zone: word(2, 12).map((label) => (stage === "sandbox" ? `${label}.test` : `${label}.dev`)),
      label: optional(name(1, 20)),
      zoneName: name(1, 63),
      kind: fc.constantFrom("managed-zone" as const, "existing-zone" as const, "elsewhere" as const),
      project: optional(name(6, 30)),
    })
    .map(({ zone, label, zoneName, kind, project }) => ({
      domain: label === undefined ? zone : `${label}.${zone}`,
      wsDomain: `ws.${label ?? "all"}.${zone}`,
      dns:
        kind === "managed-zone"
          ? { kind, zoneName, domain: zone }
          : kind === "existing-zone"
            ? { kind, zoneName, project }
            : { kind },
    }));

const perMinute = fc.integer({ min: 1, max: 10000 });
const ENFORCED = prod.firewall?.enforcedRules ?? [];
const isRelied = (stage: Stage): boolean => stage === "production" || stage === "staging";

/** Environments on which somebody relies enforce rules; others may watch first. */
const firewall = (stage: Stage): Arbitrary<Part<"firewall">> =>
  fc
    .record({
      preview: fc.boolean(),
      enforced: isRelied(stage) ? fc.constant(ENFORCED) : fc.constantFrom(ENFORCED, []),
      maxBodyBytes: fc.integer({ min: 1, max: 8192 }),
      sessions: fc.record({ perAddressPerMinute: perMinute, perUserPerMinute: perMinute }),
      connects: fc.record({ perAddressPerMinute: perMinute }),
      otherRequests: fc.record({ perAddressPerMinute: perMinute }),
    })
    .map(({ preview, enforced, ...rest }) => ({
      ...rest,
      previewNewRules: preview,
      enforcedRules: preview ? enforced : [],
    }));

const secrets: Arbitrary<Part<"secrets">> = fc.record({
  delivery: fc.constantFrom("files", "external-secrets"),
  rotationDays: fc.record({
    pg: fc.integer({ min: 1, max: 3650 }),
    jwt: fc.integer({ min: 1, max: 3650 }),
    migrate: fc.integer({ min: 1, max: 3650 }),
  }),
  versions: fc.record({ pg: version(), jwt: version(), migrate: version() }),
});

function version(): Arbitrary<{ version: number; previousReadableUntil?: string }> {
  return fc
    .tuple(fc.integer({ min: 1, max: 9 }), optional(fc.integer({ min: 1_790_000_000, max: 1_890_000_000 })))
    .map(([number, until]) => ({
      version: number,
      previousReadableUntil: until === undefined || number === 1 ? undefined : moment(until),
    }));
}

const recovery = (): Arbitrary<Part<"recovery">> =>
  fc
    .record({
      rpoMinutes: fc.integer({ min: 5, max: 10080 }),
      rtoMinutes: fc.integer({ min: 60, max: 10080 }),
      backupRetentionDays: fc.integer({ min: 1, max: 60 }),
      interval: fc.integer({ min: 60, max: 86400 }),
    })
    .map(({ interval, ...rest }) => ({
      ...rest,
      // Backup for GKE keeps 360 backups at most
      clusterBackupIntervalMinutes: Math.max(interval, Math.ceil((rest.backupRetentionDays * 1440) / 360)),
    }));

/** Any valid settings of a stage, at random in every part and consistent in all of them. */
export function validSettings(stage: Stage): Arbitrary<EnvironmentInput> {
  const isProduction = stage === "production";
  return fc
    .record({
      name: name(1, 20).map((text) => (isProduction ? `prod-${text}`.slice(0, 20).replace(/-$/, "0") : text)),
      prefix: name(1, 19),
      project: name(6, 30),
      region: fc.constantFrom(...REGIONS),
      zones: optional(fc.uniqueArray(fc.constantFrom(..."abcdef"), { minLength: isProduction ? 2 : 1, maxLength: 4 })),
      layout: optional(fc.constantFrom("one-stack" as const, "two-stacks" as const)),
      stateBucket: name(3, 63),
      allowDestroys: isRelied(stage) ? fc.constant(undefined) : optional(fc.boolean()),
      hosts: hosts(stage),
      billing: fc.string({ unit: fc.constantFrom(..."123456789ABCDEF"), minLength: 18, maxLength: 18 }),
      labels: fc.record({
        owner: name(1, 63),
        "cost-center": name(1, 63),
        more: fc.dictionary(name(1, 63), fc.oneof(name(1, 63), fc.constant("")), { maxKeys: 4 }),
      }),
      images: fc.record({
        controller: image(isProduction),
        gateway: image(isProduction),
        runner: image(isProduction),
        migrate: image(isProduction),
        cloudSqlProxy: isProduction ? digest : optional(image(false)),
      }),
      workloads,
      sessions: fc.integer({ min: 1, max: 300 }),
      runner: fc.record({ resources: container(), maxSessionSeconds: fc.integer({ min: 60, max: 86400 }) }),
      hostsOfCode: fc.uniqueArray(
        word(1, 10).map((label) => `${label}.dev`),
        { minLength: 1, maxLength: 5 },
      ),
      wildcard: fc.boolean(),
      registry: optional(
        fc.record({
          keptVersions: fc.integer({ min: 1, max: 1000 }),
          untaggedDays: fc.integer({ min: 1, max: 3650 }),
          cleanupDryRun: fc.boolean(),
        }),
      ),
      secrets: optional(secrets),
      firewall: firewall(stage),
      emails: fc.uniqueArray(
        word(1, 10).map((who) => `${who}@abc.dev`),
        { minLength: 1, maxLength: 3 },
      ),
      pager: optional(fc.integer({ min: 1, max: 999_999_999 })),
      availability: optional(fc.integer({ min: 9000, max: 9999 }).map((value) => value / 100)),
      budget: fc.record({ amount: fc.integer({ min: 1, max: 10_000_000 }), currency: fc.constantFrom("EUR", "USD") }),
      quotaMore: fc.nat(50),
      recovery: recovery(),
    })
    .chain((chosen) => {
      const needs = needsOf(chosen.workloads, chosen.runner.resources, chosen.sessions);
      const pods = needs.pods + chosen.quotaMore;
      return fc
        .record({
          infrastructure: cluster(pods),
          database: database(stage, chosen.region, needs.connections, chosen.recovery.backupRetentionDays),
        })
        .map(({ infrastructure, database: base }): EnvironmentInput => {
          const { name: environment, region, hostsOfCode, wildcard } = chosen;
          const wildcards = wildcard ? [`*.${hostsOfCode[0] ?? ""}`] : [];
          return JSON.parse(
            JSON.stringify({
              name: environment,
              stage,
              project: chosen.project,
              region,
              zones: chosen.zones?.map((zone) => `${region}-${zone}`),
              namePrefix: chosen.prefix,
              layout: chosen.layout,
              stateBucket: stage === "sandbox" ? undefined : chosen.stateBucket,
              allowDestroys: chosen.allowDestroys,
              ...chosen.hosts,
              billingAccount: (chosen.billing.match(/.{6}/g) ?? []).join("-"),
              labels: {
                ...chosen.labels.more,
                owner: chosen.labels.owner,
                "cost-center": chosen.labels["cost-center"],
              },
              ...infrastructure,
              database: base,
              registry: chosen.registry,
              secrets: chosen.secrets,
              images: chosen.images,
              workloads: chosen.workloads,
              runner: {
                ...chosen.runner,
                concurrentSessions: chosen.sessions,
                allowedCodeDomains: [...hostsOfCode, ...wildcards],
                acknowledgedWildcards: wildcards.map((domain) => ({
                  domain,
                  reason: "release archives come from hosts that change every week",
                })),
              },
              quota: { pods, requests: needs.requests, limits: needs.limits },
              firewall: chosen.firewall,
              monitoring: {
                emails: chosen.emails,
                pagerChannelId:
                  chosen.pager === undefined
                    ? undefined
                    : `projects/${chosen.project}/notificationChannels/${chosen.pager}`,
                availabilityTargetPercent: chosen.availability,
                budget: chosen.budget,
              },
              recovery: chosen.recovery,
            }),
          ) as EnvironmentInput;
        });
    });
}

function image(digestOnly: boolean): Arbitrary<string> {
  return digestOnly
    ? digest
    : fc.oneof(
        digest,
        fc.tuple(fc.nat(9), fc.nat(99)).map((parts) => parts.join(".")),
      );
}

interface Needs {
  readonly pods: number;
  readonly connections: number;
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/** What the namespace and the database have to hold when every replica runs and a roll-out is on its way. */
function needsOf(
  { controller, gateway }: Pick<Part<"workloads">, "controller" | "gateway">,
  runner: Part<"workloads">["controller"]["resources"],
  sessions: number,
): Needs {
  const proxy = { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "512Mi" } };
  const [controllers, gateways] = [peakPods(controller.maxReplicas), peakPods(gateway.maxReplicas)];
  const total = (which: "requests" | "limits"): { cpu: string; memory: string } => {
    const needed = sum(
      [controllers, sum([1, amount(controller.resources[which])], [1, amount(proxy[which])])],
      [gateways, sum([1, amount(gateway.resources[which])], [1, amount(proxy[which])])],
      [sessions, amount(runner[which])],
    );
    return { cpu: showAmount("cpu", needed.cpu), memory: showAmount("memory", needed.memory) };
  };
  return {
    pods: controllers + gateways + sessions,
    connections:
      controllers * (controller.databaseMaxConnections ?? 20) +
      gateways * (gateway.databaseMaxConnections ?? 20) +
      RESERVED_CONNECTIONS.superuser +
      RESERVED_CONNECTIONS.maintenance,
    requests: total("requests"),
    limits: total("limits"),
  };
}

/** Every stage as often as the others. */
export const anyValidSettings: Arbitrary<EnvironmentInput> = fc
  .constantFrom<Stage>("sandbox", "development", "staging", "production")
  .chain(validSettings);
