import fc from "fast-check";
import { Token } from "cdktf";
import {
  cidrProblem,
  contains,
  disjointProblems,
  isPrivate,
  nodeCapacity,
  overlaps,
  parseCidr,
  podPrefixPerNode,
  podRangeNodes,
  prefixFor,
  type Cidr,
} from "../../../constructs/core/cidr";
import { describeProblem, type Finding } from "../../../constructs/core/validation";

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) {
    throw new Error(`${text} is no range`);
  }
  return parsed;
}

const text = (finding: Finding): string | undefined => (finding ? describeProblem(finding) : undefined);

describe("parseCidr", () => {
  it("reads first and last address, size and prefix", () => {
    expect(cidr("10.10.16.0/20")).toEqual({
      text: "10.10.16.0/20",
      canonical: "10.10.16.0/20",
      prefixLength: 20,
      first: 0x0a0a1000,
      last: 0x0a0a1fff,
      size: 4096,
    });
  });

  it.each([
    ["0.0.0.0/0", 2 ** 32],
    ["255.255.255.255/32", 1],
    ["240.0.0.0/4", 2 ** 28],
  ])("reads the extreme %s", (range, size) => {
    expect(cidr(range)).toMatchObject({ canonical: range, size });
  });

  it.each(["", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0/8", "256.0.0.0/8"])(
    "refuses '%s'",
    (range) => {
      expect(parseCidr(range)).toBeUndefined();
    },
  );

  it.each(["010.0.0.0/8", "0x0a.0.0.0/8", "167772160/8", "fd00::/8", " 10.0.0.0/8", "10.0.0.0/8 "])(
    "refuses '%s', which other readers take for something else",
    (range) => {
      expect(parseCidr(range)).toBeUndefined();
    },
  );

  it("takes host bits away for every address and prefix", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(octet, octet, octet, octet), fc.integer({ min: 0, max: 32 }), (octets, prefix) => {
        const range = cidr(`${octets.join(".")}/${prefix}`);
        const again = cidr(range.canonical);
        expect(again.canonical).toBe(range.canonical);
        expect([again.first, again.last]).toEqual([range.first, range.last]);
        expect(range.first % range.size).toBe(0);
      }),
    );
  });
});

describe("comparisons", () => {
  it("contains itself and its parts, not its parent and not its neighbor", () => {
    expect(contains(cidr("10.0.0.0/8"), cidr("10.0.0.0/8"))).toBe(true);
    expect(contains(cidr("10.0.0.0/8"), cidr("10.255.255.0/24"))).toBe(true);
    expect(contains(cidr("10.255.255.0/24"), cidr("10.0.0.0/8"))).toBe(false);
    expect(contains(cidr("10.0.0.0/8"), cidr("11.0.0.0/8"))).toBe(false);
  });

  it("overlaps in both directions, never with a neighbor", () => {
    expect(overlaps(cidr("10.0.0.0/8"), cidr("10.1.0.0/16"))).toBe(true);
    expect(overlaps(cidr("10.1.0.0/16"), cidr("10.0.0.0/8"))).toBe(true);
    expect(overlaps(cidr("10.0.0.0/16"), cidr("10.1.0.0/16"))).toBe(false);
  });

  it.each([
    ["10.0.0.0/8", true],
    ["9.0.0.0/7", false],
    ["172.16.0.0/12", true],
    ["172.32.0.0/16", false],
    ["192.168.255.0/24", true],
    ["100.64.0.0/10", true],
    ["100.128.0.0/10", false],
    ["240.0.0.0/4", true],
    ["8.8.8.0/24", false],
    ["0.0.0.0/0", false],
  ])("calls %s private: %s", (range, expected) => {
    expect(isPrivate(cidr(range))).toBe(expected);
  });
});

describe("capacity", () => {
  it.each([
    ["10.0.0.0/29", 4],
    ["10.0.0.0/28", 12],
    ["10.0.0.0/24", 252],
    ["10.0.0.0/20", 4092],
    ["10.0.0.0/31", 0],
  ])("a node range of %s holds %d nodes", (range, nodes) => {
    expect(nodeCapacity(cidr(range))).toBe(nodes);
  });

  it.each([
    [1, 28],
    [8, 28],
    [9, 27],
    [16, 27],
    [17, 26],
    [32, 26],
    [33, 25],
    [64, 25],
    [65, 24],
    [110, 24],
    [128, 24],
    [129, 23],
    [256, 23],
  ])("%d pods per node take a /%d", (pods, prefix) => {
    expect(podPrefixPerNode(pods)).toBe(prefix);
  });

  it.each([
    ["10.0.0.0/14", 110, 1024],
    ["10.0.0.0/17", 32, 512],
    ["10.0.0.0/26", 32, 1],
    ["10.0.0.0/27", 32, 0],
  ])("a pod range of %s at %d pods per node serves %d nodes", (range, pods, nodes) => {
    expect(podRangeNodes(cidr(range), pods)).toBe(nodes);
  });

  it("gives the prefix that holds a number of addresses", () => {
    expect([1, 2, 32, 33, 4096].map(prefixFor)).toEqual([32, 31, 27, 26, 20]);
  });
});

describe("cidrProblem", () => {
  it("accepts a private canonical range and passes over what is unknown", () => {
    expect(cidrProblem("nodes", "10.10.0.0/20")).toBeUndefined();
    expect(cidrProblem("nodes", undefined)).toBeUndefined();
    expect(cidrProblem("nodes", Token.asString({ resolve: () => "x" }))).toBeUndefined();
  });

  it("says what is wrong with text that is no range", () => {
    expect(text(cidrProblem("nodes", "10.10.0.0"))).toContain(
      "'nodes' must be an IPv4 range in CIDR notation, got '10.10.0.0'",
    );
  });

  it("proposes the range without host bits", () => {
    expect(text(cidrProblem("nodes", "10.10.5.1/20"))).toContain(
      "must have no bits set behind its prefix, got '10.10.5.1/20'; write 10.10.0.0/20",
    );
  });

  it("refuses public ranges unless told otherwise", () => {
    expect(text(cidrProblem("nodes", "34.118.224.0/20"))).toContain("'nodes' must be a private range");
    expect(cidrProblem("authorized", "34.118.224.0/20", { private: false })).toBeUndefined();
  });

  it("holds both limits of the size", () => {
    const rule = { shortestPrefix: 16, longestPrefix: 27 };
    expect(cidrProblem("services", "10.0.0.0/27", rule)).toBeUndefined();
    expect(cidrProblem("services", "10.0.0.0/16", rule)).toBeUndefined();
    expect(text(cidrProblem("services", "10.0.0.0/28", rule))).toContain(
      "must have a prefix of /27 or shorter, got '10.0.0.0/28'; choose at least a /27",
    );
    expect(text(cidrProblem("services", "10.0.0.0/15", rule))).toContain("must have a prefix of /16 or longer");
  });
});

describe("disjointProblems", () => {
  it("names every overlapping pair once and passes over what is no range", () => {
    const found = disjointProblems({
      nodes: "10.0.0.0/16",
      pods: "10.0.128.0/17",
      services: "10.1.0.0/20",
      other: "10.0.0.0/8",
      broken: "10.0.0.0",
      absent: undefined,
    }).filter((finding) => finding);
    expect(found.map(text)).toEqual([
      "'pods' must not overlap 'nodes' (10.0.0.0/16), got '10.0.128.0/17'; choose ranges that have no address in common",
      "'other' must not overlap 'nodes' (10.0.0.0/16), got '10.0.0.0/8'; choose ranges that have no address in common",
      "'other' must not overlap 'pods' (10.0.128.0/17), got '10.0.0.0/8'; choose ranges that have no address in common",
      "'other' must not overlap 'services' (10.1.0.0/20), got '10.0.0.0/8'; choose ranges that have no address in common",
    ]);
  });
});
