import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CATALOG } from "../../policies/catalog";
import { COVERAGE } from "../../policies/coverage";

const checks = COVERAGE.flatMap((list) => list.checks);
const ids = checks.map(({ id }) => id);
const covered = new Set(CATALOG.flatMap(({ covers }) => covers));

/** How long a reason is at least that says why a check has no rule here. */
const SHORTEST_REASON = 20;

describe("coverage", () => {
  it("joins every list that is written down", () => {
    const files = readdirSync(join(__dirname, "../../policies/coverage")).filter(
      (file) => file.endsWith(".ts") && file !== "check.ts" && file !== "index.ts",
    );
    expect(COVERAGE).toHaveLength(files.length);
    expect(new Set(COVERAGE.map(({ checks }) => checks)).size).toBe(files.length);
    expect(new Set(COVERAGE.map(({ title }) => title)).size).toBe(files.length);
  });

  it("names each check once", () => {
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("says what each check demands", () => {
    expect(checks.filter(({ demands }) => demands.trim().length < 5).map(({ id }) => id)).toEqual([]);
  });

  it("has a rule for each check, or a reason why there is none", () => {
    const undecided = checks.filter(({ id, notApplicable }) => !covered.has(id) && notApplicable === undefined);
    expect(undecided.map(({ id }) => id)).toEqual([]);
  });

  it("has no reason for a check that a rule covers", () => {
    const both = checks.filter(({ id, notApplicable }) => covered.has(id) && notApplicable !== undefined);
    expect(both.map(({ id }) => id)).toEqual([]);
  });

  it("gives reasons that say something", () => {
    const short = checks.filter(
      ({ notApplicable = "-".repeat(SHORTEST_REASON) }) => notApplicable.trim().length < SHORTEST_REASON,
    );
    expect(short.map(({ id }) => id)).toEqual([]);
  });

  it("covers nothing that no list has", () => {
    const known = new Set(ids);
    const strange = CATALOG.flatMap(({ id, covers }) =>
      covers.filter((check) => !known.has(check)).map((check) => `${id}: ${check}`),
    );
    expect(strange).toEqual([]);
  });

  it("names each check once in a rule", () => {
    expect(CATALOG.filter(({ covers }) => new Set(covers).size !== covers.length).map(({ id }) => id)).toEqual([]);
  });
});

/** kube-linter's checks that are on by default. https://github.com/stackrox/kube-linter/blob/main/docs/generated/checks.md */
const KUBE_LINTER_DEFAULTS = [
  "dangling-service",
  "deprecated-service-account-field",
  "docker-sock",
  "drop-net-raw-capability",
  "duplicate-env-var",
  "env-var-secret",
  "host-ipc",
  "host-network",
  "host-pid",
  "invalid-target-ports",
  "job-ttl-seconds-after-finished",
  "latest-tag",
  "liveness-port",
  "mismatching-selector",
  "no-anti-affinity",
  "no-extensions-v1beta",
  "no-read-only-root-fs",
  "non-existent-service-account",
  "pdb-max-unavailable",
  "pdb-min-available",
  "pdb-unhealthy-pod-eviction-policy",
  "privilege-escalation-container",
  "privileged-container",
  "readiness-port",
  "run-as-non-root",
  "sensitive-host-mounts",
  "ssh-port",
  "startup-port",
  "unsafe-sysctls",
  "unset-cpu-requirements",
  "unset-memory-requirements",
];

/** checkov's checks of manifests that say something of what a chart holds; the others are of a control plane or long gone. */
const CHECKOV_MANIFESTS = [
  ...[
    "8",
    "9",
    "10",
    "11",
    "12",
    "13",
    "14",
    "15",
    "16",
    "17",
    "18",
    "19",
    "20",
    "21",
    "22",
    "23",
    "25",
    "26",
    "27",
    "28",
  ],
  ...[
    "29",
    "30",
    "31",
    "33",
    "34",
    "35",
    "37",
    "38",
    "39",
    "40",
    "41",
    "42",
    "43",
    "44",
    "45",
    "49",
    "152",
    "153",
    "154",
  ],
  ...["155", "156", "157", "158", "159"],
].map((number) => `CKV_K8S_${number}`);

/** checkov's graph checks of the Google Cloud resources that the product is made of. */
const CHECKOV_GRAPH = [1, 2, 3, 4, 5, 6, 8, 12, 13, 14, 15, 16, 17, 18, 19, 37, 38].map(
  (number) => `CKV2_GCP_${number}`,
);

/** Rows of the product's requirements. */
const REQUIREMENTS = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21, 26, 27, 29, 30, 31, 32, 33,
].map((number) => `C${number}`);

/** How many distinct ids look like this. */
const amount = (pattern: RegExp) => new Set(ids.filter((id) => pattern.test(id))).size;

describe("the lists are complete: they have", () => {
  it.each([
    ["checkov's checks of manifests, of the control plane and of what is gone", /^CKV_K8S_\d+$/, 113],
    ["checkov's live checks of the kubernetes provider", /^CKV_K8S_\d+\/terraform$/, 31],
    ["checkov's graph checks of Kubernetes", /^CKV2_K8S_\d+$/, 6],
    ["the items of section 5 of the CIS benchmark for GKE", /^CIS-GKE-5\./, 34],
    ["kube-score's checks, 33 that are on by default and 6 that are not", /^kube-score\//, 39],
    ["the checks of the Pod Security Standards", /^pod-security\//, 19],
    ["polaris' checks", /^polaris\//, 44],
  ])("%s", (_, pattern, published) => {
    expect(amount(pattern)).toBe(published);
  });

  it("checkov's 98 checks of the Google Cloud resources that the product is made of, and those of their neighbours", () => {
    expect(amount(/^CKV2?_GCP_\d+$/)).toBeGreaterThanOrEqual(98);
  });

  it.each([
    ["checkov's 17 graph checks of them", CHECKOV_GRAPH, 17],
    ["checkov's 44 live checks of manifests", CHECKOV_MANIFESTS, 44],
    ["kube-linter's 31 checks that are on by default", KUBE_LINTER_DEFAULTS.map((check) => `kube-linter/${check}`), 31],
    ["the product's requirements", REQUIREMENTS, 26],
  ])("%s", (_, named, published) => {
    expect(named).toHaveLength(published);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });
});
