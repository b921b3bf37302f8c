import { referencesIn } from "./references";

/** A rendered block: argument name to value. */
export type Block = Readonly<Record<string, unknown>>;

/** A synthesized `cdk.tf.json`, as far as a graph needs it. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly ephemeral?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly provider?: Readonly<Record<string, readonly Block[]>>;
  readonly locals?: Block;
  readonly [section: string]: unknown;
}

/** One block that Terraform visits. */
export interface GraphNode {
  /** As Terraform writes it, such as `google_compute_network.main` or `data.google_project.this`. */
  readonly address: string;
  readonly mode: "resource" | "data" | "ephemeral";
  readonly type: string;
  readonly block: Block;
  /** The construct's path without the stack; read from the name where cdktf wrote none, as for ephemeral resources. */
  readonly path: string;
}

/** Why one block waits for another. */
export type EdgeReason =
  | { readonly via: "reference"; readonly argument: string; readonly reads: string }
  | { readonly via: "depends_on" }
  | { readonly via: "provider"; readonly provider: string; readonly reads: string };

/** `from` waits for `to` when things are made, and the other way round when they are destroyed. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly reasons: readonly EdgeReason[];
}

/** What waits for what in one stack. */
export interface DeployGraph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly Edge[];
}

const MODES = { resource: "", data: "data.", ephemeral: "ephemeral." } as const;

/**
 * Reads the graph that Terraform walks from a synthesized stack: references in arguments, `depends_on`, and what a
 * provider's own configuration reads, which everything of that provider waits for.
 *
 * @throws Error when the stack has modules, or blocks that `count` or `for_each` multiply: those aren't modeled
 */
export function deployGraph(stack: StackJson): DeployGraph {
  if (stack.module !== undefined) {
    throw new Error("modules aren't modeled: a graph is read from a stack whose resources stand in it");
  }
  const nodes = new Map(nodesOf(stack).map((node) => [node.address, node]));
  const locals = (name: string): unknown => stack.locals?.[name];
  const edges = new Map<string, Edge>();
  const add = (from: string, to: string, reason: EdgeReason): void => {
    if (from === to || !nodes.has(to)) {
      return;
    }
    const key = `${from} ${to}`;
    edges.set(key, { from, to, reasons: [...(edges.get(key)?.reasons ?? []), reason] });
  };
  for (const { address, type, block } of nodes.values()) {
    for (const { address: to, argument, reads } of referencesIn(block, locals)) {
      add(address, to, { via: "reference", argument, reads });
    }
    for (const to of listOf(block.depends_on)) {
      add(address, to, { via: "depends_on" });
    }
    const provider = typeof block.provider === "string" ? block.provider : type.split("_", 1).join("");
    for (const { address: to, reads } of referencesIn(providerConfiguration(stack, provider), locals)) {
      add(address, to, { via: "provider", provider, reads });
    }
  }
  return { nodes, edges: [...edges.values()] };
}

/** The graph of a destroy: what was needed goes after what needed it. */
export function reversed({ nodes, edges }: DeployGraph): DeployGraph {
  return { nodes, edges: edges.map(({ from, to, reasons }) => ({ from: to, to: from, reasons })) };
}

function nodesOf(stack: StackJson): readonly GraphNode[] {
  return (Object.keys(MODES) as (keyof typeof MODES)[]).flatMap((mode) =>
    Object.entries(stack[mode] ?? {}).flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([name, block]) => {
        const address = `${MODES[mode]}${type}.${name}`;
        if (!isOneAtMost(block.count) || block.for_each !== undefined) {
          throw new Error(`${address} has count or for_each, which isn't modeled: render one block for each instance`);
        }
        return { address, mode, type, block, path: pathOf(block) ?? pathFrom(name) };
      }),
    ),
  );
}

/** True without a count, and for one that only decides whether the block is there. It is taken to be. */
function isOneAtMost(count: unknown): boolean {
  return count === undefined || count === 1 || (typeof count === "string" && /\? 1 : 0\}$/.test(count));
}

/** `google.backup` is the configuration with that alias; a plain name the one without. */
function providerConfiguration(stack: StackJson, provider: string): Block | undefined {
  const [name = "", alias] = provider.split(".");
  return stack.provider?.[name]?.find((configuration) => configuration.alias === alias);
}

function pathOf(block: Block): string | undefined {
  const path = (block["//"] as { metadata?: { path?: string } } | undefined)?.metadata?.path;
  return path?.split("/").slice(1).join("/");
}

/** cdktf joins a path with `_` and adds a hash of eight digits. */
function pathFrom(name: string): string {
  return name.replace(/_[0-9A-F]{8}$/, "").replaceAll("_", "/");
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
