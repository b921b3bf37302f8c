import { deployGraph, type Edge, type DeployGraph, type StackJson } from "../time/graph";
import { type KnowledgeOf } from "./known-values";
import { equivalentPair } from "./equivalent-pairs";
import { type Equivalent, type Mutant } from "./mutant";
import { type Traversal, traversalsIn } from "./traversals";

/** Every order of a stack, once: as a mutant, or with the reason why it is none. */
export interface Orders {
  readonly mutants: readonly Mutant[];
  readonly equivalents: readonly Equivalent[];
}

/** A stack and its Terraform JSON. */
export interface NamedStack {
  readonly name: string;
  readonly configuration: object;
}

/** One mutant for each edge of a stack's graph that takes an order away. */
export function ordersOf({ name, configuration }: NamedStack, knowledgeOf: KnowledgeOf): Orders {
  const json = configuration as StackJson;
  const graph = deployGraph(json);
  const pathOf = shortestDetour(graph);
  const mutants: Mutant[] = [];
  const equivalents: Equivalent[] = [];
  for (const edge of graph.edges) {
    const { from, to, reasons } = edge;
    const because = sameInEffect(edge, { json, graph, pathOf, knowledgeOf });
    if (because !== undefined) equivalents.push({ stack: name, from, to, because });
    else mutants.push({ id: `${name}: ${from} without ${to}`, stack: name, from, to, reasons });
  }
  return { mutants, equivalents };
}

interface Surroundings {
  readonly json: StackJson;
  readonly graph: DeployGraph;
  readonly pathOf: (edge: Edge) => readonly string[] | undefined;
  readonly knowledgeOf: KnowledgeOf;
}

/** Why nobody could tell a stack without this order from one with it; undefined when somebody may. */
function sameInEffect(edge: Edge, { json, graph, pathOf, knowledgeOf }: Surroundings): string | undefined {
  const from = graph.nodes.get(edge.from);
  const to = graph.nodes.get(edge.to);
  if (from === undefined || to === undefined) return undefined;
  const detour = pathOf(edge);
  if (detour !== undefined) return `the order follows from others: ${inWords(detour)}`;
  if (to.mode === "ephemeral")
    return "an ephemeral value exists while Terraform runs only: Terraform itself keeps this order";
  if (to.mode === "data") return "reading changes nothing that anybody could miss; what it reads is known afterwards";
  const read = traversalsOf(json, edge).map(({ steps }) => ({ steps, knowledge: knowledgeOf(to, steps) }));
  const said = (steps: Traversal["steps"]) => steps.filter((step) => typeof step === "string").join(".");
  const chosen = read.find(({ knowledge }) => knowledge === "chosen");
  if (chosen !== undefined) {
    return `${said(chosen.steps)} is chosen by the API and known only afterwards: Terraform itself keeps this order`;
  }
  const secret = read.find(({ knowledge }) => knowledge === "secret");
  if (secret !== undefined) return `${said(secret.steps)} is a secret, which no configuration may hold`;
  return equivalentPair(from.type, to.type);
}

/** What `from` reads of `to`, over locals and its provider's configuration too. */
export function traversalsOf(json: StackJson, { from, to, reasons }: Edge): readonly Traversal[] {
  const provider = reasons.flatMap((reason) => (reason.via === "provider" ? [reason.provider] : []))[0];
  const places = [blockAt(json, from), ...(provider === undefined ? [] : [providerAt(json, provider)])];
  const seen = new Set<string>();
  const collect = (value: unknown): readonly Traversal[] =>
    traversalsIn(value).flatMap((traversal) => {
      if (!traversal.root.startsWith("local.")) return traversal.root === to ? [traversal] : [];
      if (seen.has(traversal.root)) return [];
      seen.add(traversal.root);
      return collect(json.locals?.[traversal.root.slice("local.".length)]);
    });
  return places.flatMap((place) => collect(withoutMetadata(place)));
}

/** The block at an address. */
export function blockAt(json: StackJson, address: string): unknown {
  const [section, type = "", name = ""] = splitAddress(address);
  return json[section]?.[type]?.[name];
}

/** `data.google_project.this` as the section and the two names in it. */
export function splitAddress(address: string): readonly ["resource" | "data" | "ephemeral", string, string] {
  const [first = "", second = "", third = ""] = address.split(".");
  if (first === "data" || first === "ephemeral") return [first, second, third];
  return ["resource", first, second];
}

/** `google.backup` is the configuration with that alias; a plain name the one without. */
export function providerAt(json: StackJson, provider: string): unknown {
  const [name = "", alias] = provider.split(".");
  return json.provider?.[name]?.find((configuration) => configuration.alias === alias);
}

/** What waits for `to` only because it waits for `from`, so that it loses that order, too. */
export function behind(configuration: object, { from, to }: Pick<Mutant, "from" | "to">): readonly string[] {
  const edges = deployGraph(configuration as StackJson).edges.filter((edge) => edge.from !== from || edge.to !== to);
  const users = new Map<string, string[]>();
  for (const edge of edges) users.set(edge.to, [...(users.get(edge.to) ?? []), edge.from]);
  const above = (start: string): ReadonlySet<string> => {
    const found = new Set<string>();
    const queue = [start];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      for (const user of users.get(at) ?? []) {
        if (!found.has(user)) queue.push(user);
        found.add(user);
      }
    }
    return found;
  };
  const still = above(to);
  return [...above(from)].filter((address) => !still.has(address));
}

function withoutMetadata(block: unknown): unknown {
  if (typeof block !== "object" || block === null) return block;
  return { ...block, "//": undefined, depends_on: undefined, provider: undefined };
}

/** Finds the shortest way over other edges from an edge's start to its end. */
function shortestDetour({ edges }: DeployGraph): (edge: Edge) => readonly string[] | undefined {
  const waits = new Map<string, string[]>();
  for (const { from, to } of edges) waits.set(from, [...(waits.get(from) ?? []), to]);
  return ({ from, to }) => {
    const before = new Map<string, string>();
    const queue = (waits.get(from) ?? []).filter((next) => next !== to);
    queue.forEach((next) => before.set(next, from));
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      for (const next of waits.get(at) ?? []) {
        if (before.has(next)) continue;
        before.set(next, at);
        if (next === to) return trail(before, from, to);
        queue.push(next);
      }
    }
    return undefined;
  };
}

function trail(before: ReadonlyMap<string, string>, from: string, to: string): readonly string[] {
  const steps = [to];
  for (let at = before.get(to); at !== undefined; at = at === from ? undefined : before.get(at)) steps.unshift(at);
  return steps;
}

function inWords([first = "", ...others]: readonly string[]): string {
  return others.reduce((text, step, index) => `${text}${index === 0 ? "" : ", which"} waits for ${step}`, first);
}
