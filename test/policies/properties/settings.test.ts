import fc, { type Arbitrary } from "fast-check";
import { resolveSettings, type EnvironmentInput } from "../../../environments";
import { refusalOf } from "../../support/environments";
import { anyValidSettings } from "./arbitrary-settings";
import { runs } from "./runs";

type Json = Record<string, unknown>;

/** The settings with another value at a path such as `database.replicas[0].region`; undefined takes it away. */
function withValue(input: EnvironmentInput, path: string, value: unknown): EnvironmentInput {
  const copy = structuredClone(input) as unknown as Json;
  const parts = path.split(/[.[\]]+/).filter((part) => part !== "");
  const parent = parts.slice(0, -1).reduce<Json>((at, part) => {
    at[part] ??= {};
    return at[part] as Json;
  }, copy);
  const last = parts.at(-1) ?? "";
  if (value === undefined) {
    delete parent[last];
  } else {
    parent[last] = value;
  }
  return copy as unknown as EnvironmentInput;
}

const outside = (low: number, high: number): Arbitrary<unknown> =>
  fc.oneof(
    fc.integer({ max: low - 1 }),
    fc.integer({ min: high + 1 }),
    fc.double({ min: low, max: high, noInteger: true, noNaN: true }),
    fc.constant(String(low)),
  );

const shape = (pattern: RegExp): Arbitrary<string> =>
  fc.string({ maxLength: 80 }).filter((text) => !pattern.test(text));
const noName = (longest: number): Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom("", "-a", "a-", "1a", "A", "a_b", "a.b", "ä", "a b"),
    fc.integer({ min: longest + 1, max: longest + 50 }).map((length) => "a".repeat(length)),
  );

/** Values that a setting never has, whatever the others are. */
const WRONG: Readonly<Record<string, Arbitrary<unknown>>> = {
  stage: fc.constantFrom("prod", "", "Production", 1, null, []),
  project: noName(30),
  region: fc.constantFrom("europe", "europe-west", "EUROPE-WEST1", "europe-west1-b", ""),
  "zones[0]": fc.constantFrom("mars-west1-b", "b", "", 5),
  namePrefix: noName(19),
  layout: fc.constantFrom("three-stacks", "", true),
  allowDestroys: fc.constantFrom("yes", 0, null),
  domain: fc.constantFrom(
    "",
    "localhost",
    "Cliscale.dev",
    "cliscale.dev.",
    "https://cliscale.dev",
    "a..dev",
    `${"a".repeat(64)}.dev`,
  ),
  "dns.kind": fc.constantFrom("route53", "", null),
  "dns.zoneNam": fc.string(),
  billingAccount: shape(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/),
  "labels.owner": fc.constantFrom("Platform", "a b", "a".repeat(64), 5),
  "labels.cost-center": fc.constant(undefined),
  "network.nodes": fc.constantFrom(
    "10.0.0.0",
    "10.0.0.1/24",
    "8.8.8.0/24",
    "10.0.0.0/30",
    "10.0.0.0/7",
    "::/64",
    "010.0.0.0/24",
    "",
  ),
  "network.services": fc.constantFrom("10.0.0.0/28", "10.0.0.0/33", "9.0.0.0/24", "ten"),
  "network.privateServices": fc.constantFrom("10.0.0.0/25", "1.1.1.0/24", "172.17.0.0/16", ""),
  "network.natAddresses": outside(1, 16),
  "cluster.mode": fc.constantFrom("serverless", "", null),
  "cluster.releaseChannel": fc.constantFrom("rapid", "", "UNSPECIFIED"),
  "cluster.expectedNodes": outside(1, 15000),
  "cluster.expectedPods": outside(1, 200000),
  "cluster.maintenance.hours": outside(4, 24),
  "cluster.maintenance.startTime": fc.constantFrom("24:00", "02:30", "2:00", ""),
  "cluster.authorizedNetworks[0]": fc.constantFrom(
    { name: "x", cidr: "0.0.0.0/0" },
    { name: "", cidr: "203.0.113.0/24" },
    {},
    null,
  ),
  "database.version": fc.constantFrom("POSTGRES_15", "17", "MYSQL_8_0"),
  "database.edition": fc.constantFrom("STANDARD", ""),
  "database.tier": fc.constantFrom(
    "db-custom-3-7680",
    "db-custom-2-7681",
    "db-custom-2-3584",
    "db-custom-98-100352",
    "db-n1-standard-1",
    "",
  ),
  "database.availability": fc.constantFrom("MULTI", "regional"),
  "database.diskSizeGb": outside(10, 65536),
  "database.backups.retained": outside(1, 365),
  "database.backups.startTime": fc.constantFrom("24:00", "1:00", "01:60"),
  "database.backups.transactionLogRetentionDays": outside(1, 35),
  "database.maintenanceWindow.day": outside(1, 7),
  "database.maintenanceWindow.hour": outside(0, 23),
  "database.maxConnections": outside(14, 262143),
  "database.insights.queryStringLength": outside(256, 4500),
  "database.insights.plansPerMinute": outside(0, 20),
  "registry.keptVersions": outside(1, 1000),
  "secrets.delivery": fc.constantFrom("env", ""),
  "secrets.rotationDays.pg": outside(1, 3650),
  "secrets.versions.jwt.version": outside(1, 100000),
  "secrets.versions.pg.previousReadableUntil": fc.constantFrom(
    "soon",
    "2026-02-30T00:00:00Z",
    "2026-12-01T09:00:00+01:00",
  ),
  "images.runner": fc.constantFrom("latest", "", "a/b:c", "sha256:abc", "x".repeat(129)),
  "workloads.controller.maxReplicas": outside(1, 1000),
  "workloads.controller.drainSeconds": outside(1, 3600),
  "workloads.gateway.targetCpuPercent": outside(10, 95),
  "workloads.gateway.resources.limits.cpu": fc.constantFrom("1 core", "-1", "1e3", "", "0.0001"),
  "workloads.gateway.resources.requests.memory": fc.constantFrom("1G", "512", "1.5Gi", ""),
  "runner.concurrentSessions": outside(1, 10000),
  "runner.allowedCodeDomains[0]": fc.constantFrom(
    "https://github.com",
    "*",
    "*.*.com",
    "github.com:443",
    "GitHub.com",
    "",
  ),
  "quota.pods": outside(1, 100000),
  "firewall.maxBodyBytes": outside(1, 8192),
  "firewall.sessions.perUserPerMinute": outside(1, 10000),
  "monitoring.emails[0]": fc.constantFrom("oncall", "a@b", "@b.dev", "a b@c.dev"),
  "monitoring.pagerChannelId": shape(/^projects\//),
  "monitoring.availabilityTargetPercent": fc.constantFrom(89.9, 100, "99", null),
  "monitoring.budget.currency": fc.constantFrom("eur", "EURO", ""),
  "recovery.rpoMinutes": outside(5, 10080),
  "recovery.backupRetentionDays": outside(1, 365),
  "recovery.clusterBackupIntervalMinutes": outside(60, 86400),
  surprise: fc.anything({ maxDepth: 1 }).filter((value) => value !== undefined),
};

const wrong = fc
  .constantFrom(...Object.entries(WRONG))
  .chain(([path, values]) => values.map((value) => ({ path, value })));

/** The name under which problems of an environment are reported. */
const nameOf = ({ name }: EnvironmentInput): string => name;

/** True for the setting itself, its parent and what is below it. */
function isAbout(setting: string, path: string): boolean {
  return (
    setting === path ||
    setting.startsWith(`${path}.`) ||
    setting.startsWith(`${path}[`) ||
    path.startsWith(`${setting}.`) ||
    path.startsWith(`${setting}[`)
  );
}

describe("random valid settings", () => {
  it("resolve, to settings that resolve to themselves", () => {
    fc.assert(
      fc.property(anyValidSettings, (input) => {
        expect(refusalOf(input)?.message).toBeUndefined();
        const [settings] = resolveSettings([input]);
        expect(resolveSettings([JSON.parse(JSON.stringify(settings)) as EnvironmentInput])).toEqual([settings]);
      }),
      runs(0.35),
    );
  });
});

describe("random settings with one that is wrong", () => {
  it("end in one ValidationError that names it, with a fix and without a stack trace", () => {
    fc.assert(
      fc.property(anyValidSettings, wrong, (input, { path, value }) => {
        const error = refusalOf(withValue(input, path, value));
        const about = error?.problems.filter(({ setting }) => isAbout(setting, `${nameOf(input)}.${path}`)) ?? [];
        expect([path, value, about.length > 0, error?.message]).toEqual([path, value, true, error?.message]);
        expect(about.every(({ must, fix }) => must.length > 3 && fix.length > 3)).toBe(true);
        expect(about.some(({ setting }) => error?.message.includes(`'${setting}' must `))).toBe(true);
        expect(error?.stack).not.toMatch(/^\s+at /m);
      }),
      runs(0.45),
    );
  });

  it("knows a wrong value for a setting of every part", () => {
    fc.assert(
      fc.property(anyValidSettings, (input) => {
        const parts = new Set(Object.keys(WRONG).map((path) => path.split(/[.[]/)[0]));
        const unknown = Object.keys(input).filter((part) => !parts.has(part));
        expect(unknown.filter((part) => !["name", "stateBucket", "wsDomain"].includes(part))).toEqual([]);
      }),
      runs(0.005),
    );
  });
});

describe("random settings with anything in place of one", () => {
  it("are accepted or end in a ValidationError, never in another error", () => {
    const pathsIn = (value: unknown, path: string): readonly string[] =>
      typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, part]) => [path + key, ...pathsIn(part, `${path}${key}.`)])
        : [];
    const anything = fc.anything({
      withDate: true,
      withNullPrototype: true,
      withSparseArray: true,
      maxDepth: 2,
    });

    fc.assert(
      fc.property(anyValidSettings, fc.nat(), anything, (input, pick, value) => {
        const paths = pathsIn(input, "");
        const error = refusalOf(withValue(input, paths[pick % paths.length] ?? "name", value));
        expect(error?.problems ?? ["accepted"]).not.toHaveLength(0);
        expect(error?.stack ?? "").not.toMatch(/^\s+at /m);
      }),
      runs(0.2),
    );
  });
});
