import { CATALOG } from "../../policies/catalog";
import { type ClusterObject } from "../../policies/rendered/cluster-object";
import { RenderedCluster } from "../../policies/rendered/rendered-cluster";
import { RenderedStack } from "../../policies/rendered/rendered-stack";
import { clusterRanges } from "../../policies/reachability/cluster-ranges";
import {
  cliscaleReachability,
  CLISCALE_REACHABILITY,
  CLISCALE_REACHABILITY_ROW,
} from "../../stacks/cliscale-reachability";
import { renderEnvironment } from "../../tools/access/synthesize";
import { exampleEnvironments } from "../support/environments";

const NOW = new Date("2026-11-21T00:00:00Z");

const environments = exampleEnvironments().map((settings) => ({
  name: settings.name,
  ...renderEnvironment(settings, NOW),
}));

type Edit = (spec: Record<string, unknown[]>) => void;

/** What is found in an environment, some of its network policies changed. */
function problems(name: string, policy?: string, edit: Edit = () => undefined): readonly string[] {
  const environment = environments.find((one) => one.name === name);
  const [stack] = environment?.stacks ?? [];
  const objects = (environment?.objects ?? []).map((placed): ClusterObject => {
    const copy = structuredClone(placed);
    if (copy.object.kind === "NetworkPolicy" && copy.object.metadata.name === policy) {
      edit(copy.object.spec as Record<string, unknown[]>);
    }
    return copy;
  });
  const rendered = new RenderedStack(name, stack?.json ?? {});
  return cliscaleReachability(new RenderedCluster(objects), clusterRanges(rendered)).map(({ message }) => message);
}

describe.each(environments.map(({ name }) => name))("%s", (name) => {
  it("reaches what it is meant to reach, and nothing else", () => {
    expect(problems(name)).toEqual([]);
  });

  it("writes out the ranges that the matrix is about", () => {
    const [stack] = environments.find((one) => one.name === name)?.stacks ?? [];
    const found = Object.values(clusterRanges(new RenderedStack(name, stack?.json ?? {})));
    expect(found.map((ranges: readonly string[]) => ranges.length)).toEqual([1, 1, 1, 1]);
  });
});

it.each<[string, string, Edit, string]>([
  [
    "a runner that reaches the database",
    "cliscale-runner",
    ({ egress }) =>
      egress?.push({ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }], ports: [{ protocol: "TCP", port: 3307 }] }),
    "cliscale-runner reaches database on TCP 3307",
  ],
  [
    "a runner that gets credentials",
    "cliscale-runner",
    ({ egress }) =>
      egress?.push({ to: [{ ipBlock: { cidr: "169.254.169.254/32" } }], ports: [{ protocol: "TCP", port: 80 }] }),
    "cliscale-runner reaches metadata server on TCP 80",
  ],
  [
    "a runner that reaches its neighbours",
    "cliscale-runner",
    ({ egress, ingress }) => [egress, ingress].forEach((rules) => rules?.push({})),
    "one cliscale-runner reaches another on all ports",
  ],
  [
    "a gateway that reaches no runner",
    "ws-gateway",
    ({ egress }) => egress?.splice(1, 1),
    "ws-gateway can't reach cliscale-runner on TCP 7681",
  ],
  [
    "a gateway that nobody reaches",
    "ws-gateway",
    ({ ingress }) => ingress?.splice(0, 1),
    "load balancer can't reach ws-gateway on TCP 8080",
  ],
  [
    "a controller without the Kubernetes API",
    "controller",
    ({ egress }) => egress?.splice(5, 1),
    "controller can't reach nodes on TCP 443",
  ],
])("finds %s", (_, policy, edit, message) => {
  expect(problems("prod", policy, edit).join("\n")).toContain(message);
});

it("is a rule beside the pack's", () => {
  expect(CATALOG.map(({ id }) => id)).not.toContain(CLISCALE_REACHABILITY_ROW.id);
  expect(CLISCALE_REACHABILITY.every(({ why }) => why.length > 5)).toBe(true);
});
