import { readFileSync } from "node:fs";
import { join } from "node:path";
import { backupProblems, resolveBackups } from "../../../constructs/cloud-sql/backups";
import { instanceNameProblems } from "../../../constructs/cloud-sql/instance-name";
import { defaultMaxConnections, memoryMib, tierProblems } from "../../../constructs/cloud-sql/tier";
import {
  cidrProblem,
  disjointProblems,
  nodeCapacity,
  parseCidr,
  podPrefixPerNode,
} from "../../../constructs/core/cidr";
import { labelProblems } from "../../../constructs/core/labels";
import { NAME_RULES, type NameRule } from "../../../constructs/core/naming";
import { isProblem, type Finding } from "../../../constructs/core/validation";
import { maintenanceProblems, type MaintenanceExclusion } from "../../../constructs/gke/maintenance";
import { nodePoolProblems } from "../../../constructs/gke/node-pool";
import { port, portName } from "../../../constructs/helm/values/scalars";
import { natProblems } from "../../../constructs/network/nat-gateway";
import { flowLogsProblem } from "../../../constructs/network/node-subnetwork";
import { rotationProblems } from "../../../constructs/secret-manager/secret-rotation";
import { bucketNameProblems } from "../../../constructs/storage/bucket-name";
import { EncryptionKey, KeyRing } from "../../../constructs/kms";
import { ServiceAccount } from "../../../constructs/workload-identity";
import { newStack } from "../../support/synth";
import { refusalOf, changed } from "../../support/environments";

const ROOT = join(__dirname, "../../..");

/** Both sides of a limit: the last values that are right and the first that are not. */
interface Edge {
  readonly of: string;
  readonly accepts: (value: never) => boolean;
  readonly inside: readonly unknown[];
  readonly outside: readonly unknown[];
}

/** How a limit that Google or Kubernetes sets is held. */
type Limit = readonly (
  | Edge
  /** A test that was there already, by its file and a text that it has. */
  | { readonly file: string; readonly holds: string }
  /** Nothing of ours can go past the limit. */
  | { readonly nothing: string }
)[];

function edge<Value>(
  of: string,
  accepts: (value: Value) => boolean,
  inside: readonly Value[],
  outside: readonly Value[],
): Edge {
  return { of, accepts, inside, outside };
}

const sound = (...findings: readonly Finding[]): boolean => findings.filter(isProblem).length === 0;
const fits = (build: () => unknown): boolean => {
  try {
    build();
    return true;
  } catch {
    return false;
  }
};

/** Names of so many characters. */
const lengths = (rule: NameRule, shortest: number, longest: number): Edge =>
  edge(
    `the length of a ${rule.kind}`,
    (length: number) => rule.pattern.test("a".repeat(length)),
    [shortest, longest],
    [shortest - 1, longest + 1],
  );

/** True when production's settings take the value. */
const setting =
  (path: string, environment = "prod") =>
  (value: unknown): boolean =>
    !refusalOf(changed(environment, { [path]: value }))?.problems.some(({ setting: named }) =>
      named.endsWith(`.${path}`),
    );

const range = (path: string, low: number, high: number): Edge =>
  edge(path, setting(path), [low, high], [low - 1, high + 1]);

const SETTINGS = "test/environments/settings.test.ts";
const ARMOR = "test/constructs/cloud-armor/rules.test.ts";
const cidr = (value: string) =>
  parseCidr(value) ?? { text: value, canonical: "", prefixLength: 0, first: 0, last: 0, size: 0 };
const tierFits = (edition: "ENTERPRISE" | "ENTERPRISE_PLUS") => (tier: string) =>
  sound(...tierProblems({ edition, tier }));
const exclusions = (amount: number, scope: MaintenanceExclusion["scope"], days = 1): readonly MaintenanceExclusion[] =>
  Array.from({ length: amount }, (_, index) => ({
    name: `e${index}`,
    start: "2027-01-01T00:00:00Z",
    end: new Date(Date.UTC(2027, 0, 1) + days * 86_400_000).toISOString().replace(".000Z", "Z"),
    scope,
  }));
const maintained = (value: readonly MaintenanceExclusion[]) =>
  sound(...maintenanceProblems({ window: { days: ["SA", "SU"], startHour: 2, durationHours: 8 }, exclusions: value }));
const dynamic = (ports: { minimum?: number; maximum?: number }) =>
  sound(...natProblems({ ports: { allocation: "dynamic", ...ports } }));
const keyWith = (rotationDays: number) =>
  fits(() => {
    const stack = newStack();
    const keyRing = new KeyRing(stack, "Ring", { project: "cliscale-test", region: "europe-west1", name: "cliscale" });
    return new EncryptionKey(stack, "Key", { keyRing, name: "key", rotationDays });
  });

/** Limits of Google Cloud and Kubernetes that a synth can tell. The values come from the vendors' documentation, linked where the limit is enforced. */
const LIMITS: Readonly<Record<string, Limit>> = {
  "names in Compute Engine": [lengths(NAME_RULES.compute, 1, 63)],
  "project IDs": [lengths(NAME_RULES.project, 6, 30)],
  "regions and zones": [
    edge(
      "a region",
      (name: string) => NAME_RULES.region.pattern.test(name),
      ["europe-west1", "europe-west12", "northamerica-northeast1"],
      ["europe-west", "europe-west1-b", "europe"],
    ),
    edge(
      "zones",
      (zone: string) => setting("zones[0]")(zone),
      ["europe-west1-a", "europe-west1-f"],
      ["europe-west1", "europe-west4-a", "europe-west1-ab"],
    ),
  ],
  "GKE cluster names": [lengths(NAME_RULES.cluster, 1, 40)],
  "GKE node pool names": [
    edge(
      "the length",
      (length: number) => sound(...nodePoolProblems("", "a".repeat(length), {}, "europe-west1")),
      [1, 40],
      [0, 41],
    ),
  ],
  "the control plane's own range": [
    { nothing: "clusters use Private Service Connect: no construct takes such a range" },
  ],
  "the cluster's pod range by itself": [
    { nothing: "clusters are given a named range of their subnet, never a range of their own" },
  ],
  "a range by name or by value": [{ nothing: "the props have names alone, so both can't be given" }],
  "pods per node": [
    edge(
      "maxPodsPerNode",
      (pods: number) => sound(...nodePoolProblems("", "pool", { maxPodsPerNode: pods }, "europe-west1")),
      [8, 256],
      [7, 257],
    ),
    edge(
      "the range of a node, which has twice as many addresses",
      ([pods, prefix]: readonly [number, number]) => podPrefixPerNode(pods) === prefix,
      [
        [8, 28],
        [9, 27],
        [16, 27],
        [17, 26],
        [32, 26],
        [33, 25],
        [64, 25],
        [65, 24],
        [128, 24],
        [129, 23],
        [256, 23],
      ],
      [
        [8, 27],
        [128, 23],
      ],
    ),
  ],
  "nodes in a subnet": [
    edge(
      "addresses less four",
      ([text, nodes]: readonly [string, number]) => nodeCapacity(cidr(text)) === nodes,
      [
        ["10.0.0.0/29", 4],
        ["10.0.0.0/28", 12],
        ["10.0.0.0/24", 252],
        ["10.0.0.0/20", 4092],
      ],
      [["10.0.0.0/29", 8]],
    ),
    { file: SETTINGS, holds: "network.nodes" },
  ],
  "the range of Services": [edge("the size", setting("network.services"), ["10.48.16.0/27"], ["10.48.16.0/28"])],
  "ranges apart from each other": [
    edge(
      "neighbours",
      ([one, other]: readonly [string, string]) => sound(...disjointProblems({ one, other })),
      [["10.0.0.0/25", "10.0.0.128/25"]],
      [
        ["10.0.0.0/25", "10.0.0.127/32"],
        ["10.0.0.0/24", "10.0.0.255/32"],
      ],
    ),
  ],
  "authorized networks": [
    edge(
      "the width",
      setting("cluster.authorizedNetworks[0].cidr"),
      ["203.0.0.0/8", "203.0.113.7/32"],
      ["202.0.0.0/7"],
    ),
    { nothing: "how many there may be depends on the cluster's age, which no synth can tell" },
  ],
  "maintenance windows and exclusions": [
    edge("exclusions", (amount: number) => maintained(exclusions(amount, "NO_MINOR_UPGRADES")), [0, 20], [21]),
    edge("exclusions of every upgrade", (amount: number) => maintained(exclusions(amount, "NO_UPGRADES")), [3], [4]),
    edge("days of one", (days: number) => maintained(exclusions(1, "NO_UPGRADES", days)), [1, 30], [0, 31]),
    range("cluster.maintenance.hours", 4, 24),
    edge("times", setting("cluster.maintenance.startTime"), ["00:00", "23:00"], ["24:00", "23:59"]),
  ],
  "the range of private services": [
    edge(
      "the size",
      (text: string) =>
        sound(cidrProblem("range", text, { longestPrefix: 24 })) && setting("network.privateServices")(text),
      ["10.48.32.0/24"],
      ["10.48.32.0/25"],
    ),
  ],
  "Cloud NAT": [
    edge(
      "the fewest dynamic ports",
      (minimum: number) => dynamic({ minimum, maximum: 65_536 }),
      [32, 32_768],
      [16, 31, 33, 65_536],
    ),
    edge(
      "the most dynamic ports",
      (maximum: number) => dynamic({ minimum: 32, maximum }),
      [64, 65_536],
      [32, 63, 65_535, 131_072],
    ),
    edge(
      "static ports",
      (perNode: number) => sound(...natProblems({ ports: { allocation: "static", perNode } })),
      [1, 65_536],
      [0, 65_537],
    ),
    edge("addresses", (addressCount: number) => sound(...natProblems({ addressCount })), [1, 2], [0, 1.5]),
    range("network.natAddresses", 1, 16),
  ],
  "priorities of firewall rules": [{ nothing: "the priorities are constants of the constructs" }],
  "flow logs": [
    edge("sampling", (sampling: number) => sound(flowLogsProblem({ sampling })), [0.0001, 1], [0, 1.0001, -1]),
  ],
  "names of Cloud SQL instances": [
    edge(
      "project, colon and name together",
      (length: number) =>
        sound(...instanceNameProblems("cliscale-test", "a".repeat(length - "cliscale-test:-1".length), 1)),
      [97, 98],
      [99],
    ),
  ],
  "tiers of Cloud SQL": [
    edge(
      "vCPUs and memory in ENTERPRISE",
      tierFits("ENTERPRISE"),
      [
        "db-custom-1-3840",
        "db-custom-1-6656",
        "db-custom-2-3840",
        "db-custom-2-13312",
        "db-custom-96-88576",
        "db-custom-96-638976",
        "db-f1-micro",
        "db-g1-small",
      ],
      [
        "db-custom-1-3584",
        "db-custom-1-6912",
        "db-custom-3-7680",
        "db-custom-2-13568",
        "db-custom-2-3841",
        "db-custom-98-100352",
        "db-custom-96-88320",
        "db-perf-optimized-N-2",
      ],
    ),
    edge(
      "vCPUs in ENTERPRISE_PLUS",
      tierFits("ENTERPRISE_PLUS"),
      ["db-perf-optimized-N-2", "db-perf-optimized-N-128"],
      ["db-perf-optimized-N-1", "db-perf-optimized-N-3", "db-perf-optimized-N-256", "db-custom-2-7680", "db-f1-micro"],
    ),
  ],
  "connections of Cloud SQL": [
    edge(
      "the default by memory",
      ([tier, connections]: readonly [string, number]) => defaultMaxConnections(tier) === connections,
      [
        ["db-f1-micro", 25],
        ["db-g1-small", 50],
        ["db-custom-1-3840", 100],
        ["db-custom-1-5888", 100],
        ["db-custom-1-6144", 200],
        ["db-custom-2-7424", 200],
        ["db-custom-2-7680", 400],
        ["db-custom-4-15104", 400],
        ["db-custom-4-15360", 500],
        ["db-custom-8-30464", 500],
        ["db-custom-8-30720", 600],
        ["db-custom-16-61184", 600],
        ["db-custom-16-61440", 800],
        ["db-custom-32-122624", 800],
        ["db-custom-32-122880", 1000],
      ],
      [["db-custom-2-7680", 200]],
    ),
    { file: SETTINGS, holds: '["database.maxConnections", 14, 262143]' },
    edge("the pools of all pods", setting("database.maxConnections"), [413], [412]),
    edge(
      "a memory that is known",
      (tier: string) => memoryMib(tier) !== undefined,
      ["db-custom-1-3840"],
      ["db-n1-standard-1"],
    ),
  ],
  "logs for a point in time": [
    edge(
      "days in ENTERPRISE",
      (days: number) =>
        sound(...tierProblems({ edition: "ENTERPRISE", tier: "db-custom-2-7680", transactionLogRetentionDays: days })),
      [1, 7],
      [0, 8],
    ),
    edge(
      "days in ENTERPRISE_PLUS",
      (days: number) =>
        sound(
          ...tierProblems({
            edition: "ENTERPRISE_PLUS",
            tier: "db-perf-optimized-N-2",
            transactionLogRetentionDays: days,
          }),
        ),
      [1, 35],
      [0, 36],
    ),
  ],
  "backups of Cloud SQL": [
    edge(
      "how many are kept",
      (retainedBackups: number) => sound(...backupProblems(resolveBackups("ENTERPRISE", { retainedBackups }))),
      [7, 365],
      [0, 366],
    ),
    edge("the start", setting("database.backups.startTime"), ["00:00", "23:59"], ["24:00", "23:60"]),
  ],
  "the maintenance window of Cloud SQL": [
    range("database.maintenanceWindow.day", 1, 7),
    range("database.maintenanceWindow.hour", 0, 23),
    edge("the track", setting("database.maintenanceWindow.track"), ["canary", "stable", "week5"], ["week6", "preview"]),
  ],
  "Query Insights": [
    range("database.insights.queryStringLength", 256, 4500),
    range("database.insights.plansPerMinute", 0, 20),
  ],
  "disks of Cloud SQL": [
    edge("the size", setting("database.diskSizeGb"), [10], [9]),
    edge("the limit", setting("database.diskLimitGb"), [50, 65_536], [49, 65_537]),
  ],
  "service accounts": [
    lengths(NAME_RULES.serviceAccount, 6, 30),
    edge(
      "the description",
      (length: number) =>
        fits(
          () =>
            new ServiceAccount(newStack(), "It", {
              project: "cliscale-test",
              accountId: "gateway",
              description: "a".repeat(length),
            }),
        ),
      [1, 256],
      [0, 257],
    ),
  ],
  "workload identity pools": [{ nothing: "the pool is the cluster's own: no construct makes one" }],
  "custom roles": [{ nothing: "no construct makes a role" }],
  "names of secrets": [
    lengths(NAME_RULES.secret, 1, 255),
    { nothing: "a value's size is not known: values never pass through a synth" },
  ],
  "rotation of secrets": [
    edge(
      "the period",
      (periodSeconds: number) => sound(...rotationProblems({ periodSeconds, firstRotation: "2027-01-04T09:00:00Z" })),
      [3600, 3_153_600_000],
      [3599, 3_153_600_001],
    ),
    { file: "test/constructs/secret-manager/secret-manager.test.ts", holds: "an alias of 64 characters" },
  ],
  "repositories of Artifact Registry": [
    lengths(NAME_RULES.repository, 1, 63),
    range("registry.keptVersions", 1, 1000),
    range("registry.untaggedDays", 1, 3650),
  ],
  labels: [
    edge(
      "the length of a key",
      (length: number) => sound(...labelProblems("labels", { ["a".repeat(length)]: "" })),
      [1, 63],
      [0, 64],
    ),
    edge(
      "the length of a value",
      (length: number) => sound(...labelProblems("labels", { a: "b".repeat(length) })),
      [0, 63],
      [64],
    ),
    edge(
      "how many",
      (amount: number) =>
        sound(
          ...labelProblems(
            "labels",
            Object.fromEntries(Array.from({ length: amount }, (_, index) => [`l${index}`, ""])),
          ),
        ),
      [0, 64],
      [65],
    ),
  ],
  "names in Cloud KMS": [lengths(NAME_RULES.kms, 1, 63)],
  "rotation of keys": [edge("days", keyWith, [1, 90], [0, 91])],
  "names of buckets": [
    edge("the length", (length: number) => sound(...bucketNameProblems("a".repeat(length))), [3, 63], [2, 64]),
    edge(
      "words that are Cloud Storage's own",
      (name: string) => sound(...bucketNameProblems(name)),
      ["my-goog", "goo-gle"],
      ["goog-1", "my-google-1", "g00gle", "192.168.5.4"],
    ),
    edge(
      "the bucket of the state",
      setting("stateBucket"),
      ["abc", "a".repeat(63)],
      ["ab", "a".repeat(64), "goog-state"],
    ),
  ],
  "Cloud Monitoring": [
    { file: "test/constructs/monitoring/monitoring.test.ts", holds: "8193" },
    edge("the target", setting("monitoring.availabilityTargetPercent"), [90, 99.99], [89.99, 99.991]),
  ],
  "the timeout of a backend": [
    range("workloads.controller.timeoutSeconds", 1, 86_400),
    edge("the gateway's", setting("workloads.gateway.sessionTimeoutSeconds"), [60, 86_400], [59, 86_401]),
  ],
  "names in Kubernetes": [
    lengths(NAME_RULES.kubernetesLabel, 1, 63),
    lengths(NAME_RULES.helmRelease, 1, 53),
    edge(
      "a host",
      (length: number) => NAME_RULES.host.pattern.test(`${"a.".repeat((length - 3) / 2)}dev`),
      [5, 253],
      [3, 255],
    ),
    edge("a port's name", (length: number) => portName().safeParse("a".repeat(length)).success, [1, 15], [0, 16]),
    edge("a port of ours", (number: number) => port().safeParse(number).success, [1024, 65535], [1023, 65536]),
  ],
  "Cloud Armor": [
    { file: ARMOR, holds: "2147483646 and not the default rule's 2147483647" },
    { file: ARMOR, holds: "a description of 64 characters and not of 65" },
    { file: ARMOR, holds: "refuses to count over %i seconds" },
    { file: "test/constructs/cloud-armor/web-firewall.test.ts", holds: '"d".repeat(2048)' },
    range("firewall.maxBodyBytes", 1, 8192),
    range("firewall.sessions.perAddressPerMinute", 1, 10_000),
  ],
};

const rows = Object.entries(LIMITS);
const edges = rows.flatMap(([subject, limit]) =>
  limit.flatMap((one) => ("of" in one ? [[`${subject}: ${one.of}`, one] as const] : [])),
);

describe("limits", () => {
  it.each(edges)("of %s: the last value is right and the next is not", (_, { accepts, inside, outside }) => {
    const judge = accepts as (value: unknown) => boolean;
    expect(inside.filter((value) => !judge(value))).toEqual([]);
    expect(outside.filter((value) => judge(value))).toEqual([]);
    expect(inside.length * outside.length).toBeGreaterThan(0);
  });

  it("are held elsewhere where it says so", () => {
    const named = rows.flatMap(([, limit]) => limit.flatMap((one) => ("file" in one ? [one] : [])));
    expect(named.filter(({ file, holds }) => !readFileSync(join(ROOT, file), "utf8").includes(holds))).toEqual([]);
  });

  it("that nothing of ours can pass have a reason", () => {
    const reasons = rows.flatMap(([, limit]) => limit.flatMap((one) => ("nothing" in one ? [one.nothing] : [])));
    expect(reasons.filter((reason) => reason.length < 20)).toEqual([]);
    expect(rows.filter(([, limit]) => limit.length === 0)).toEqual([]);
  });

  it("are written down for forty subjects, so that none gets lost", () => {
    expect(rows).toHaveLength(40);
  });
});
