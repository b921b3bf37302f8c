import { isReference, valueAt, type Block } from "../../rendered/rendered-stack";
import { butSame, dropEach, harmless, hurts, onlyWhen, remove, set, type PathTable } from "./path-table";

const label = harmless("a label for people; what refers to the resource does so by reference");
const project = harmless("the project is the provider's own, and which one it is is the deployment's choice");
const words = harmless("a description for people");
const order = hurts(remove);

const isProtected = (block: Block): boolean => valueAt(block, "lifecycle.prevent_destroy") === true;
const NOT_PROTECTED = "where it isn't set, there is nothing to take away";

/** TLS, certificates and DNS. */
export const EDGE_PATHS: PathTable = {
  google_compute_ssl_policy: {
    "": hurts(remove),
    depends_on: order,
    min_tls_version: hurts(set("TLS_1_0"), set("TLS_1_1"), remove),
    name: hurts(set("other")),
    profile: hurts(set("COMPATIBLE"), set("MODERN"), remove),
    project,
  },
  google_certificate_manager_certificate: {
    "": hurts(remove),
    managed: hurts(remove),
    "managed.dns_authorizations": hurts(dropEach, remove),
    "managed.domains": hurts(dropEach, set(["other.cliscale.dev"]), remove),
    name: label,
    project,
  },
  google_certificate_manager_certificate_map: {
    "": hurts(remove),
    depends_on: order,
    name: hurts(set("other")),
    project,
  },
  google_certificate_manager_certificate_map_entry: {
    "": hurts(remove),
    certificates: hurts(dropEach),
    hostname: hurts(set("other.cliscale.dev"), remove),
    map: hurts(set("other")),
    name: label,
    project,
  },
  google_certificate_manager_dns_authorization: {
    "": hurts(remove),
    depends_on: order,
    domain: hurts(set("other.cliscale.dev")),
    name: label,
    project,
  },
  google_dns_managed_zone: {
    "": hurts(remove),
    depends_on: order,
    description: words,
    dns_name: hurts(set("other.dev.")),
    dnssec_config: hurts(remove),
    "dnssec_config.state": hurts(set("off"), set("transfer"), remove),
    force_destroy: butSame(hurts(set(true)), remove, "the default is false"),
    lifecycle: onlyWhen(hurts(remove), isProtected, NOT_PROTECTED),
    "lifecycle.prevent_destroy": onlyWhen(hurts(set(false), remove), isProtected, NOT_PROTECTED),
    name: label,
    project,
    visibility: butSame(hurts(set("private")), remove, "the default is public"),
  },
  google_dns_record_set: {
    "": hurts(remove),
    depends_on: onlyWhen(
      order,
      ({ managed_zone: zone }) => !isReference(zone),
      "where the zone is a resource, it waits for the API and the record for the zone",
    ),
    managed_zone: hurts(set("other")),
    name: hurts(set("other.cliscale.dev.")),
    project: hurts(set("other")),
    rrdatas: hurts(dropEach, set(["203.0.113.9"])),
    ttl: hurts(set(604_800), set(0), remove),
    type: hurts(set("TXT")),
  },
};
