import { blocksAt, valueAt, type Block } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

/** Backends that lock the state and keep it where everybody finds it: https://developer.hashicorp.com/terraform/language/backend */
const SHARED = ["azurerm", "consul", "cos", "gcs", "kubernetes", "oss", "pg", "remote", "s3"];

/** The state lies in a place that everybody shares, and not on one machine. */
export const stateRemote: ResourceRule = {
  appliesTo: ["terraform"],
  evaluate: ({ arguments: terraform }) => {
    const [backend] = blocksAt(terraform, "backend");
    const kind = Object.keys(backend ?? {})[0];
    if (blocksAt(terraform, "cloud").length > 0) {
      return verdict([]);
    }
    if (kind === undefined || !SHARED.includes(kind)) {
      return verdict([
        `backend is ${kind === undefined ? "absent" : `"${kind}"`}: the state stays on the machine that applies`,
      ]);
    }
    return verdict(kind === "gcs" ? bucketProblems(blocksAt(backend ?? {}, "gcs")[0] ?? {}) : []);
  },
};

function bucketProblems(gcs: Block): readonly string[] {
  const bucket = valueAt(gcs, "bucket");
  const { encryption_key: key } = gcs;
  return [
    ...(typeof bucket === "string" && bucket !== "" ? [] : [`backend.gcs.bucket is ${shown(bucket)}`]),
    ...(typeof gcs.prefix === "string" && gcs.prefix !== ""
      ? []
      : [`backend.gcs.prefix is ${shown(gcs.prefix)}: every stack without one has the same state`]),
    ...(typeof key === "string" && key !== ""
      ? ["backend.gcs.encryption_key is written out; use kms_encryption_key"]
      : []),
    ...(gcs.credentials !== undefined || gcs.access_token !== undefined
      ? ["backend.gcs.credentials is written out"]
      : []),
  ];
}
