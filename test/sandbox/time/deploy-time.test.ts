import { GROUPINGS } from "../../../bench/module-depends-on";
import { computedBySchema } from "../../../sandbox/time/computed";
import { deployTime, type DeployTime } from "../../../sandbox/time/deploy-time";
import { deployGraph, type DeployGraph, type StackJson } from "../../../sandbox/time/graph";
import { type Action } from "../../../sandbox/time/latency";
import { withModuleDependencies } from "../../../sandbox/time/modules";
import { clock, criticalPathText, gantt, lowerBoundText, summary } from "../../../sandbox/time/text";
import { resolveSettings } from "../../../environments";
import { addCliscale } from "../../../stacks/cliscale";
import { changed } from "../../support/environments";
import { renderApp } from "../../support/synth";
import { graphOf, idsAreComputed, renderedStacks } from "./support";

const instance = { instance: "${google_sql_database_instance.primary.name}" };

/** A database with a replica, in the order in which Terraform may well take them. */
const DATABASE = graphOf({
  "google_sql_database_instance.primary": {},
  "google_sql_database_instance.replica": { master_instance_name: "${google_sql_database_instance.primary.name}" },
  "google_sql_user.app": instance,
  "helm_release.app": { depends_on: ["google_sql_user.app", "google_compute_security_policy_rule.slow"] },
  "google_compute_security_policy_rule.slow": { depends_on: ["google_sql_database_instance.primary"] },
});

const time = (graph: DeployGraph, action: Action = "create", changed?: readonly string[]): DeployTime =>
  deployTime(graph, action, { isComputed: idsAreComputed, changed });

describe("deployTime", () => {
  it("shows what a lock costs: users wait for the whole replica", () => {
    const { makespan, criticalPath } = time(DATABASE);

    expect(makespan).toBe(600 + 437 + 5 + 360);
    expect(criticalPath.map(({ address, cause, gain }) => [address, cause.kind, gain])).toEqual([
      ["google_sql_database_instance.primary", "first", undefined],
      ["google_sql_database_instance.replica", "edge", undefined],
      ["google_sql_user.app", "lock", 360],
      ["helm_release.app", "edge", undefined],
    ]);
  });

  it("says of each step that nothing forces what it costs", () => {
    const graph = graphOf({
      "google_container_cluster.c": {},
      "google_sql_database_instance.i": { depends_on: ["google_container_cluster.c"] },
    });
    const { criticalPath, lowerBound, ratio, makespan } = time(graph);

    expect(makespan).toBe(1080);
    expect(lowerBound.seconds).toBe(600);
    expect(ratio).toBe(1.8);
    expect(criticalPath[1]).toMatchObject({ reasons: ["depends_on"], gain: 480 });
    expect(criticalPath[1]?.forced).toBeUndefined();
  });

  it("counts the wait for a worker as avoidable", () => {
    const networks = Object.fromEntries(
      Array.from({ length: 3 }, (_, index) => [`google_compute_network.n${index}`, {}]),
    );
    const { criticalPath } = deployTime(graphOf(networks), "create", { isComputed: idsAreComputed, parallelism: 2 });

    expect(criticalPath.map(({ cause, gain }) => [cause.kind, gain])).toEqual([
      ["first", undefined],
      ["parallelism", 22],
    ]);
  });

  it("updates the releases unless told what changes", () => {
    expect(time(DATABASE, "update").makespan).toBe(180);
    expect(time(DATABASE, "update", ["google_sql_database_instance.primary", "helm_release.app"]).makespan).toBe(300);
  });

  it("destroys in the opposite order and names what is protected", () => {
    const graph = graphOf({
      "google_compute_network.n": {},
      "google_compute_subnetwork.s": { network: "${google_compute_network.n.id}" },
      "google_container_cluster.c": {
        subnetwork: "${google_compute_subnetwork.s.id}",
        lifecycle: { prevent_destroy: true },
      },
      "google_sql_database_instance.i": { deletion_protection: true },
    });
    const { criticalPath, protectedBlocks, ratio } = time(graph, "delete");

    expect(criticalPath.map(({ address, begin, end }) => [address, begin, end])).toEqual([
      ["google_container_cluster.c", 0, 220],
      ["google_compute_subnetwork.s", 220, 253],
      ["google_compute_network.n", 253, 290],
    ]);
    expect(ratio).toBe(1);
    expect(protectedBlocks).toEqual(["google_container_cluster.c", "google_sql_database_instance.i"]);
  });

  it("gives the range of fast and slow days, and of what chance decides", () => {
    const { range, chance, makespan } = time(DATABASE);

    expect(range).toEqual({ low: 300 + 360 + 3 + 120, high: 1500 + 753 + 10 + 900 });
    expect(chance.longest).toBe(makespan);
    expect(chance.shortest).toBe(600 + 5 + 437);
  });

  it("is plain data", () => {
    const report = time(DATABASE);

    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe("the text", () => {
  const report = time(DATABASE);

  it("draws work, critical work and waits for a lock", () => {
    expect(gantt(report)).toBe(
      [
        "create, 23:22                                |0m      |4m      |8m       |12m     |16m      |20m",
        "primary sql_database_instance                ########################",
        "slow compute_security_policy_rule                                   =",
        "replica sql_database_instance                                       #################",
        "app sql_user                                                        .................#",
        "app helm_release                                                                     ##############",
      ].join("\n"),
    );
  });

  it("keeps within the width and says what it leaves out", () => {
    const lines = gantt(report, { width: 80, atLeast: 12 }).split("\n");

    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines.at(-1)).toBe("and 1 shorter than 12 s");
  });

  it("explains each step of the critical path", () => {
    expect(criticalPathText(report).split("\n")).toEqual([
      "0:00  600 s  google_sql_database_instance.primary",
      "        waits for nothing",
      "10:00  437 s  google_sql_database_instance.replica",
      "        after google_sql_database_instance.primary (master_instance_name reads name)",
      "        forced by reference-exists: master_instance_name names a google_sql_database_instance",
      "17:17    5 s  google_sql_user.app",
      "        one at a time with google_sql_database_instance.replica",
      "        avoidable in part: the other way round the whole is 360 s shorter",
      "17:22  360 s  helm_release.app",
      "        after google_sql_user.app (depends_on)",
      "        forced by pods-ready: the release waits for pods and Jobs that pull, mount, act as or log in to it",
    ]);
  });

  it("says where the order of what excludes each other makes no difference", () => {
    const users = graphOf({
      "google_sql_database_instance.primary": {},
      "google_sql_user.a": instance,
      "google_sql_user.b": instance,
    });

    expect(criticalPathText(time(users)).split("\n").slice(-2)).toEqual([
      "        one at a time with google_sql_user.a",
      "        one after the other in any order",
    ]);
  });

  it("explains what the cloud forces", () => {
    expect(lowerBoundText(report).split("\n")).toEqual([
      " 600 s  google_sql_database_instance.primary",
      "   5 s  google_sql_user.app",
      "        reference-exists: instance names a google_sql_database_instance",
      " 437 s  google_sql_database_instance.replica",
      "        one-at-a-time: the two exclude each other",
    ]);
  });

  it("sums up in a line", () => {
    expect(summary(report)).toBe(
      "create: 23:22, 17:22 to 23:22 as chance orders it, 13:03 to 52:43 as the cloud is fast or slow; it forces 17:22, ratio 1.345",
    );
  });

  it.each([
    [0, "0:00"],
    [59, "0:59"],
    [60, "1:00"],
    [3725, "62:05"],
  ])("writes %s seconds as %s", (seconds, text) => {
    expect(clock(seconds)).toBe(text);
  });
});

describe("cliscale", () => {
  // each walks every stack many times, on machines that do other things, too
  jest.setTimeout(60_000);
  const isComputed = computedBySchema();
  const graphs = new Map([...renderedStacks()].map(([name, { json }]) => [name, deployGraph(json as StackJson)]));
  const create = (graph: DeployGraph, parallelism?: number): DeployTime =>
    deployTime(graph, "create", { isComputed, parallelism });
  const graph = (name: string): DeployGraph => graphs.get(name) ?? graphOf({});

  it.each(["cliscale-sandbox", "cliscale-dev", "cliscale-prod"])(
    "%s takes as long as the cloud forces with 30 workers",
    (name) => {
      expect(create(graph(name), 30).ratio).toBeLessThanOrEqual(1.03);
    },
  );

  it.each(["cliscale-sandbox", "cliscale-dev", "cliscale-prod"])(
    "%s loses time to its ten workers only, to no order of its own",
    (name) => {
      const { criticalPath, ratio } = create(graph(name));
      const avoidable = criticalPath.filter(({ gain = 0 }) => gain > 0);

      expect(new Set(avoidable.map(({ cause }) => cause.kind))).toEqual(new Set(["parallelism"]));
      expect(ratio).toBeLessThan(1.05);
    },
  );

  it("waits for nothing on the critical path of any stack that no law forces, but workers and locks", () => {
    for (const [name, stack] of graphs) {
      const unforced = create(stack).criticalPath.filter(
        ({ cause, forced, gain = 0 }) => cause.kind === "edge" && forced === undefined && gain > 0,
      );
      expect({ name, unforced }).toEqual({ name, unforced: [] });
    }
  });

  it("is never faster than what the cloud forces", () => {
    for (const stack of graphs.values()) {
      for (const action of ["create", "update", "delete"] as const) {
        const { chance, makespan, lowerBound } = deployTime(stack, action, { isComputed, parallelism: 200 });
        expect(Math.min(makespan, chance.shortest)).toBeGreaterThanOrEqual(lowerBound.seconds);
        expect(lowerBound.chain.reduce((total, { seconds }) => total + seconds, 0)).toBe(lowerBound.seconds);
      }
    }
  });

  it("takes longer when grouped into modules as public ones are cut", () => {
    for (const stack of graphs.values()) {
      const ours = create(stack).makespan;
      expect(create(withModuleDependencies(stack, GROUPINGS.usual)).makespan).toBeGreaterThan(ours * 1.3);
      expect(create(withModuleDependencies(stack, GROUPINGS.fine), 30).makespan).toBeGreaterThan(
        create(stack, 30).makespan,
      );
    }
  });

  it("loses no time in production to the replica, which takes its primary's lock after the users", () => {
    const stack = graph("cliscale-prod");
    const { chance } = create(stack, 30);
    expect(chance.longest - chance.shortest).toBeLessThan(30);

    const replica = [...stack.nodes.keys()].find((address) => address.includes("Replica"));
    const early = {
      nodes: stack.nodes,
      edges: stack.edges.filter(({ from, to }) => from !== replica || !/sql_(user|database\.)/.test(to)),
    };
    const byChance = create(early, 30).chance;
    expect(byChance.longest - byChance.shortest).toBeGreaterThan(300);
  });

  it("has a time in two stacks, too", () => {
    const stacks = renderApp((app) =>
      resolveSettings([changed("prod", { layout: "two-stacks" })]).forEach((settings) => addCliscale(app, settings)),
    );
    const makespans = [...stacks.values()].map(({ json }) => create(deployGraph(json as StackJson)).makespan);

    expect(makespans).toHaveLength(2);
    expect(Math.min(...makespans)).toBeGreaterThan(360);
  });

  it("stands in a module with every resource, whichever way it is grouped", () => {
    for (const stack of graphs.values()) {
      for (const moduleOf of Object.values(GROUPINGS)) {
        expect([...stack.nodes.values()].filter((node) => moduleOf(node) === node.address)).toEqual([]);
      }
    }
  });
});
