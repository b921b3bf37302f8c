import { grantsOf, isGoogleAgent, isMachine } from "../../facts/iam";
import { every, unknown, verdict, type ResourceRule } from "../../rule";

/** Whoever encrypts, decrypts or signs. https://cloud.google.com/kms/docs/reference/permissions-and-roles */
const USES = /^roles\/cloudkms\.(cryptoKey|cryptoOperator|signer|publicKeyViewer|expertRawAesCbc)/;
const EVERYTHING = /^roles\/(owner|editor|cloudkms\.admin)$/;

/** A key is used by programs that were given that key, and nobody who uses one can destroy it. */
export const kmsKeyAccess: ResourceRule = {
  appliesTo: ["crypto_key", "key_ring"].flatMap((place) => [
    `google_kms_${place}_iam_member`,
    `google_kms_${place}_iam_binding`,
  ]),
  evaluate: (resource) =>
    every(
      ...grantsOf(resource).map(({ role, members }) => {
        if (role.includes("${")) {
          return unknown("role");
        }
        const machines = members.filter((member) => isMachine(member) || isGoogleAgent(member));
        return verdict([
          ...members.filter(isPublic).map((member) => `member is ${member}, which is not one program`),
          ...(USES.test(role) ? members.filter(isPerson) : []).map(
            (member) => `member is ${member}, and a key is used by programs`,
          ),
          ...(EVERYTHING.test(role) ? machines : []).map(
            (member) => `role is "${role}" for ${member}, which can then destroy the key`,
          ),
          ...(/^roles\/(owner|editor)$/.test(role) && machines.length === 0
            ? [`role is "${role}", which is everything`]
            : []),
        ]);
      }),
    ),
};

const isPublic = (member: string): boolean =>
  /^(allUsers|allAuthenticatedUsers|domain:|projectViewer:|projectEditor:)/.test(member);
const isPerson = (member: string): boolean => /^(user|group):/.test(member);
