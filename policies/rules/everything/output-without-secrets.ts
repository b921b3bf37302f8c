import { secretReferences, secretsIn } from "../../facts/terraform-secrets";
import { isReference } from "../../rendered/rendered-stack";
import { textsIn } from "../../facts/terraform-graph";
import { verdict, type ResourceRule } from "../../rule";

/** Names that promise a secret; `secret_id` and `token_url` promise something about one. */
const SECRET_NAME =
  /(^|_)(password|passwd|private_key|api_key|secret_key|credentials|access_token|auth_token|secret_value|token)$/;

/** An output shows no secret: it is printed after every apply, and whoever may read the state reads it there. */
export const outputWithoutSecrets: ResourceRule = {
  appliesTo: ["output"],
  evaluate: ({ address, arguments: output }) => {
    const { value, sensitive, ephemeral } = output;
    const written = textsIn(value, "value").flatMap(({ path, text }) =>
      secretsIn(text).map((what) => `${path} has ${what}`),
    );
    if (sensitive === true || ephemeral === true) {
      return verdict(written);
    }
    const isNamed =
      SECRET_NAME.test(address.replace(/^output\./, "")) && typeof value === "string" && isReference(value);
    const referred = secretReferences(value);
    return verdict([
      ...written,
      ...referred.map((attribute) => `sensitive is absent, and value is ${attribute}`),
      ...(isNamed && referred.length === 0 ? ["sensitive is absent, and the output's name is that of a secret"] : []),
    ]);
  },
};
