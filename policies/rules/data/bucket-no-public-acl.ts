import { isReference } from "../../rendered/rendered-stack";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

const PUBLIC = /\ball(Authenticated)?Users\b/;
const PREDEFINED = /^(publicRead|publicReadWrite|authenticatedRead)$/;

/** No list of access opens a bucket or an object to everybody. https://cloud.google.com/storage/docs/access-control/lists */
export const bucketNoPublicAcl: ResourceRule = {
  appliesTo: [
    "bucket_acl",
    "bucket_access_control",
    "default_object_acl",
    "default_object_access_control",
    "object_acl",
    "object_access_control",
  ].map((type) => `google_storage_${type}`),
  evaluate: ({ arguments: acl }) => {
    const roles: unknown = acl.role_entity;
    const entries: readonly unknown[] = [
      acl.entity,
      ...(Array.isArray(roles) ? (roles as readonly unknown[]) : [roles]),
    ];
    const findings = [
      ...["predefined_acl", "default_acl"]
        .filter((name) => PREDEFINED.test(String(acl[name])))
        .map((name) => `${name} is ${shown(acl[name])}, which is everybody`),
      ...entries
        .filter((entry) => typeof entry === "string" && PUBLIC.test(entry))
        .map((entry) => `${entry === acl.entity ? "entity" : "role_entity"} is ${shown(entry)}`),
    ];
    return findings.length === 0 && entries.some(isReference) ? unknown("entity") : verdict(findings);
  },
};
