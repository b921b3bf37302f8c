import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CloudView } from "../cloud/law";
import { law as deletionProtection } from "../cloud/laws/deletion-protection";
import { type ObjectValue } from "../plugin/values";
import { instancesIn } from "./state";
import { type RehearsalWorkspace } from "./workspace";

/** Arguments that keep an object from being deleted, wherever they stand in a resource. */
export type Switches = ReadonlySet<string>;

/** Terraform's own: it refuses the plan before anybody can judge it. */
export const PREVENT_DESTROY: Switches = new Set(["prevent_destroy"]);

/** Also those by which the API refuses. */
const EVERY_SWITCH: Switches = new Set([...PREVENT_DESTROY, "deletion_protection", "deletion_protection_enabled"]);

/** Where a synthesized stack is. */
const FILE = "cdk.tf.json";

/** Comes after the override of the copy, and changes other blocks than that one. */
const OVERRIDE = "zzzz_cliscale_sandbox_unprotected_override.tf.json";

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The addresses that a destroy would be refused for, because their configuration protects them. */
export function protectedAddresses(
  { resource = {} }: { readonly resource?: Resources },
  switches: Switches = EVERY_SWITCH,
): readonly string[] {
  return Object.entries(resource).flatMap(([type, blocks]) =>
    Object.entries(blocks)
      .filter(([, block]) => JSON.stringify(block) !== JSON.stringify(unprotected(block, switches)))
      .map(([name]) => `${type}.${name}`),
  );
}

/** The same value with every protection switched off. */
export function unprotected(value: unknown, switches: Switches = EVERY_SWITCH): unknown {
  if (Array.isArray(value)) return value.map((inner) => unprotected(inner, switches));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, switches.has(name) ? false : unprotected(inner, switches)]),
  );
}

/** A deployed resource that a destroy is refused for. */
export interface ProtectedResource {
  readonly stack: string;
  /** As in the configuration: without a key. */
  readonly address: string;
  /** The argument that protects it. */
  readonly by: string;
}

/**
 * What a destroy of the deployed stacks would be refused for: what has `prevent_destroy`, and what the cloud protects. The latter is
 * asked of the state, which has values of variables and defaults.
 */
export function protectedIn(workspace: RehearsalWorkspace): readonly ProtectedResource[] {
  return workspace.stacks.flatMap(({ name: stack, configuration }) => {
    const folder = workspace.folderOf(stack);
    const byTerraform = protectedAddresses(configuration, PREVENT_DESTROY)
      .filter((address) => instancesIn(folder).some((instance) => withoutKey(instance.address) === address))
      .map((address) => ({ stack, address, by: "prevent_destroy" }));
    const byCloud = instancesIn(folder).flatMap(({ address, type, attributes }) => {
      const by = protectingArgument(type, attributes);
      return by === undefined ? [] : [{ stack, address: withoutKey(address), by }];
    });
    const all = [...byTerraform, ...byCloud];
    return all.filter(({ address }, index) => all.findIndex((other) => other.address === address) === index);
  });
}

function protectingArgument(type: string, before: ObjectValue): string | undefined {
  const now = new Date(0).toISOString();
  return deletionProtection({ action: "delete", type, key: "", project: "", before, after: null, now }, NOTHING_ELSE)
    ?.attribute;
}

const NOTHING_ELSE: CloudView = { get: () => undefined, list: () => [], buried: () => undefined };

function withoutKey(address: string): string {
  return address.replace(/\[[^\]]*\]$/, "");
}

/**
 * Writes every synthesized stack of a workspace without its protection, as somebody does who means to tear the system down.
 *
 * @param kept what is protected, also by a default that its configuration does not mention
 * @returns false when not all of it can be rewritten: HCL is not, nor are its modules
 */
export function takeProtectionOff(workspace: RehearsalWorkspace, kept: readonly ProtectedResource[]): boolean {
  const stacks = workspace.stacks.map(({ name }) => ({ name, file: join(workspace.folderOf(name), FILE) }));
  if (!stacks.every(({ file }) => existsSync(file))) return false;
  if (kept.some(({ address }) => address.startsWith("module."))) return false;
  for (const { name, file } of stacks) {
    const { resource = {}, ...rest } = JSON.parse(readFileSync(file, "utf8")) as { readonly resource?: Resources };
    const byDefault = kept.filter(({ stack, by }) => stack === name && by === "deletion_protection");
    const open = byDefault.reduce(withoutDefault, unprotected(resource) as Resources);
    writeFileSync(file, JSON.stringify({ ...rest, resource: open }, null, 2));
  }
  return true;
}

function withoutDefault(resources: Resources, { address, by }: ProtectedResource): Resources {
  const [type = "", name = ""] = address.split(".");
  const blocks = resources[type] ?? {};
  const block = blocks[name];
  if (typeof block !== "object" || block === null || Array.isArray(block)) return resources;
  return { ...resources, [type]: { ...blocks, [name]: { ...block, [by]: false } } };
}

/**
 * Lets every stack of a workspace be planned as if nothing in its root had `prevent_destroy`, whatever language it is written in. An override
 * file does it, because HCL is not rewritten.
 */
export function overridePreventDestroy(workspace: RehearsalWorkspace): void {
  for (const { name, configuration } of workspace.stacks) {
    const addresses = protectedAddresses(configuration, PREVENT_DESTROY);
    if (addresses.length === 0) continue;
    const resource: Record<string, Record<string, object>> = {};
    for (const [type = "", block = ""] of addresses.map((address) => address.split("."))) {
      (resource[type] ??= {})[block] = { lifecycle: { prevent_destroy: false } };
    }
    writeFileSync(join(workspace.folderOf(name), OVERRIDE), JSON.stringify({ resource }, null, 2));
  }
}
