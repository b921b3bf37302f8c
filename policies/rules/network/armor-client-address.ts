import { textsAt } from "../../facts/tls-hosts";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** Headers that any client can send, and that proxies add to rather than replace. */
const WRITTEN_BY_CLIENTS = new Set(["x-forwarded-for", "forwarded", "x-real-ip", "x-client-ip", "client-ip", "via"]);

/** The address of a client is not read from a header that the client writes: https://cloud.google.com/armor/docs/advanced-settings#user-ip-addresses */
export const armorClientAddress: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy) => {
    const headers = textsAt(policy.arguments, "advanced_options_config.user_ip_request_headers");
    return headers.length === 0
      ? NOT_APPLICABLE
      : verdict(
          headers
            .filter((header) => WRITTEN_BY_CLIENTS.has(header.toLowerCase()))
            .map(
              (header) =>
                `advanced_options_config.user_ip_request_headers has "${header}", which a client writes itself`,
            ),
        );
  },
};
