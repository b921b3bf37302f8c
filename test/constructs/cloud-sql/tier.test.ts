import { Token } from "cdktf";
import { defaultMaxConnections, memoryMib, tierProblems, type TierSettings } from "../../../constructs/cloud-sql/tier";
import { describeProblem, type Problem } from "../../../constructs/core/validation";

const texts = (settings: TierSettings): readonly string[] =>
  tierProblems(settings)
    .filter((finding): finding is Problem => typeof finding === "object")
    .map(describeProblem);

describe("tierProblems", () => {
  it.each([
    "db-f1-micro",
    "db-g1-small",
    "db-custom-1-3840",
    "db-custom-1-6656",
    "db-custom-2-3840",
    "db-custom-2-13312",
    "db-custom-8-7424",
    "db-custom-96-88576",
    "db-custom-96-638976",
  ])("accepts %s in ENTERPRISE", (tier) => {
    expect(texts({ edition: "ENTERPRISE", tier })).toEqual([]);
  });

  it.each([2, 4, 8, 16, 32, 48, 64, 80, 96, 128])("accepts db-perf-optimized-N-%i in ENTERPRISE_PLUS", (cpus) => {
    expect(texts({ edition: "ENTERPRISE_PLUS", tier: `db-perf-optimized-N-${cpus}` })).toEqual([]);
  });

  it.each([
    ["db-custom-0-3840", "have 1 vCPU or an even number of vCPUs up to 96"],
    ["db-custom-3-7680", "have 1 vCPU or an even number of vCPUs up to 96"],
    ["db-custom-98-638976", "have 1 vCPU or an even number of vCPUs up to 96"],
    [
      "db-custom-2-7681",
      "have a memory that is a multiple of 256 MiB from 3840 to 13312 MiB with 2 vCPUs, got 'db-custom-2-7681'; choose db-custom-2-7936",
    ],
    ["db-custom-1-3584", "from 3840 to 6656 MiB with 1 vCPU, got 'db-custom-1-3584'; choose db-custom-1-3840"],
    ["db-custom-1-6912", "choose db-custom-1-6656"],
    ["db-custom-8-7168", "from 7424 to 53248 MiB with 8 vCPUs, got 'db-custom-8-7168'; choose db-custom-8-7424"],
    ["db-custom-96-639232", "choose db-custom-96-638976"],
    ["db-n1-standard-2", "be db-f1-micro, db-g1-small or db-custom-<vCPUs>-<MiB> in edition ENTERPRISE"],
    ["toString", "be db-f1-micro, db-g1-small or db-custom-<vCPUs>-<MiB> in edition ENTERPRISE"],
    ["db-perf-optimized-N-2", "choose edition ENTERPRISE_PLUS, or for example db-custom-2-7680"],
  ])("refuses %s in ENTERPRISE", (tier, text) => {
    expect(texts({ edition: "ENTERPRISE", tier })).toEqual([expect.stringContaining(text)]);
  });

  it.each(["db-custom-2-7680", "db-f1-micro", "db-g1-small", "db-perf-optimized-N-6", "db-perf-optimized-N-256"])(
    "refuses %s in ENTERPRISE_PLUS",
    (tier) => {
      expect(texts({ edition: "ENTERPRISE_PLUS", tier })).toEqual([
        `'tier' must be db-perf-optimized-N-2|4|8|16|32|48|64|80|96|128 in edition ENTERPRISE_PLUS, got '${tier}'; choose one of these, for example db-perf-optimized-N-2, or edition ENTERPRISE (https://cloud.google.com/sql/docs/postgres/editions-intro)`,
      ]);
    },
  );

  it("limits the days of logs by the edition", () => {
    const days = (edition: TierSettings["edition"], transactionLogRetentionDays: number) =>
      texts({ edition, tier: Token.asString({ ref: "tier" }), transactionLogRetentionDays, prefix: "database." });

    expect([
      days("ENTERPRISE", 1),
      days("ENTERPRISE", 7),
      days("ENTERPRISE_PLUS", 1),
      days("ENTERPRISE_PLUS", 35),
    ]).toEqual([[], [], [], []]);
    expect(days("ENTERPRISE", 8)).toEqual([
      "'database.transactionLogRetentionDays' must be a whole number between 1 and 7 days in ENTERPRISE, got 8; choose a value from 1 to 7 (https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr)",
    ]);
    expect(days("ENTERPRISE", 0)).toHaveLength(1);
    expect(days("ENTERPRISE_PLUS", 36)).toEqual([
      expect.stringContaining("between 1 and 35 days in ENTERPRISE_PLUS, got 36"),
    ]);
  });

  it("limits the version by the edition", () => {
    const version = (edition: TierSettings["edition"], value: TierSettings["version"]) =>
      texts({ edition, tier: Token.asString({ ref: "tier" }), version: value });

    expect([
      version("ENTERPRISE", "POSTGRES_11"),
      version("ENTERPRISE_PLUS", "POSTGRES_12"),
      version("ENTERPRISE", "POSTGRES_18"),
    ]).toEqual([[], [], []]);
    expect(version("ENTERPRISE_PLUS", "POSTGRES_11")).toEqual([
      expect.stringContaining("'version' must be POSTGRES_12 or later in edition ENTERPRISE_PLUS, got 'POSTGRES_11'"),
    ]);
    expect(version("ENTERPRISE", "POSTGRES_9")).toEqual([
      expect.stringContaining("must be POSTGRES_ and a major version"),
    ]);
  });

  it("says nothing about values that are known only after apply", () => {
    expect(texts({ edition: Token.asString({ ref: "edition" }) as "ENTERPRISE", tier: "nonsense" })).toEqual([]);
    expect(texts({ edition: "ENTERPRISE", tier: Token.asString({ ref: "tier" }) })).toEqual([]);
  });
});

describe("memoryMib", () => {
  it("knows the memory of every family", () => {
    expect(
      ["db-f1-micro", "db-g1-small", "db-custom-2-7680", "db-perf-optimized-N-2", "db-perf-optimized-N-128"].map(
        memoryMib,
      ),
    ).toEqual([615, 1741, 7680, 16_384, 884_736]);
  });

  it("doesn't guess", () => {
    expect(
      ["db-n1-standard-2", "db-perf-optimized-N-6", "toString", Token.asString({ ref: "tier" })].map(memoryMib),
    ).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe("defaultMaxConnections", () => {
  it.each([
    ["db-f1-micro", 25],
    ["db-g1-small", 50],
    ["db-custom-1-3840", 100],
    ["db-custom-2-5888", 100],
    ["db-custom-2-6144", 200],
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
    ["db-perf-optimized-N-2", 500],
    ["db-perf-optimized-N-128", 1000],
  ])("is for %s %i", (tier, connections) => {
    expect(defaultMaxConnections(tier)).toBe(connections);
  });

  it("is unknown for a tier that is", () => {
    expect(defaultMaxConnections("db-n1-standard-2")).toBeUndefined();
  });
});
