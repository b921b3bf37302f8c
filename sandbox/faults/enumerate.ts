import { createHash } from "node:crypto";
import { type Fault, type FaultAction, type FaultCode } from "./fault";
import { INTERNAL_RETRIES, isRetried } from "./messages";

/** A resource of a synthesized stack. */
export interface StackResource {
  /** Such as `google_compute_network.main`, with `ephemeral.` before that of an ephemeral resource. */
  readonly address: string;
  readonly type: string;
  /** Texts of its configuration that no other resource decides, by path. */
  readonly where: Readonly<Record<string, string>>;
  /** Its number among the resources of its type with the same texts, from 1. */
  readonly nth: number;
}

/** How something fails, before it is said where. */
type Variant = Omit<Fault, "id" | "action" | "type" | "where" | "nth">;

type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const CODES: readonly FaultCode[] = [403, 409, 429, 500, 503];

const ENDS: Readonly<Record<string, Variant>> = {
  "crash-before": { kind: "crash", when: "before-commit" },
  "kill-before": { kind: "kill", when: "before-commit" },
};

const ENDS_AFTER: Readonly<Record<string, Variant>> = {
  "crash-after": { kind: "crash", when: "after-commit" },
  "kill-after": { kind: "kill", when: "after-commit" },
};

const LOST: Readonly<Record<string, Variant>> = { "lost-reply": { kind: "lost-reply" }, timeout: { kind: "timeout" } };

const SLOW: Readonly<Record<string, Variant>> = { slow: { kind: "slow" } };

/** Two looks: the first resource that refers to the object, and one more. */
const UNSEEN: Readonly<Record<string, Variant>> = { unseen: { kind: "unseen", times: 2 } };

/** What runs in Terraform alone and talks to no API. */
const LOCAL = /^(random|tls)_/;

/** The resources of a stack in a stable order. One with `count` or `for_each` stands for its first instance. */
export function resourcesOf(synthesized: object): readonly StackResource[] {
  const { resource = {}, ephemeral = {} } = synthesized as { readonly resource?: Blocks; readonly ephemeral?: Blocks };
  const seen = new Map<string, number>();
  return [...entriesOf(resource, ""), ...entriesOf(ephemeral, "ephemeral.")].map(({ address, type, configuration }) => {
    const where = textsOf(configuration);
    const signature = `${type} ${JSON.stringify(Object.entries(where).sort())} ${address.startsWith("ephemeral.")}`;
    const nth = (seen.get(signature) ?? 0) + 1;
    seen.set(signature, nth);
    return { address, type, where, nth };
  });
}

/**
 * Every single fault of a stack: each resource with each way to fail, in a stable order, and the state's lock held by somebody else. An
 * error that the provider would repeat by itself lasts longer than its patience. Updates are left out: a stack has one configuration.
 */
export function singleFaults(synthesized: object): readonly Fault[] {
  const locks: readonly Fault[] = [
    { id: "create/state/lock", kind: "lock", action: "create" },
    { id: "delete/state/lock", kind: "lock", action: "delete" },
  ];
  const faults = resourcesOf(synthesized).flatMap((resource) =>
    actionsOf(resource).flatMap((action) =>
      Object.entries(variants(resource.type, action)).map(([name, variant]): Fault => {
        const { address, type, where, nth } = resource;
        return { id: `${action}/${address}/${name}`, action, type, where, nth, ...variant };
      }),
    ),
  );
  return [...locks, ...faults];
}

/**
 * Each resource with each kind of fault once: which code, which action and which moment, the seed draws. What is the same for every
 * resource, the lock, is there once for each command.
 */
export function everyResourceAndKind(synthesized: object, seed: string): readonly Fault[] {
  const drawn = new Map<string, Fault>();
  const all = singleFaults(synthesized);
  for (const fault of sample(all, seed, all.length)) {
    const [, address = ""] = fault.id.split("/");
    const key = `${address} ${fault.kind}${fault.kind === "lock" ? fault.action : ""}`;
    if (!drawn.has(key)) drawn.set(key, fault);
  }
  return [...drawn.values()];
}

/**
 * Points at which Terraform and all its providers are killed: after so many changes, before or after the commit of the next one.
 *
 * @param changes how many there are in an undisturbed run
 */
export function killPoints(changes: number, action: "create" | "delete" = "create"): readonly Fault[] {
  return Array.from({ length: changes }, (_, index) => index + 1).flatMap((nth) =>
    (["before-commit", "after-commit"] as const).map((when): Fault => {
      return { id: `${action}/kill/${nth}/${when}`, kind: "kill", action, nth, when };
    }),
  );
}

/** So many of a list, chosen by the seed, in an order that is the same on every machine. A larger sample begins with a smaller one. */
export function sample<T extends { readonly id: string }>(
  items: readonly T[],
  seed: string,
  size: number,
): readonly T[] {
  const place = (id: string) => createHash("sha256").update(`${seed} ${id}`).digest("hex");
  const placed = items.map((item) => ({ item, place: place(item.id) }));
  return placed
    .sort((left, right) => (left.place < right.place ? -1 : 1))
    .slice(0, size)
    .map(({ item }) => item);
}

function actionsOf({ address }: StackResource): readonly FaultAction[] {
  return address.startsWith("ephemeral.") ? ["open"] : ["plan", "create", "read", "delete"];
}

function variants(type: string, action: FaultAction): Readonly<Record<string, Variant>> {
  if (action === "plan") return ENDS;
  if (LOCAL.test(type)) return action === "create" ? { ...ENDS, ...ENDS_AFTER } : ENDS;
  const errors = Object.fromEntries(CODES.map((code) => [`error-${code}`, errorOf(type, code)]));
  if (action === "create") return { ...errors, ...LOST, ...UNSEEN, ...SLOW, ...ENDS, ...ENDS_AFTER };
  if (action === "delete") return { ...errors, ...LOST, ...SLOW, ...ENDS, ...ENDS_AFTER };
  return { ...errors, ...SLOW, ...ENDS };
}

function errorOf(type: string, code: FaultCode): Variant {
  return { kind: "error", code, times: isRetried(type, code) ? INTERNAL_RETRIES + 1 : 1 };
}

function entriesOf(blocks: Blocks, prefix: string) {
  return Object.entries(blocks)
    .flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, configuration]) => ({
        address: `${prefix}${type}.${name}`,
        type,
        configuration,
      })),
    )
    .sort((left, right) => (left.address < right.address ? -1 : 1));
}

/** What Terraform itself reads, and what the provider never sees as written. */
const META = new Set(["provider", "depends_on", "lifecycle", "count", "for_each", "connection", "provisioner"]);

/** Faults and their reports are files in clear. */
const SECRET = /_wo$|password|secret_data|private_key/;

function textsOf(configuration: unknown): Readonly<Record<string, string>> {
  const own = Object.entries(asObject(configuration)).filter(([name]) => !META.has(name) && !SECRET.test(name));
  const metadata = Object.entries(asObject(asObject(configuration)["metadata"]));
  const all = [...own, ...metadata.map(([name, value]) => [`metadata.${name}`, value] as const)];
  return Object.fromEntries(all.flatMap(([name, value]) => (isLiteral(value) ? [[name, value]] : [])));
}

/** The longest text by which an object is told from others; larger ones are documents. */
const LONGEST = 200;

function isLiteral(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= LONGEST && !/[$%]\{/.test(value);
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "object" && first !== null ? (first as Readonly<Record<string, unknown>>) : {};
}
