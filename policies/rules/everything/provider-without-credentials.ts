import { blocksAt, isReference, type Block } from "../../rendered/rendered-stack";
import { verdict, type ResourceRule } from "../../rule";

/** Arguments of provider blocks that are credentials. Those of a cluster come from a command that asks for a fresh token. */
const CREDENTIALS = ["access_token", "client_key", "credentials", "password", "token"];

/** No provider is given credentials in the configuration: they come from whoever applies, and end with the login. */
export const providerWithoutCredentials: ResourceRule = {
  appliesTo: ["provider.google", "provider.google-beta", "provider.kubernetes", "provider.helm"],
  evaluate: ({ arguments: provider }) => verdict(written(provider)),
};

function nested(provider: Block): readonly (readonly [path: string, block: Block])[] {
  return [["", provider], ...blocksAt(provider, "kubernetes").map((block) => ["kubernetes.", block] as const)];
}

/** A reference is to a token that was just asked for. */
function written(provider: Block): readonly string[] {
  return nested(provider).flatMap(([path, block]) =>
    CREDENTIALS.filter((name) => {
      const value = block[name];
      return typeof value === "string" && value !== "" && !isReference(value);
    }).map((name) => `${path}${name} is written out`),
  );
}
