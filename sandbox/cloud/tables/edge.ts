import { text } from "../../plugin/values";
import { uuid } from "../complete";
import { type Kinds } from "../kind";

/** Certificate Manager. */
export const edge: Kinds = {
  google_certificate_manager_certificate: {
    id: "projects/{project}/locations/{location}/certificates/{name}",
    computed: {
      // a managed certificate is provisioned after its DNS records are seen; the sandbox has no such delay
      "managed.state": "ACTIVE",
      "managed.provisioning_issue": () => [],
      "managed.authorization_attempt_info": () => [],
    },
    defaults: { location: "global", scope: "DEFAULT" },
    forceNew: ["name", "project", "location", "scope", "managed"],
  },
  google_certificate_manager_dns_authorization: {
    id: "projects/{project}/locations/{location}/dnsAuthorizations/{name}",
    computed: {
      type: "FIXED_RECORD",
      dns_resource_record: ({ object, digest }) => [
        {
          name: `_acme-challenge.${text(object, "domain") ?? ""}.`,
          type: "CNAME",
          data: `${uuid(digest("record", 32))}.${Number.parseInt(digest("shard", 2), 16) % 16}.authorize.certificatemanager.goog.`,
        },
      ],
    },
    defaults: { location: "global" },
    forceNew: ["name", "project", "location", "domain", "type"],
  },
  google_certificate_manager_certificate_map: {
    id: "projects/{project}/locations/global/certificateMaps/{name}",
    computed: { gclb_targets: () => [], create_time: ({ now }) => now, update_time: ({ now }) => now },
    forceNew: ["name", "project"],
  },
  google_certificate_manager_certificate_map_entry: {
    id: "projects/{project}/locations/global/certificateMaps/{map|last}/certificateMapEntries/{name}",
    computed: { state: "ACTIVE", create_time: ({ now }) => now, update_time: ({ now }) => now },
    forceNew: ["name", "project", "map", "hostname", "matcher"],
  },
};
