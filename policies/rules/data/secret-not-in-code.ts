import { SECRET_VERSIONS } from "../../facts/secrets";
import { isReference } from "../../rendered/rendered-stack";
import { verdict, type ResourceRule } from "../../rule";

/** `scheme://user:password@host`, the password written out. */
const PASSWORD_IN_URL = /:\/\/[^\s/:@$]*:[^\s/@$]+@/;

/** A value comes from somewhere, and isn't written in the code for everybody who may read that. */
export const secretNotInCode: ResourceRule = {
  appliesTo: SECRET_VERSIONS,
  evaluate: ({ arguments: version }) =>
    verdict(
      ["secret_data_wo", "secret_data"].flatMap((name) => {
        const value = version[name];
        if (typeof value !== "string" || value === "") {
          return [];
        }
        return !isReference(value) || PASSWORD_IN_URL.test(value) ? [`${name} is written in the code`] : [];
      }),
    ),
};
