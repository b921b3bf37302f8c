import { isOn } from "../../facts/gke-arguments";
import { SECRET_VERSIONS } from "../../facts/secrets";
import { isReference, type Block } from "../../rendered/rendered-stack";
import { shown, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";

/** Functions and names of attributes that give Base64. */
const GIVES_BASE64 = /base64|_b64\b|\bvar\.|\blocal\.|\bdata\.|\bmodule\./i;
const IS_BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** A version has a value that is written past the state, and a number that says when to write another. */
export const secretVersionWritten: ResourceRule = {
  appliesTo: SECRET_VERSIONS,
  evaluate: ({ arguments: version }) => {
    const { secret_data: kept, secret_data_wo: written, secret_data_wo_version: counter } = version;
    const findings = [
      ...(version.secret === undefined || version.secret === "" ? ["secret is absent"] : []),
      ...(isMissing(written)
        ? [`secret_data_wo is absent${isMissing(kept) ? "" : ", and secret_data is kept in the state"}`]
        : []),
      ...(!isMissing(written) && isMissing(counter)
        ? ["secret_data_wo_version is absent, so that a new value is never written"]
        : []),
    ];
    return findings.length > 0 ? verdict(findings) : encodingOf(version);
  },
};

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === "";

function encodingOf({ is_secret_data_base64: isBase64, secret_data_wo: value }: Block): Verdict {
  if (!isOn(isBase64) || (typeof value === "string" && !isReference(value) && IS_BASE64.test(value))) {
    return verdict([]);
  }
  return typeof value === "string" && GIVES_BASE64.test(value)
    ? unknown("secret_data_wo")
    : verdict([`is_secret_data_base64 is ${shown(isBase64)}, and secret_data_wo is no Base64`]);
}
