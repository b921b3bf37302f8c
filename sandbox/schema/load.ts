import { findBindings, readBindings, type BindingsName } from "./bindings";
import { cached, cacheDirectories } from "./cache";
import { correct, type CorrectionTable } from "./corrections";
import { ruleFor } from "./rules";
import { EPHEMERAL_RESOURCES } from "./tables/ephemeral";
import { GOOGLE } from "./tables/google";
import { GOOGLE_BETA_RESOURCES } from "./tables/google-beta";
import { GOOGLE_CONTAINER } from "./tables/google-container";
import { DATA_SOURCES, HELM, KUBERNETES, RANDOM, TLS } from "./tables/other-providers";
import { type BlockSchema, type ProviderSchema } from "./types";

/** The providers that the sandbox simulates. */
export type ProviderName = BindingsName | "google-beta";

/** Where {@link loadSchema} looks. */
export interface LoadSchemaOptions {
  /**
   * The project whose bindings count, and in whose `node_modules/.cache` the result is kept.
   * @default - the working directory
   */
  readonly projectDirectory?: string;
  /**
   * Where to keep what was read, instead of the project and the temporary folder.
   * @default - `node_modules/.cache/cliscale-sandbox` of the project, else a folder in the temporary folder
   */
  readonly cacheDirectory?: string;
}

const TABLES: Readonly<Record<BindingsName, CorrectionTable>> = {
  google: { ...GOOGLE, ...GOOGLE_CONTAINER },
  kubernetes: KUBERNETES,
  helm: HELM,
  random: RANDOM,
  tls: TLS,
};

const loaded = new Map<string, ProviderSchema>();

/**
 * The schema of a provider as Terraform knows it: read from the installed bindings, completed from tables. The first
 * call for google takes some seconds, later ones and later processes a fraction of one.
 *
 * @throws Error when the provider's bindings are not installed
 */
export function loadSchema(provider: ProviderName, options: LoadSchemaOptions = {}): ProviderSchema {
  const { projectDirectory = process.cwd(), cacheDirectory } = options;
  const key = JSON.stringify([provider, projectDirectory, cacheDirectory]);
  const schema = loaded.get(key) ?? load(provider, projectDirectory, cacheDirectory);
  loaded.set(key, schema);
  return schema;
}

function load(provider: ProviderName, projectDirectory: string, cacheDirectory: string | undefined): ProviderSchema {
  if (provider === "google-beta") {
    // the few types that have no bindings here, behind the configuration that both Google providers share
    const google = loadSchema("google", { projectDirectory, cacheDirectory });
    return { ...google, name: provider, resources: GOOGLE_BETA_RESOURCES, dataSources: {}, ephemeralResources: {} };
  }
  const bindings = findBindings(provider, projectDirectory);
  const directories = cacheDirectory === undefined ? cacheDirectories(projectDirectory) : [cacheDirectory];
  return completeSchema(cached(bindings, directories, () => readBindings(bindings)));
}

/**
 * Adds what bindings do not tell: replacement, secrets, write-only arguments and ephemeral resources.
 *
 * @param unmatched is called with every entry of the tables that this release of the provider does not have
 */
export function completeSchema(
  bare: ProviderSchema,
  unmatched: (entry: string) => void = () => undefined,
): ProviderSchema {
  const table = TABLES[bare.name as BindingsName];
  for (const type of Object.keys(table)) {
    if (!(type in bare.resources)) {
      unmatched(type);
    }
  }
  return {
    ...bare,
    resources: mapBlocks(bare.resources, (type, block) => {
      const ruled = correct(block, ruleFor(bare.name, type, block), (path) => unmatched(`${type}.${path}`));
      return correct(ruled, table[type] ?? {}, (path) => unmatched(`${type}.${path}`));
    }),
    dataSources: mapBlocks(bare.dataSources, (type, block) =>
      correct(block, DATA_SOURCES[type] ?? {}, (path) => unmatched(`data.${type}.${path}`)),
    ),
    ephemeralResources: EPHEMERAL_RESOURCES[bare.name] ?? {},
  };
}

function mapBlocks(
  blocks: Readonly<Record<string, BlockSchema>>,
  change: (type: string, block: BlockSchema) => BlockSchema,
): Readonly<Record<string, BlockSchema>> {
  return Object.fromEntries(Object.entries(blocks).map(([type, block]) => [type, change(type, block)]));
}
