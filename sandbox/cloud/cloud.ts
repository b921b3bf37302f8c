import { type BlockSchema } from "../schema/types";
import { Refusal } from "../plugin/diagnostics";
import { canonical, text, Unknown, type ObjectValue } from "../plugin/values";
import { Completion, idOf } from "./complete";
import { factsOf } from "./facts";
import { type Kind } from "./kind";
import { allLaws, type CloudView, type Law, type Operation } from "./law";
import { sealPayload, unsealPayload } from "./payloads";
import { terraformRun } from "./run";
import { type CloudObject, type Creation, sha256, type Store } from "./store";
import { fill, lastSegment, placeholders } from "./template";

/** A create or update as it reaches the API. */
export interface Change {
  readonly type: string;
  readonly kind: Kind;
  readonly block: BlockSchema;
  /** The whole object as planned; what the API computes is unknown. */
  readonly planned: ObjectValue;
  /**
   * What a repeated request says again, where `planned` holds more than that, such as the time of day.
   * @default - `planned`
   */
  readonly asked?: ObjectValue;
  /** SHA-256 of the write-only values, by path. */
  readonly writeOnly: Readonly<Record<string, string>>;
  /** The provider's project, for objects that name none. */
  readonly project: string;
}

/** What the cloud answered. */
export interface Answer {
  readonly attributes: ObjectValue;
  readonly key: string;
  readonly warnings: readonly string[];
}

/** What a cloud takes from outside. */
export interface CloudOptions {
  /** Names the Terraform run. @default - the process that started this one */
  readonly run?: string;
  /** @default - the system's clock, or CLISCALE_SANDBOX_NOW */
  readonly clock?: () => Date;
  /** What of the cloud can be seen by a request about its own object. @default - everything */
  readonly sight?: (view: CloudView, own?: { readonly type: string; readonly key: string }) => CloudView;
}

/** A configuration may count from the time of its plan (`plantimestamp()`), and asks for the same all the same when it asks again. */
const TIMES = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g;

/** Stands for the digits that the API chooses for an object's name. */
const GENERATED = "{#}";

/**
 * The simulated cloud. Every change passes the same stations: laws, commit, reply. An object is committed before its creator hears of it,
 * so a Terraform killed in between finds it again: a repeated request with the same configuration resumes it, as Google's requestId does.
 */
export class Cloud {
  private readonly run: string;
  private readonly clock: () => Date;
  private readonly made: { readonly type: string; readonly key: string }[] = [];
  private readonly sight: NonNullable<CloudOptions["sight"]>;

  public constructor(
    private readonly store: Store,
    private readonly laws: () => readonly Law[] = allLaws,
    options: CloudOptions = {},
  ) {
    this.run = options.run ?? terraformRun();
    this.clock = options.clock ?? systemClock;
    this.sight = options.sight ?? ((view) => view);
  }

  /** What exists, for laws, tables and data sources. */
  public get view(): CloudView {
    return this.sight(this.store);
  }

  public create(request: Change): Answer {
    const configuration = sha256(canonical(request.asked ?? request.planned).replace(TIMES, "a time"));
    for (let attempt = 1; ; attempt += 1) {
      const change = withNames(request, configuration, attempt);
      const { type, kind, planned, writeOnly } = change;
      const key = keyOfNew(kind, planned, `${configuration} ${attempt}`);
      const existing = this.store.get(type, key);
      const idempotent = kind.idempotent === true || kind.isBrought?.(planned) === true;
      const adopts = existing !== undefined && (idempotent || this.repeats(existing.unacknowledged, configuration));
      if (choosesName(kind) && !adopts && (existing !== undefined || this.store.buried(type, key) !== undefined))
        continue;
      this.judge({ ...this.operation(change, key), action: "create", before: null, after: planned }, adopts);
      const attributes = adopts && !idempotent ? existing.attributes : this.complete(change, key);
      const unacknowledged: Creation = { run: this.run, configuration };
      const object: CloudObject = { type, key, created: this.now(), attributes, writeOnly, unacknowledged };
      if (adopts) this.store.replace({ ...object, created: existing.created });
      // when somebody was faster we look again, and let the laws say what that means
      else if (!this.store.create(object)) continue;
      this.made.push({ type, key });
      for (const part of kind.brings?.(attributes) ?? []) this.store.create({ ...part, created: this.now() });
      return { attributes, key, warnings: this.warningsFor(kind, type, key) };
    }
  }

  public update(change: Change, prior: ObjectValue): Answer {
    const key = keyOf(change.kind, prior);
    const existing = this.store.get(change.type, key);
    if (existing === undefined) {
      throw new Refusal(
        `Error updating ${change.type}: googleapi: Error 404: The resource '${key}' was not found, notFound`,
      );
    }
    this.judge({
      ...this.operation(change, key),
      action: "update",
      before: existing.attributes,
      after: change.planned,
    });
    const attributes = this.complete(change, key);
    this.store.replace({
      ...acknowledged(existing),
      attributes,
      writeOnly: { ...existing.writeOnly, ...change.writeOnly },
    });
    return { attributes, key, warnings: [] };
  }

  /** Deleting what is gone already is a success, as in every Google provider. What lies inside the object goes with it. */
  public remove(type: string, kind: Kind, prior: ObjectValue, project: string): void {
    const key = keyOf(kind, prior);
    const existing = this.store.get(type, key);
    if (existing === undefined || kind.isBrought?.(prior) === true) return;
    this.judge({
      ...this.operation({ type, planned: prior, project }, key),
      action: "delete",
      before: prior,
      after: null,
    });
    const remains = kind.remains?.({ ...existing.attributes, ...prior });
    if (remains !== undefined) {
      this.store.replace({ ...acknowledged(existing), attributes: remains });
      return;
    }
    const family = familyOf(type);
    for (const inner of this.store.list()) {
      if (familyOf(inner.type) === family && inner.key.startsWith(`${key}/`)) this.store.remove(inner.type, inner.key);
    }
    if (kind.permanent !== true) this.store.unburyBelow(key);
    if (kind.tombstoneDays !== undefined || kind.permanent === true || kind.sequence !== undefined) {
      this.store.bury(type, key, this.now());
    }
    this.store.remove(type, key);
    this.store.startOverWhenEmpty();
  }

  /** What exists, or undefined. To ask for it by its name shows that the answer to its creation arrived. */
  public read(type: string, kind: Kind, state: ObjectValue): ObjectValue | undefined {
    const view = this.view;
    const found =
      view.get(type, keyOf(kind, state)) ?? (isImport(state) ? byId(view, type, text(state, "id")) : undefined);
    const creation = found?.unacknowledged ?? found?.answered;
    if (found !== undefined && creation !== undefined && creation.run !== this.run) {
      this.store.replace(acknowledged(found));
    }
    return found?.attributes;
  }

  /**
   * Terraform ends the provider in good order: it has every answer that this process gave. Other providers of the run may still be at
   * work: Terraform ends each one as soon as nothing needs it any more.
   */
  public acknowledgeAll(): void {
    for (const { type, key } of this.made) {
      const object = this.store.get(type, key);
      const answered = object?.unacknowledged;
      if (object !== undefined && answered?.run === this.run) {
        this.store.replace({ ...acknowledged(object), answered });
      }
    }
  }

  /** The answer to a creation was lost: ending in good order does not acknowledge it, and its repetition takes the object up again. */
  public replyLost(type: string, state: ObjectValue): void {
    for (const object of this.store.list(type)) {
      const creation = object.unacknowledged;
      if (creation?.run !== this.run || object.attributes["id"] !== state["id"]) continue;
      this.store.replace({ ...object, unacknowledged: { ...creation, run: `${this.run} lost` } });
    }
  }

  /** Now, in the form Google's APIs use. */
  public now(): string {
    return this.clock()
      .toISOString()
      .replace(/\.\d+Z$/, "Z");
  }

  /** Refuses what the laws do not let come into being because of another object. It changes nothing. */
  public inspect(type: string, key: string, attributes: ObjectValue, project: string): void {
    const before = this.store.get(type, key)?.attributes ?? null;
    const action = before === null ? "create" : "update";
    this.judge({ type, key, project, now: this.now(), action, before, after: attributes });
  }

  /** Records something that exists because of another object, past the laws: the caller has judged it. */
  public note(type: string, key: string, attributes: ObjectValue): void {
    const object: CloudObject = { type, key, created: this.now(), attributes };
    if (!this.store.create(object))
      this.store.replace({ ...object, created: this.store.get(type, key)?.created ?? object.created });
  }

  /** Removes what was noted. */
  public forget(type: string, key: string): void {
    this.store.remove(type, key);
    this.store.startOverWhenEmpty();
  }

  /** Keeps the value of a write-only argument, sealed, because something may read it back. */
  public seal(type: string, key: string, value: string): void {
    sealPayload(this.store, type, key, value);
  }

  /** A value that was sealed, or undefined. */
  public unseal(type: string, key: string): string | undefined {
    return unsealPayload(this.store, type, key);
  }

  private repeats(creation: Creation | undefined, configuration: string): boolean {
    return creation !== undefined && creation.run !== this.run && creation.configuration === configuration;
  }

  private judge(operation: Operation, existsRightly = false): void {
    const view = this.sight(existsRightly ? without(this.store, operation) : this.store, operation);
    for (const law of this.laws()) {
      const violation = law(operation, view);
      if (violation !== undefined) {
        throw new Refusal(violation.message, { detail: violation.advice ?? "", attribute: violation.attribute });
      }
    }
  }

  private complete({ block, kind, planned, type, project }: Change, key: string): ObjectValue {
    const identified = typeof kind.id === "string" && kind.id.includes(GENERATED) ? { ...planned, id: key } : planned;
    const completion = new Completion(block, kind, identified);
    const owner = lastSegment(text(planned, "project") ?? project);
    const context = { now: this.now(), project: owner, object: () => completion.object };
    return completion.run(factsOf(this.store, { type, key }, context));
  }

  private operation(
    { type, planned, project }: Pick<Change, "type" | "planned" | "project">,
    key: string,
  ): Pick<Operation, "type" | "key" | "project" | "now"> {
    return { type, key, project: lastSegment(text(planned, "project") ?? project), now: this.now() };
  }

  private warningsFor(kind: Kind, type: string, key: string): readonly string[] {
    const deleted = this.store.buried(type, key);
    if (kind.permanent !== true || deleted === undefined) return [];
    return [
      `${key} was never deleted in Google Cloud, where it has been since before ${deleted}: this create would fail there with ` +
        "409 alreadyExists and the object would have to be imported; the sandbox took it up again",
    ];
  }
}

function keyOf(kind: Kind, state: ObjectValue): string {
  return kind.key === undefined ? (text(state, "id") ?? "") : fill(kind.key, state);
}

function keyOfNew(kind: Kind, planned: ObjectValue, seed: string): string {
  if (kind.key !== undefined) return fill(kind.key, planned);
  if (typeof kind.id === "function") return kind.id(planned);
  const digits = BigInt(`0x${sha256(seed).slice(0, 16)}`).toString();
  return idOf({ id: kind.id.replace(GENERATED, digits) }, planned);
}

/** True when the API names the object, so that a taken name only means: another one. */
function choosesName(kind: Kind): boolean {
  return kind.sequence !== undefined || (typeof kind.id === "string" && kind.id.includes(GENERATED));
}

/** Fills in what the API chooses before anything else depends on it: the next number, or a name nobody gave. */
function withNames(change: Change, configuration: string, attempt: number): Change {
  const { kind, planned } = change;
  if (kind.sequence !== undefined) return { ...change, planned: { ...planned, [kind.sequence]: String(attempt) } };
  const naming = [
    ...(kind.computed?.["name"] === undefined ? ["name"] : []),
    ...placeholders(kind.key ?? "").filter((name) => /(^|_)(name|id)$/.test(name)),
  ];
  const missing = naming.filter((name) => planned[name] instanceof Unknown);
  const names = Object.fromEntries(missing.map((name) => [name, `terraform-${configuration.slice(0, 16)}`]));
  return { ...change, planned: { ...planned, ...names } };
}

function acknowledged(object: CloudObject): CloudObject {
  const copy = { ...object };
  delete copy.unacknowledged;
  delete copy.answered;
  return copy;
}

/** An import begins with nothing but the id. */
function isImport(state: ObjectValue): boolean {
  return Object.entries(state).every(([name, value]) => name === "id" || value === null);
}

/** Whose names share one tree: Google Cloud's, or those of the cluster. */
function familyOf(type: string): "google" | "cluster" {
  return type.startsWith("google_") ? "google" : "cluster";
}

/** By the state's id, or by a shorter or longer form of it as `terraform import` takes them (`p/r/n`, `n`, a full self link). */
function byId(view: CloudView, type: string, id: string | undefined): CloudObject | undefined {
  if (id === undefined || id === "") return undefined;
  const wanted = id.split("/");
  const fits = (name: string) => {
    const segments = name.split("/");
    return `/${id}`.endsWith(`/${name}`) || name.endsWith(`/${id}`) || isSubsequence(wanted, segments);
  };
  const candidates = view.list(type);
  return candidates.find(({ attributes }) => attributes["id"] === id) ?? candidates.find(({ key }) => fits(key));
}

function isSubsequence(wanted: readonly string[], segments: readonly string[]): boolean {
  if (wanted[wanted.length - 1] !== segments[segments.length - 1]) return false;
  let position = 0;
  for (const segment of segments) if (segment === wanted[position]) position += 1;
  return position === wanted.length;
}

function without(view: CloudView, { type, key }: Operation): CloudView {
  return {
    get: (otherType, otherKey) => (otherType === type && otherKey === key ? undefined : view.get(otherType, otherKey)),
    list: (otherType) => view.list(otherType).filter((object) => object.type !== type || object.key !== key),
    buried: (otherType, otherKey) => view.buried(otherType, otherKey),
  };
}

/** `CLISCALE_SANDBOX_NOW` sets the clock, so that what takes a week can be seen today. */
function systemClock(): Date {
  const set = process.env["CLISCALE_SANDBOX_NOW"];
  return set === undefined ? new Date() : new Date(set);
}
