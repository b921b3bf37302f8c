import { isRecord } from "../../sandbox/kubernetes/objects";
import {
  blocksAt,
  isReference,
  isWritten,
  type Block,
  type RenderedResource,
  type RenderedStack,
} from "../rendered/rendered-stack";
import { NOT_APPLICABLE, unknown, verdict, type Verdict } from "../rule";
import { projectOf } from "./terraform-projects";

/** One role for some members, whichever resource says so. */
export interface Grant {
  readonly role: string;
  readonly members: readonly string[];
  readonly condition: Block | undefined;
  /** What stands before `role` and `members` in a finding; empty for a resource that is one grant. */
  readonly at: string;
}

/** Levels of the resource hierarchy: what is granted there is granted for everything below. */
export const HIERARCHY = ["project", "folder", "organization"] as const;

/** Grants for everything below a project, folder or organization. */
export const HIERARCHY_GRANTS: readonly string[] = HIERARCHY.flatMap((level) => [
  `google_${level}_iam_member`,
  `google_${level}_iam_binding`,
  `google_${level}_iam_policy`,
]);

/**
 * What a resource grants: `_iam_member` and `_iam_binding` one role, `_iam_policy` as many as stand in its text or in the
 * `google_iam_policy` document that it refers to, which is looked for in the stack.
 */
export function grantsOf({ type, arguments: block }: RenderedResource, stack?: RenderedStack): readonly Grant[] {
  if (/_iam_policy$/.test(type)) {
    const text = block.policy_data;
    const documents = (stack?.ofType("data.google_iam_policy") ?? []).filter((one) => stack?.refersTo(text, one));
    return [...bindingsIn(text), ...documents.flatMap((one) => blocksAt(one.arguments, "binding"))].map(
      (binding, index) => grant(binding, `policy_data.bindings[${index}].`),
    );
  }
  return /_iam_(member|binding)$/.test(type) ? [grant(block, "")] : [];
}

/** Every grant of a resource for which a test holds, worded; unknown where the text of a policy is computed elsewhere. */
export function judgeGrants(
  resource: RenderedResource,
  stack: RenderedStack,
  findingsOf: (grant: Grant) => readonly string[],
): Verdict {
  const grants = grantsOf(resource, stack);
  if (grants.length === 0 && isReference(resource.arguments.policy_data)) {
    return unknown("policy_data");
  }
  return grants.length === 0 ? NOT_APPLICABLE : verdict(grants.flatMap(findingsOf));
}

/** The same for each member that a test is true of. */
export function judgeMembers(
  resource: RenderedResource,
  stack: RenderedStack,
  isWrong: (member: string) => boolean,
  what: string,
): Verdict {
  return judgeGrants(resource, stack, ({ at, members }) =>
    members.filter(isWrong).map((member) => `${at}member is "${member}"${what}`),
  );
}

function grant(block: Block, at: string): Grant {
  const members: readonly unknown[] = Array.isArray(block.members) ? block.members : [block.member ?? block.members];
  return {
    role: typeof block.role === "string" ? block.role : "",
    members: members.filter((member) => typeof member === "string"),
    condition: blocksAt(block, "condition")[0],
    at,
  };
}

function bindingsIn(text: unknown): readonly Block[] {
  if (!isWritten(text)) {
    return [];
  }
  try {
    const policy: unknown = JSON.parse(text);
    return isRecord(policy) ? blocksAt(policy, "bindings") : [];
  } catch {
    return [];
  }
}

/**
 * Google's own agents: they are granted what Google asks for.
 * https://cloud.google.com/iam/docs/service-agents
 */
export function isGoogleAgent(member: string): boolean {
  return (
    /@(gcp-sa-[a-z-]+|container-engine-robot|service-networking|compute-system|cloudservices|gs-project-accounts|gae-api-prod|serverless-robot-prod|containerregistry|dataflow-service-producer-prod|cloud-filer|cloud-redis)\.(iam\.)?gserviceaccount\.com/.test(
      member,
    ) || /google_project_service_identity\.|google_storage_project_service_account\./.test(member)
  );
}

/** An account of a program, ours or another project's, Google's agents left out. */
export function isMachine(member: string): boolean {
  return !isGoogleAgent(member) && (member.startsWith("serviceAccount:") || member.includes("google_service_account."));
}

/** `[namespace/name]` at the end: a Kubernetes service account that acts as a Google one. */
const POD = /^serviceAccount:(.*)\[([^[\]]*)\]$/;

/** The Kubernetes service account in a member of Workload Identity, with the pool that it comes from. */
export function podOf(
  member: string,
): { readonly pool: string; readonly namespace: string; readonly name: string } | undefined {
  const match = POD.exec(member);
  const pool = match?.[1] ?? "";
  const account = match?.[2] ?? "";
  // `[0]` in a reference is the index of a list
  if (match === null || (isReference(member) && /^\d*$/.test(account))) {
    return undefined;
  }
  const slash = account.indexOf("/");
  return slash === -1
    ? { pool, namespace: "", name: account }
    : { pool, namespace: account.slice(0, slash), name: account.slice(slash + 1) };
}

/** The e-mail address of a service account of the stack, as far as it is written out. */
export function emailOf(account: RenderedResource, stack: RenderedStack): string | undefined {
  const { account_id: id } = account.arguments;
  const project = projectOf(account.arguments, stack);
  return isWritten(id) && isWritten(project) ? `${id}@${project}.iam.gserviceaccount.com` : undefined;
}

/** True when the text names the account, by a reference or by its address. */
export function namesAccount(text: unknown, account: RenderedResource, stack: RenderedStack): boolean {
  if (typeof text !== "string") {
    return false;
  }
  const email = emailOf(account, stack);
  return mentions(text, account) || (email !== undefined && text.includes(email));
}

function mentions(text: string, account: RenderedResource): boolean {
  const at = text.indexOf(`${account.address}.`);
  return at !== -1 && text.includes("${") && !/[\w-]/.test(text[at - 1] ?? "");
}

/** What an account of the stack is granted for a whole project, as far as the stack says. */
export function projectGrantsOf(
  account: RenderedResource,
  stack: RenderedStack,
): readonly (Grant & { readonly resource: RenderedResource })[] {
  return ["google_project_iam_member", "google_project_iam_binding"]
    .flatMap((type) => stack.ofType(type))
    .flatMap((resource) => grantsOf(resource, stack).map((one) => ({ ...one, resource })))
    .filter(({ members }) => members.some((member) => namesAccount(member, account, stack)));
}
