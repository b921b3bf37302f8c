import { Refusal, type Diagnostic } from "../plugin/diagnostics";
import { type FaultAction, type FaultCode } from "./fault";

/**
 * How often the simulated google provider repeats a call by itself before an error surfaces. The real one goes on until the operation's
 * timeout (20 minutes for most), which nobody wants to wait for here: a fault that strikes up to three calls in a row passes unnoticed.
 */
export const INTERNAL_RETRIES = 3;

/**
 * What the google provider repeats by itself: the codes of `isCommonRetryableErrorCode` and the 409 of `is409OperationInProgressError`.
 * https://github.com/hashicorp/terraform-provider-google/blob/main/google/transport/error_retry_predicates.go
 */
const RETRIED: ReadonlySet<FaultCode> = new Set([409, 429, 500, 503]);

/** True when the provider of a type repeats a call that failed so. Those of kubernetes and helm pass errors on. */
export function isRetried(type: string, code: FaultCode): boolean {
  return type.startsWith("google_") && RETRIED.has(code);
}

/** Google's words by code. */
const GOOGLE: Readonly<Record<FaultCode, string>> = {
  403: "The caller does not have permission, forbidden",
  409: "Operation failed because another operation was already in progress. Try your request after the current operation is complete., operationInProgress",
  429: "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service, rateLimitExceeded",
  500: "Internal error encountered., backendError",
  503: "The service is currently unavailable., backendError",
};

/** The Kubernetes API server's words by code. */
const KUBERNETES: Readonly<Record<FaultCode, string>> = {
  403: "forbidden: User does not have the required permission",
  409: "Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version and try again",
  429: "the server has received too many requests and has asked us to try again later",
  500: "Internal error occurred: etcdserver: request timed out",
  503: "the server is currently unable to handle the request",
};

const DOING: Readonly<Record<FaultAction, string>> = {
  create: "creating",
  update: "updating",
  delete: "deleting",
  read: "reading",
  open: "opening",
  plan: "planning",
};

interface Where {
  readonly type: string;
  readonly action: FaultAction;
}

/** The API's refusal. */
export function apiError({ type, action }: Where, code: FaultCode): Refusal {
  const words = type.startsWith("google_") ? `googleapi: Error ${code}: ${GOOGLE[code]}` : KUBERNETES[code];
  return new Refusal(`Error ${DOING[action]} ${type}: ${words}`);
}

/**
 * A connection that ended before the answer. The google provider repeats a request after an answer that was cut in the middle
 * (`io.ErrUnexpectedEOF` in `isIoEOFError` of the file above), and not after none at all, which is a plain `EOF`.
 */
export function lostReply({ type, action }: Where): Refusal {
  const host = type.startsWith("google_") ? "googleapis.com" : "kubernetes.default.svc";
  return new Refusal(`Error ${DOING[action]} ${type}: request to "https://${host}": EOF`);
}

/** The provider's own words when an operation outlasts its timeout. */
export function timedOut({ type, action }: Where): Diagnostic {
  const words = "timeout while waiting for state to become 'DONE' (last state: 'RUNNING', timeout: 20m0s)";
  return { severity: "error", summary: `Error waiting for ${DOING[action]} ${type}: ${words}` };
}

/**
 * Types whose provider keeps the object in the state when a create times out, so that Terraform marks it as tainted and replaces it.
 * The others forget it: their next create finds the name taken. From the providers' create functions, not verified by a run.
 */
export const TAINTED_BY_TIMEOUT: ReadonlySet<string> = new Set(["google_container_cluster", "helm_release"]);
