import { groupBy } from "./group-by";
import { RenderedCluster } from "./rendered-cluster";

/** The text of one stack's `cdk.tf.json`, parsed. */
export type StackJson = Readonly<Record<string, unknown>>;

/** A block of rendered Terraform: argument name to value. */
export type Block = Readonly<Record<string, unknown>>;

/** One resource of a rendered stack. */
export interface RenderedResource {
  /** For example `google_sql_database_instance`; a data source is `data.google_iam_policy`. */
  readonly type: string;
  /** The address inside the stack, `<type>.<name>`. */
  readonly address: string;
  /** The path of the construct that rendered it, beginning with the stack; the address when it wasn't cdktf. */
  readonly path: string;
  /** The arguments, without cdktf's metadata. */
  readonly arguments: Block;
}

/** A rendered stack, with what rules ask of it. */
export class RenderedStack {
  /** Every resource in the order of addresses. */
  public readonly resources: readonly RenderedResource[];
  /** Every data source in the order of addresses. */
  public readonly dataSources: readonly RenderedResource[];
  /**
   * What a stack has besides, so that rules can be for it: ephemeral resources with `ephemeral.` before their type, provider
   * blocks as `provider.<name>`, outputs as `output`, and the block with the backend as `terraform`, which is there in any case.
   */
  public readonly settings: readonly RenderedResource[];
  private readonly byType: ReadonlyMap<string, readonly RenderedResource[]>;
  private known: RenderedCluster | undefined;

  /**
   * @param render gives the stack's Kubernetes objects when a rule asks for them: a chart takes a while
   * @param others gives the other stacks of its app
   */
  public constructor(
    public readonly name: string,
    public readonly json: StackJson,
    private readonly render: () => RenderedCluster = () => new RenderedCluster([]),
    private readonly others: () => readonly RenderedStack[] = () => [],
  ) {
    this.resources = blocksIn(json.resource, "");
    this.dataSources = blocksIn(json.data, "data.");
    this.settings = [...blocksIn(json.ephemeral, "ephemeral."), ...settingsOf(name, json)];
    this.byType = groupBy([...this.resources, ...this.dataSources, ...this.settings], ({ type }) => type);
  }

  /** What the stack brings into its cluster. */
  public get cluster(): RenderedCluster {
    this.known ??= this.render();
    return this.known;
  }

  /** The stacks whose outputs it reads. cdktf puts their names at the end of those of the remote states. */
  public get upstream(): readonly RenderedStack[] {
    const states = this.ofType("data.terraform_remote_state").map(({ address }) => address);
    return this.others().filter(({ name }) => states.some((address) => address.endsWith(`-${name}`)));
  }

  /** Every resource of a type, or every data source of a type that begins with `data.`, and so on for {@link settings}. */
  public ofType(type: string): readonly RenderedResource[] {
    return this.byType.get(type) ?? [];
  }

  /** True when the value refers to the resource, or is the name that it has. */
  public refersTo(value: unknown, target: RenderedResource): boolean {
    return typeof value === "string" && (value.includes(`\${${target.address}.`) || value === target.arguments.name);
  }
}

/**
 * A value inside a resource, by a path such as `settings.ip_configuration.ipv4_enabled`. Terraform renders a block that
 * occurs once as an object or as a list of one; both are read.
 */
export function valueAt(block: Block | undefined, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => asBlock(value)?.[key], block);
}

/** The blocks under a name, whether one or many are rendered. */
export function blocksAt(block: Block, path: string): readonly Block[] {
  const value = valueAt(block, path);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((item) => (isBlock(item) ? [item] : []));
}

/** True for text that Terraform computes, so that it can't be judged before a plan. */
export function isReference(value: unknown): value is string {
  return typeof value === "string" && value.includes("${");
}

/** True for text that is written out, so that it can be judged. */
export function isWritten(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !value.includes("${");
}

function blocksIn(section: unknown, prefix: string): readonly RenderedResource[] {
  return Object.entries(asBlock(section) ?? {})
    .flatMap(([type, named]) =>
      Object.entries(asBlock(named) ?? {}).map(([id, block]) => read(`${prefix}${type}`, id, asBlock(block) ?? {})),
    )
    .sort((one, other) => (one.address < other.address ? -1 : 1));
}

function read(type: string, id: string, block: Block): RenderedResource {
  const { "//": comment, ...rest } = block;
  const path = valueAt(asBlock(comment), "metadata.path");
  const address = `${type}.${id}`;
  return { type, address, path: typeof path === "string" ? path : address, arguments: rest };
}

/** What no construct renders counts as the stack's own. */
function settingsOf(stack: string, json: StackJson): readonly RenderedResource[] {
  const setting = (type: string, address: string, block: Block) => ({ ...read(type, "", block), address, path: stack });
  return [
    setting("terraform", "terraform", asBlock(json.terraform) ?? {}),
    ...Object.entries(asBlock(json.output) ?? {}).map(([name, output]) =>
      setting("output", `output.${name}`, asBlock(output) ?? {}),
    ),
    ...Object.keys(asBlock(json.provider) ?? {}).flatMap((name) =>
      blocksAt(asBlock(json.provider) ?? {}, name).map((block) => {
        const type = `provider.${name}`;
        return setting(type, typeof block.alias === "string" ? `${type}.${block.alias}` : type, block);
      }),
    ),
  ];
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asBlock(value: unknown): Block | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return isBlock(first) ? first : undefined;
}
