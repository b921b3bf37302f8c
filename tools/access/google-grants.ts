import { blocksAt, isReference, valueAt, type Block } from "../../policies/rendered/rendered-stack";
import { type AccessEntry } from "./entry";
import { identityOf } from "./identities";
import { type Literals, type SynthesizedStack } from "../../policies/rendered/literals";
import { conditionInWords, targetOf } from "./targets";

/** Lets a Kubernetes service account act as a Google one. */
export const ACT_AS_WORKLOAD = "roles/iam.workloadIdentityUser";

interface Binding {
  readonly role: unknown;
  readonly members: readonly unknown[];
  readonly condition: unknown;
}

/** Every IAM binding, every database user and every account of nodes in a stack, as it is written: nobody acts as anyone yet. */
export function googleGrants(
  stack: SynthesizedStack,
  literals: Literals,
  services: readonly string[],
): readonly AccessEntry[] {
  return literals.resourcesOf(stack).flatMap(({ type, address, path, arguments: block }) => {
    const found = { why: path, source: address };
    const [, target] = /^google_(.+)_iam_(?:member|binding|policy)$/.exec(type) ?? [];
    if (target !== undefined) {
      const on = targetOf(target, literals.of(stack, block) as Block, literals.projectOf(stack, block));
      return bindingsOf(stack, block).flatMap(({ role, members, condition }) =>
        members.map((member) => ({
          identity: identityOf(literals.text(stack, member), services),
          may: literals.text(stack, role),
          on,
          condition: conditionInWords(literals.of(stack, condition)),
          ...found,
        })),
      );
    }
    if (type === "google_sql_user") {
      return [{ ...databaseUser(stack, literals, block), ...found }];
    }
    return nodeAccounts(stack, literals, type, block).map((entry) => ({ ...entry, ...found }));
  });
}

/** The APIs that stacks enable, or whose agents they ask for. */
export function servicesIn(stacks: readonly SynthesizedStack[], literals: Literals): readonly string[] {
  const types = ["google_project_service", "google_project_service_identity"];
  const found = stacks.flatMap((stack) =>
    literals
      .resourcesOf(stack)
      .filter(({ type }) => types.includes(type))
      .map((resource) => literals.text(stack, resource.arguments.service)),
  );
  return [...new Set(found)];
}

/** `_iam_member` has one member, `_iam_binding` several, and `_iam_policy` gets a document from `google_iam_policy`. */
function bindingsOf(stack: SynthesizedStack, block: Block): readonly Binding[] {
  if (block.policy_data === undefined) {
    const members: readonly unknown[] = Array.isArray(block.members) ? block.members : [block.member];
    return [{ role: block.role, members, condition: block.condition }];
  }
  const written = typeof block.policy_data === "string" ? block.policy_data : "";
  const [, name = ""] = /^\$\{data\.google_iam_policy\.([\w-]+)\.policy_data\}$/.exec(written) ?? [];
  const policy = valueAt(valueAt(stack.json, "data.google_iam_policy") as Block | undefined, name);
  if (policy === undefined && isReference(written)) {
    return [{ role: "<policy_data>", members: [written], condition: undefined }];
  }
  const document = policy ?? (JSON.parse(written) as unknown);
  const key = policy === undefined ? "bindings" : "binding";
  return blocksAt(document as Block, key).map(({ role, members, condition }) => ({
    role,
    members: Array.isArray(members) ? members : [members],
    condition,
  }));
}

/** IAM users of Cloud SQL are named by their address; a service account's goes without its ending. */
function databaseUser(
  stack: SynthesizedStack,
  literals: Literals,
  block: Block,
): Pick<AccessEntry, "identity" | "may" | "on"> {
  const name = literals.text(stack, block.name);
  const instance = literals.text(stack, block.instance);
  const project = literals.projectOf(stack, block);
  const on = {
    type: "Cloud SQL instance",
    name: instance,
    fullName: `projects/${project}/instances/${instance}`,
    level: "resource",
  } as const;
  const type = literals.text(stack, block.type);
  if (type === "CLOUD_IAM_SERVICE_ACCOUNT") {
    return { identity: { kind: "service account", name: `${name}.gserviceaccount.com` }, may: "log in", on };
  }
  const kinds = { CLOUD_IAM_USER: "user", CLOUD_IAM_GROUP: "group" } as const;
  const kind = kinds[type as keyof typeof kinds];
  return kind === undefined
    ? { identity: { kind: "database user", name }, may: "log in with a password", on }
    : { identity: { kind, name }, may: "log in", on };
}

/** Where clusters and node pools say whom their nodes run as. */
const NODE_ACCOUNTS = ["node_config.service_account", "cluster_autoscaling.auto_provisioning_defaults.service_account"];

function nodeAccounts(
  stack: SynthesizedStack,
  literals: Literals,
  type: string,
  block: Block,
): readonly Pick<AccessEntry, "identity" | "may" | "on">[] {
  if (type !== "google_container_cluster" && type !== "google_container_node_pool") {
    return [];
  }
  const cluster = literals.text(stack, type === "google_container_cluster" ? block.name : block.cluster);
  const accounts = NODE_ACCOUNTS.map((path) => valueAt(block, path)).filter((account) => account !== undefined);
  return [...new Set(accounts.map((account) => literals.text(stack, account)))].map((email) => ({
    identity: { kind: "nodes", name: `nodes of ${cluster}` },
    may: "act as",
    on: accountTarget(email),
  }));
}

/** A service account as something to act as. */
function accountTarget(email: string): AccessEntry["on"] {
  const [, project = "-"] = /@([^.]+)\./.exec(email) ?? [];
  const fullName = `projects/${project}/serviceAccounts/${email}`;
  return { type: "service account", name: email, fullName, level: "resource" };
}
