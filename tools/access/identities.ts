import { agentEmail } from "../../sandbox/cloud/tables/iam";
import { type Identity } from "./entry";
import { isUncertain } from "../../policies/rendered/unknown";

const POOL_MEMBER = /^serviceAccount:[^[\]]+\.svc\.id\.goog\[([^/[\]]+)\/([^/[\]]+)\]$/;
const PRINCIPAL = /^principal:\/\/iam\.googleapis\.com\/.+\.svc\.id\.goog\/subject\/ns\/([^/]+)\/sa\/([^/]+)$/;
const AGENT = /^service-(.+)@.+\.iam\.gserviceaccount\.com$/;

/**
 * Who an IAM member is. https://cloud.google.com/iam/docs/principal-identifiers
 *
 * @param services the APIs that the stacks enable, to tell service agents by
 */
export function identityOf(member: string, services: readonly string[]): Identity {
  const [, namespace, account] = POOL_MEMBER.exec(member) ?? PRINCIPAL.exec(member) ?? [];
  if (namespace !== undefined && account !== undefined) {
    return { kind: "Kubernetes service account", name: `${namespace}/${account}` };
  }
  if (member === "allUsers" || member === "allAuthenticatedUsers") {
    return { kind: "everyone", name: member };
  }
  const [prefix = "", ...rest] = member.split(":");
  const name = rest.join(":");
  switch (prefix) {
    case "serviceAccount":
      return serviceAccount(name, services);
    case "user":
    case "group":
    case "domain":
      return { kind: prefix, name };
    case "principal":
    case "principalSet":
      return { kind: "principal", name: member };
    default:
      return { kind: "unknown", name: member };
  }
}

function serviceAccount(email: string, services: readonly string[]): Identity {
  const [, project] = AGENT.exec(email) ?? [];
  const service = services.find((one) => project !== undefined && agentEmail(one, project) === email);
  if (project !== undefined && service !== undefined) {
    return { kind: "service agent", name: `${service} in ${project.replace(/^<number of (.*)>$/, "$1")}` };
  }
  return { kind: project === undefined && isUncertain(email) ? "unknown" : "service account", name: email };
}
