import { readAt } from "../../facts/gke-arguments";
import { blocksAt } from "../../rendered/rendered-stack";
import { unknown, verdict, type ResourceRule } from "../../rule";

const PATH = "attestation_authority_note.public_keys";

/** An attestor has a key: without one no attestation of it can be checked, and nothing that asks for it starts. */
export const binaryAuthorizationAttestorKeys: ResourceRule = {
  appliesTo: ["google_binary_authorization_attestor"],
  evaluate: ({ arguments: attestor }) => {
    const keys = readAt(attestor, PATH);
    if ("computed" in keys) {
      return unknown(keys.computed);
    }
    return verdict(blocksAt(attestor, PATH).length > 0 ? [] : [`${PATH} is absent: no attestation can be checked`]);
  },
};
