/** The arguments of a block. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Blocks by name. */
export type Named = Readonly<Record<string, Arguments>>;

/** Blocks by type and name. */
export type Typed = Readonly<Record<string, Named>>;

/** A module's configuration in one shape, whatever language it was written in: Terraform JSON, with one object for each block. */
export interface Configuration {
  readonly terraform: readonly Arguments[];
  readonly provider: Readonly<Record<string, readonly Arguments[]>>;
  readonly resource: Typed;
  /** Also those in `check` blocks. */
  readonly data: Typed;
  readonly ephemeral: Typed;
  readonly module: Named;
  readonly variable: Named;
  readonly output: Named;
  readonly locals: Arguments;
}

/**
 * Brings Terraform JSON, or HCL that was turned into JSON, into one shape. Both may write any block as an object or as a list of objects
 * (https://developer.hashicorp.com/terraform/language/syntax/json#nested-block-mapping), and HCL's references in `provider` and
 * `depends_on` come as templates. Sections that neither providers nor the graph need (`moved`, `import`, `removed`) are left out.
 */
export function normalized(file: Arguments): Configuration {
  const checks = named(file.check).map(([, body]) => typed(body.data));
  return {
    terraform: bodies(file.terraform),
    provider: grouped(named(file.provider)),
    resource: typed(file.resource),
    data: [typed(file.data), ...checks].reduce(mergeTyped),
    ephemeral: typed(file.ephemeral),
    module: Object.fromEntries(named(file.module)),
    variable: Object.fromEntries(named(file.variable)),
    output: Object.fromEntries(named(file.output)),
    locals: Object.assign({}, ...bodies(file.locals).map(withoutComment)) as Arguments,
  };
}

/** The files of a module together. */
export function merged(files: readonly Configuration[]): Configuration {
  const all = <T>(part: (file: Configuration) => T): T[] => files.map(part);
  const named = (part: (file: Configuration) => Named): Named => Object.assign({}, ...all(part)) as Named;
  const typed = (part: (file: Configuration) => Typed): Typed => all(part).reduce(mergeTyped, {});
  return {
    terraform: all(({ terraform }) => terraform).flat(),
    provider: grouped(
      all(({ provider }) => Object.entries(provider))
        .flat()
        .flatMap(([name, blocks]) => blocks.map((block) => [name, block] as const)),
    ),
    resource: typed(({ resource }) => resource),
    data: typed(({ data }) => data),
    ephemeral: typed(({ ephemeral }) => ephemeral),
    module: named(({ module }) => module),
    variable: named(({ variable }) => variable),
    output: named(({ output }) => output),
    locals: Object.assign({}, ...all(({ locals }) => locals)) as Arguments,
  };
}

/** A block may be written as an object or as a list of objects. */
export function bodies(value: unknown): readonly Arguments[] {
  return [value].flat().filter(isObject);
}

/** Blocks with one label, in the order in which they stand. */
export function named(value: unknown): readonly (readonly [string, Arguments])[] {
  return bodies(value).flatMap((labels) =>
    Object.entries(withoutComment(labels)).flatMap(([label, body]) =>
      bodies(body).map((block) => [label, withAddresses(block)] as const),
    ),
  );
}

function typed(value: unknown): Typed {
  return bodies(value)
    .flatMap((types) => Object.entries(withoutComment(types)))
    .map(([type, blocks]): Typed => ({ [type]: Object.fromEntries(named(blocks)) }))
    .reduce(mergeTyped, {});
}

function mergeTyped(one: Typed, other: Typed): Typed {
  const both = Object.entries(other).map(([type, blocks]) => [type, { ...one[type], ...blocks }] as const);
  return { ...one, ...Object.fromEntries(both) };
}

function grouped(blocks: readonly (readonly [string, Arguments])[]): Readonly<Record<string, readonly Arguments[]>> {
  const groups: Record<string, Arguments[]> = {};
  for (const [name, block] of blocks) (groups[name] ??= []).push(block);
  return groups;
}

/** In JSON these arguments hold bare addresses. */
function withAddresses(block: Arguments): Arguments {
  const { provider, depends_on: dependsOn } = block;
  return {
    ...block,
    ...(typeof provider === "string" ? { provider: bare(provider) } : {}),
    ...(Array.isArray(dependsOn) ? { depends_on: dependsOn.map(bare) } : {}),
  };
}

function bare(value: unknown): unknown {
  return typeof value === "string" ? (/^\$\{([^{}]*)\}$/.exec(value)?.[1] ?? value) : value;
}

/** JSON has comments as a property that Terraform ignores. */
function withoutComment(labels: Arguments): Arguments {
  return Object.fromEntries(Object.entries(labels).filter(([label]) => label !== "//"));
}

function isObject(value: unknown): value is Arguments {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
