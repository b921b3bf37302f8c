import { SECRETS } from "../../facts/secrets";
import { shown, verdict, type ResourceRule } from "../../rule";

/** The secret doesn't delete itself. */
export const secretNotExpiring: ResourceRule = {
  appliesTo: SECRETS,
  evaluate: ({ arguments: secret }) =>
    verdict(
      ["ttl", "expire_time"]
        .filter((name) => secret[name] !== undefined && secret[name] !== "")
        .map((name) => `${name} is ${shown(secret[name])}: Secret Manager deletes the secret with all of its versions`),
    ),
};
