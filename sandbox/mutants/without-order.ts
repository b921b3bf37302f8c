import { deployGraph, type StackJson } from "../time/graph";
import { blockAt, providerAt, splitAddress } from "./enumerate";
import { type Mutant } from "./mutant";
import { literal, type Rewrite, rewriteTraversals, type Traversal, traversalsIn } from "./traversals";

/** Gives what a deployed stack has at a path, such as `["google_compute_network.main", "id"]`. */
export type ValueOf = (address: string, steps: Traversal["steps"]) => unknown;

type Blocks = Readonly<Record<string, unknown>>;

const LOCAL = "local.";

/** Added to the names of locals that have lost an order. */
const SUFFIX = "_without_order";

/**
 * The configuration without one order: no `depends_on`, and a literal wherever `from` (or the provider that makes it) read a
 * value of `to`. What `to` waits for, `from` waits for all the same: nothing but this one order is lost, so that what refuses does so
 * for its sake. Locals are left as they are for others; `from` gets copies of those that named `to`.
 */
export function withoutOrder(configuration: object, { from, to, reasons }: Mutant, valueOf: ValueOf): object {
  const json = configuration as StackJson;
  const locals: Record<string, unknown> = {};
  const rewrite: Rewrite = ({ root, steps }) => {
    if (root === to) return literal(valueOf(to, steps));
    if (!root.startsWith(LOCAL) || !reaches(json, root, to)) return undefined;
    const name = root.slice(LOCAL.length);
    locals[`${name}${SUFFIX}`] ??= rewriteTraversals(json.locals?.[name], rewrite);
    return `${LOCAL}${name}${SUFFIX}${stepsText(steps)}`;
  };
  const place = splitAddress(from);
  const block = withoutNames(rewriteTraversals(blockAt(json, from), rewrite), to, upstreamOf(json, to));
  const changed = withBlock(json, place, block);
  const provider = reasons.flatMap((reason) => (reason.via === "provider" ? [reason.provider] : []))[0];
  const configured = provider === undefined ? changed : withProvider(changed, provider, rewrite);
  return { ...configured, ...(Object.keys(locals).length === 0 ? {} : { locals: { ...json.locals, ...locals } }) };
}

/** The resources that an address waits for, over what is only read on the way. */
function upstreamOf(json: StackJson, address: string): readonly string[] {
  const graph = deployGraph(json);
  const waits = (from: string): readonly string[] =>
    graph.edges
      .filter((edge) => edge.from === from)
      .flatMap(({ to }) => (graph.nodes.get(to)?.mode === "resource" ? [to] : waits(to)));
  return [...new Set(waits(address))];
}

/** Whether a local names an address, itself or over other locals. */
function reaches(json: StackJson, local: string, to: string, followed: readonly string[] = []): boolean {
  if (followed.includes(local)) return false;
  return traversalsIn(json.locals?.[local.slice(LOCAL.length)]).some(
    ({ root }) => root === to || (root.startsWith(LOCAL) && reaches(json, root, to, [...followed, local])),
  );
}

function stepsText(steps: Traversal["steps"]): string {
  return steps.map((step) => `[${JSON.stringify(step)}]`).join("");
}

function withBlock(
  json: StackJson,
  [section, type, name]: readonly [string, string, string],
  block: unknown,
): StackJson {
  const blocks = (json[section] ?? {}) as Blocks;
  return { ...json, [section]: { ...blocks, [type]: { ...(blocks[type] as Blocks), [name]: block } } };
}

function withProvider(json: StackJson, provider: string, rewrite: Rewrite): StackJson {
  const [name = ""] = provider.split(".");
  const old = providerAt(json, provider);
  const all = (json.provider?.[name] ?? []).map((one) =>
    one === old ? (rewriteTraversals(one, rewrite) as Blocks) : one,
  );
  return { ...json, provider: { ...json.provider, [name]: all } };
}

/** Takes an address out of the lists that name whole objects, and lets others be waited for. */
function withoutNames(block: unknown, to: string, others: readonly string[]): unknown {
  const { depends_on: waits, lifecycle, ...rest } = block as Blocks;
  const left = [...new Set([...listOf(waits).filter((name) => !names(name, to)), ...others])];
  return {
    ...rest,
    ...(left.length === 0 ? {} : { depends_on: left }),
    ...(lifecycle === undefined ? {} : { lifecycle: withoutTriggers(lifecycle, to) }),
  };
}

function withoutTriggers(lifecycle: unknown, to: string): unknown {
  if (Array.isArray(lifecycle)) return lifecycle.map((one) => withoutTriggers(one, to));
  const { replace_triggered_by: triggers, ...rest } = lifecycle as Blocks;
  const left = listOf(triggers).filter((name) => !names(name, to));
  return { ...rest, ...(left.length === 0 ? {} : { replace_triggered_by: left }) };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

/** `depends_on` may name an attribute, too, which means the whole object. */
function names(entry: unknown, to: string): boolean {
  return typeof entry === "string" && (entry === to || entry.startsWith(`${to}.`) || entry.startsWith(`${to}[`));
}
