import { valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

const KEY = "encryption.default_kms_key_name";

/** Objects are encrypted with a key of ours. */
export const bucketEncrypted: ResourceRule = {
  appliesTo: ["google_storage_bucket"],
  evaluate: ({ arguments: bucket }) => {
    const key = valueAt(bucket, KEY);
    return verdict(key === undefined || key === "" ? [`${KEY} is ${shown(key)}`] : []);
  },
};
