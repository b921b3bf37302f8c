import { textsIn } from "../../facts/terraform-graph";
import { secretsIn } from "../../facts/terraform-secrets";
import { verdict, type ResourceRule } from "../../rule";

/** No secret is written in a value, whatever the argument is called: private keys, tokens, keys of clouds, URLs with a password. */
export const noLiteralSecrets: ResourceRule = {
  appliesTo: "every",
  evaluate: ({ arguments: block }) =>
    verdict(textsIn(block).flatMap(({ path, text }) => secretsIn(text).map((what) => `${path} has ${what}`))),
};
