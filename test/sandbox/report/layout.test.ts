import fc from "fast-check";
import { groupsOf, nameInGroup } from "../../../sandbox/report/groups";
import { impliedEdges } from "../../../sandbox/report/implied-edges";
import { type Box } from "../../../sandbox/report/layers";
import { place } from "../../../sandbox/report/layout";
import { type ReportedBlock, type ReportedEdge } from "../../../sandbox/report/report";
import { fit } from "../../../sandbox/report/words";
import { cliscaleReport } from "./support";

const block = (path: string): ReportedBlock => ({ address: path, path, type: "google_a", mode: "resource" });

const edge = (from: string, to: string, law?: string): ReportedEdge => ({ from, to, reasons: [], law });

describe("groupsOf", () => {
  const groups = (...paths: readonly string[]): readonly (string | undefined)[] =>
    paths.map(groupsOf(paths.map((path) => block(path))));

  it("takes a path's first two segments, the second without what follows a dash", () => {
    expect(
      groups("Platform/Key-images/Resource", "Platform/Key-backups/Resource", "Platform/Key-backups/Grant"),
    ).toEqual(["Platform/Key", "Platform/Key", "Platform/Key"]);
  });

  it("takes the first segment where two segments would hold one block", () => {
    expect(groups("Workload/Release/Resource", "Workload/Namespace/Resource")).toEqual(["Workload", "Workload"]);
    expect(groups("ProjectServices/compute", "ProjectServices/dns")).toEqual(["ProjectServices", "ProjectServices"]);
  });

  it("leaves a block at the top of its stack alone", () => {
    expect(groups("bucket", "Alone/bucket")).toEqual([undefined, undefined]);
  });
});

describe("nameInGroup", () => {
  it.each([
    ["Platform/Network/Nat/Router", "Platform/Network", "Nat/Router"],
    ["Platform/Network/Resource", "Platform/Network", "Network"],
    ["Platform/Key-images/Resource", "Platform/Key", "Key-images"],
    ["Workload/Release/Resource", "Workload", "Release"],
    ["bucket", undefined, "bucket"],
  ])("leaves out of %s what %s says", (path, group, name) => {
    expect(nameInGroup(path, group)).toBe(name);
  });
});

describe("impliedEdges", () => {
  it("finds waits that are the sum of others", () => {
    const long = edge("c", "a");

    expect([...impliedEdges([edge("b", "a"), edge("c", "b"), long])]).toEqual([long]);
  });

  it("keeps what a law forces unless other laws force it", () => {
    const long = edge("c", "a", "law");

    expect([...impliedEdges([edge("b", "a"), edge("c", "b", "law"), long])]).toEqual([]);
    expect([...impliedEdges([edge("b", "a", "law"), edge("c", "b", "law"), long])]).toEqual([long]);
  });
});

describe("fit", () => {
  it("keeps both ends, more of the last one", () => {
    expect(fit("Platform/Database", 17)).toBe("Platform/Database");
    expect(fit("Platform/Database", 10)).toBe("Pla…tabase");
  });
});

/** Any graph without cycles, in any groups: an edge leads from a smaller number to a greater one. */
const PLANS = fc.integer({ min: 0, max: 25 }).chain((size) =>
  fc.record({
    groups: fc.array(fc.constantFrom(undefined, "a", "b", "c", "d"), { minLength: size, maxLength: size }),
    edges:
      size < 2
        ? fc.constant([])
        : fc.array(
            fc
              .tuple(fc.nat(size - 1), fc.nat(size - 1))
              .filter(([one, other]) => one !== other)
              .map(([one, other]) => ({ left: String(Math.min(one, other)), right: String(Math.max(one, other)) })),
            { maxLength: 60 },
          ),
  }),
);

describe("place", () => {
  it("places every block in its group, no two in one place, and every edge from block to block", () => {
    fc.assert(
      fc.property(PLANS, ({ groups, edges }) => {
        const nodes = groups.map((_, index) => String(index));
        const groupOf = (node: string): string | undefined => groups[Number(node)];
        const placed = place({ nodes, edges, groupOf, width: 100, height: 20 });
        const boxes = [...placed.nodes.values()];
        const whole = { x: 0, y: 0, width: placed.width, height: placed.height };

        expect(boxes).toHaveLength(nodes.length);
        expect(boxes.filter((box) => !contains(whole, box))).toEqual([]);
        expect(overlapping(boxes)).toEqual([]);
        expect(overlapping([...placed.groups.values()])).toEqual([]);
        for (const [node, box] of placed.nodes) {
          const group = placed.groups.get(groupOf(node) ?? "");
          expect(group === undefined || contains(group, box)).toBe(true);
        }
        placed.ways.forEach((way, index) => {
          const [from, to] = [placed.nodes.get(edges[index]?.left ?? ""), placed.nodes.get(edges[index]?.right ?? "")];
          expect(way.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
          expect([way.at(0)?.y, way.at(-1)?.y]).toEqual([middle(from), middle(to)]);
        });
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it("places all of cliscale in time, with what is needed first at the left of its group", () => {
    const [stack] = cliscaleReport().stacks;
    const groupOf = groupsOf(stack?.blocks ?? []);
    const { nodes, groups } = place({
      nodes: stack?.blocks.map(({ address }) => address) ?? [],
      edges: stack?.edges.map(({ from, to }) => ({ left: to, right: from })) ?? [],
      groupOf,
      width: 194,
      height: 34,
    });
    const backward = stack?.edges.filter(
      ({ from, to }) => groupOf(from) === groupOf(to) && (nodes.get(from)?.x ?? 0) <= (nodes.get(to)?.x ?? 0),
    );

    expect(groups.size).toBeGreaterThan(10);
    expect(backward).toEqual([]);
  }, 60_000);
});

const contains = (outer: Box, box: Box): boolean =>
  outer.x - 0.1 <= box.x &&
  outer.y - 0.1 <= box.y &&
  box.x + box.width <= outer.x + outer.width + 0.1 &&
  box.y + box.height <= outer.y + outer.height + 0.1;

function overlapping(boxes: readonly Box[]): readonly (readonly [Box, Box])[] {
  const apart = (one: Box, other: Box): boolean =>
    one.x + one.width <= other.x + 0.1 || one.y + one.height <= other.y + 0.1;
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter((other) => !apart(one, other) && !apart(other, one))
      .map((other) => [one, other] as const),
  );
}

const middle = (box: Box | undefined): number | undefined => box && box.y + box.height / 2;
