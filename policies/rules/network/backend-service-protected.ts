import { every, expectArgument, expectPresent, NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";
import { isReference } from "../../rendered/rendered-stack";

/** A request that takes longer than Google's longest is no request: https://cloud.google.com/load-balancing/docs/backend-service#timeout-setting */
const LONGEST = 86_400;

/** Backends on the internet are behind Cloud Armor, write logs, and let connections end. */
export const backendServiceProtected: ResourceRule = {
  appliesTo: ["google_compute_backend_service", "google_compute_region_backend_service"],
  evaluate: (backend) => {
    const {
      load_balancing_scheme: scheme = "EXTERNAL",
      protocol = "HTTP",
      timeout_sec: timeout,
      connection_draining_timeout_sec: draining,
    } = backend.arguments;
    if (
      typeof scheme !== "string" ||
      !scheme.startsWith("EXTERNAL") ||
      !["HTTP", "HTTPS", "HTTP2"].includes(String(protocol))
    ) {
      return NOT_APPLICABLE;
    }
    return every(
      expectPresent(backend, "security_policy"),
      expectArgument(backend, "log_config.enable", true),
      verdict([
        ...(!isReference(timeout) && Number(timeout ?? 30) > LONGEST
          ? [`timeout_sec is ${Number(timeout)}, more than a day`]
          : []),
        ...(draining === 0
          ? ["connection_draining_timeout_sec is 0, so that requests are cut when an instance leaves"]
          : []),
      ]),
    );
  },
};
