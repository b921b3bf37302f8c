import { accessOf } from "../../facts/iam-roles";
import { addressesIn, dependenciesOf } from "../../facts/terraform-graph";
import { type Block, type RenderedResource } from "../../rendered/rendered-stack";
import { verdict, type ResourceRule } from "../../rule";

/** What is no part of something by itself, and without which it doesn't do what it is for. */
const PARTS = [
  "google_certificate_manager_certificate_map_entry",
  "google_compute_region_security_policy_rule",
  "google_compute_security_policy_rule",
  "google_secret_manager_secret_version",
  "google_sql_database",
  "google_sql_user",
];

const GRANT = /^google_.+_iam_(member|binding)$/;

/** Grants that programs need to run. Others, such as the right to push images, are for somebody else. */
const NEEDED = ["read", "use", "impersonate"];

/**
 * A release starts when everything is there that belongs to what its values name: rules of the firewall, certificates, users of
 * the database, versions of secrets, and what its accounts may do.
 */
export const helmReleaseAfterItsParts: ResourceRule = {
  appliesTo: ["helm_release"],
  evaluate: (release, stack) => {
    const named = new Set(addressesIn(withoutOrder(release.arguments)));
    const first = dependenciesOf(stack).of(release);
    const late = stack.resources.filter((one) => !first.has(one.address) && isPart(one, named));
    return verdict(late.map(({ address }) => `depends_on lacks ${address}, a part of what the values name`));
  },
};

function isPart({ type, arguments: block }: RenderedResource, named: ReadonlySet<string>): boolean {
  const isNeeded = GRANT.test(type) ? NEEDED.includes(accessOf(String(block.role)) ?? "") : PARTS.includes(type);
  return isNeeded && addressesIn(withoutOrder(block)).some((address) => named.has(address));
}

const withoutOrder = (block: Block): Block =>
  Object.fromEntries(Object.entries(block).filter(([name]) => name !== "depends_on" && name !== "lifecycle"));
