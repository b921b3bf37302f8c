import { type Cloud } from "../cloud/cloud";
import { type Journal } from "../journal";
import { type Provider } from "../plugin/provider";
import { type ProviderName } from "../schema/load";
import { type ProviderSchema } from "../schema/types";
import { type MakeRsaKey } from "./tls";

/** What a provider is made from. */
export interface MakeOptions {
  readonly schema: ProviderSchema;
  /** Providers that have nothing in the cloud never ask for it. */
  readonly cloud: () => Cloud;
  /** Where Terraform runs: charts are looked for from there. @default - the working directory */
  readonly directory?: string;
  /** @default - nothing is noted */
  readonly journal?: Journal;
  /** Where RSA keys come from. @default - each one is drawn */
  readonly makeRsaKey?: MakeRsaKey;
}

/** Each provider loads only what it needs: Terraform starts a process per provider, several times per command. */
const MAKERS: Readonly<Record<ProviderName, (options: MakeOptions) => Promise<Provider>>> = {
  google: async ({ schema, cloud }) => new (await import("./google.js")).GoogleProvider(schema, cloud()),
  "google-beta": async ({ schema, cloud }) => new (await import("./google.js")).GoogleProvider(schema, cloud()),
  kubernetes: async ({ schema, cloud }) => new (await import("./kubernetes.js")).KubernetesProvider(schema, cloud()),
  helm: async ({ schema, cloud, directory, journal }) =>
    new (await import("./helm.js")).HelmProvider(schema, cloud(), { directory, watching: journal?.watching }),
  random: async ({ schema }) => (await import("./random.js")).randomProvider(schema),
  tls: async ({ schema, makeRsaKey }) => (await import("./tls.js")).tlsProvider(schema, makeRsaKey),
};

/** Every provider that the sandbox simulates. */
export const PROVIDER_NAMES = Object.keys(MAKERS) as readonly ProviderName[];

export function isProviderName(name: string): name is ProviderName {
  return name in MAKERS;
}

/** Makes a simulated provider, ready to be configured. */
export function makeProvider(name: ProviderName, options: MakeOptions): Promise<Provider> {
  return MAKERS[name](options);
}
