import { type AttributeSchema, type BlockSchema } from "../schema/types";
import { type Kind } from "../cloud/kind";
import { type Plan, type PlanRequest } from "../plugin/provider";
import { canonical, equal, isList, isObject, type ObjectValue, UNKNOWN, Unknown, type Value } from "../plugin/values";

/** What a provider adds to a plan before it is compared with the prior state, such as inherited labels. */
export type Refine = (planned: ObjectValue, prior: ObjectValue | null) => ObjectValue;

/**
 * Plans a change as provider SDKs do: what the configuration sets is kept, what the API computes is unknown for a new object and
 * unchanged for an existing one, write-only values vanish.
 */
export function planChange(
  request: PlanRequest,
  block: BlockSchema,
  kind: Kind,
  refine: Refine = (planned) => planned,
): Plan {
  const { prior, proposed, config } = request;
  const planned = refine(planBlock(block, kind, prior, proposed, config, ""), prior);
  if (prior === null) return { planned, requiresReplace: [] };
  if (equal(planned, prior)) return { planned: prior, requiresReplace: [] };
  return {
    planned: withChanging(planned, kind.changing ?? []),
    requiresReplace: replacedPaths(block, kind, planned, prior),
  };
}

function planBlock(
  block: BlockSchema,
  kind: Kind,
  prior: ObjectValue | null,
  proposed: ObjectValue,
  config: ObjectValue | null,
  path: string,
): ObjectValue {
  const planned: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const given = config === null ? (proposed[name] ?? null) : (config[name] ?? null);
    planned[name] = planAttribute(attribute, kind, prior, proposed[name] ?? null, given, `${path}${name}`, name);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const items = proposed[name] ?? null;
    const before = prior?.[name] ?? null;
    const here = `${path}${name}`;
    const configured = config?.[name] ?? null;
    if (
      (nested.computed === true || kind.computedBlocks?.[here] !== undefined) &&
      (items === null || (isList(items) && items.length === 0))
    ) {
      planned[name] = prior === null ? UNKNOWN : before;
    } else if (isList(items)) {
      planned[name] = items.map((item, index) => {
        if (!isObject(item)) return item;
        const ordered = nested.nesting === "list";
        const counterpart = ordered ? itemAt(before, index) : alike(nested.block, item, before);
        const source = ordered ? itemAt(configured, index) : null;
        return planBlock(nested.block, kind, counterpart, item, source, `${here}.`);
      });
    } else if (isObject(items) && nested.nesting === "single") {
      planned[name] = planBlock(nested.block, kind, objectOrNull(before), items, objectOrNull(configured), `${here}.`);
    } else {
      planned[name] = items;
    }
  }
  return planned;
}

function planAttribute(
  attribute: AttributeSchema,
  kind: Kind,
  prior: ObjectValue | null,
  proposed: Value,
  configured: Value,
  path: string,
  name: string,
): Value {
  if (attribute.writeOnly === true) return null;
  if (configured !== null)
    return attribute.nested === undefined
      ? proposed
      : planNested(attribute, kind, prior, proposed, configured, path, name);
  const fallback = kind.defaults?.[path];
  if (fallback !== undefined) return fallback;
  if (attribute.computed !== true) return null;
  return prior === null ? UNKNOWN : (prior[name] ?? null);
}

function planNested(
  attribute: AttributeSchema,
  kind: Kind,
  prior: ObjectValue | null,
  proposed: Value,
  configured: Value,
  path: string,
  name: string,
): Value {
  const members: BlockSchema = { attributes: attribute.nested?.attributes ?? {}, blocks: {} };
  const before = prior?.[name] ?? null;
  const ordered = attribute.nested?.nesting === "list";
  if (isList(proposed)) {
    return proposed.map((item, index) => {
      if (!isObject(item)) return item;
      const counterpart = ordered ? itemAt(before, index) : alike(members, item, before);
      return planBlock(members, kind, counterpart, item, ordered ? itemAt(configured, index) : null, `${path}.`);
    });
  }
  if (isObject(proposed) && attribute.nested?.nesting === "single") {
    return planBlock(members, kind, objectOrNull(before), proposed, objectOrNull(configured), `${path}.`);
  }
  return proposed;
}

function itemAt(list: Value, index: number): ObjectValue | null {
  return objectOrNull(isList(list) ? list[index] : undefined);
}

function objectOrNull(value: Value | undefined): ObjectValue | null {
  return isObject(value) ? value : null;
}

/** The item of a set that says the same in everything the configuration can say. */
function alike(block: BlockSchema, item: ObjectValue, before: Value): ObjectValue | null {
  const candidates = isList(before) ? before : [];
  const found = candidates.find(
    (candidate) =>
      isObject(candidate) &&
      Object.entries(block.attributes).every(
        ([name, attribute]) =>
          (attribute.computed === true && (item[name] ?? null) === null) ||
          equal(item[name] ?? null, candidate[name] ?? null),
      ),
  );
  return isObject(found) ? found : null;
}

function withChanging(planned: ObjectValue, paths: readonly string[]): ObjectValue {
  return paths.reduce<ObjectValue>((object, path) => setUnknown(object, path.split(".")), planned);
}

function setUnknown(value: ObjectValue, [step = "", ...rest]: readonly string[]): ObjectValue {
  if (rest.length === 0) return { ...value, [step]: UNKNOWN };
  const inner = value[step] ?? null;
  const deeper = isList(inner)
    ? inner.map((item) => (isObject(item) ? setUnknown(item, rest) : item))
    : isObject(inner)
      ? setUnknown(inner, rest)
      : inner;
  return { ...value, [step]: deeper };
}

/** Paths that changed and cannot be changed in place. A value that is not known yet counts as changed. */
function replacedPaths(block: BlockSchema, kind: Kind, planned: ObjectValue, prior: ObjectValue): readonly string[] {
  const named =
    kind.forceNew === "*" ? Object.keys(planned).filter((name) => name !== "timeouts") : (kind.forceNew ?? []);
  const updatable = new Set(kind.updatable ?? []);
  const listed = named.flatMap((path) => differing(planned, prior, path.split("."), []));
  const marked = markedPaths(block, planned, prior, [], []).filter(({ schemaPath }) => !updatable.has(schemaPath));
  return [...new Set([...listed, ...marked.map(({ path }) => path)])];
}

interface MarkedPath {
  readonly path: string;
  /** The path without list positions. */
  readonly schemaPath: string;
}

/** Where the schema itself says that a change needs a new object. */
function markedPaths(
  block: BlockSchema,
  planned: ObjectValue,
  prior: ObjectValue,
  walked: readonly string[],
  schemaWalked: readonly string[],
): readonly MarkedPath[] {
  const found: MarkedPath[] = [];
  const mark = (...steps: readonly string[]) =>
    found.push({ path: [...walked, ...steps].join("."), schemaPath: [...schemaWalked, steps[0] ?? ""].join(".") });
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const unchanged = sameContent(planned[name] ?? null, prior[name] ?? null) && !(planned[name] instanceof Unknown);
    if (attribute.forceNew === true && !unchanged) mark(name);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const after = itemsOf(planned[name]);
    const before = itemsOf(prior[name]);
    if (nested.forceNew === true && after.length !== before.length) mark(name);
    else if (nested.nesting === "set") {
      if (hasMarks(nested.block) && canonical(after) !== canonical(before)) mark(name);
    } else {
      after.forEach((item, index) => {
        const counterpart = before[index];
        if (!isObject(item) || !isObject(counterpart)) return;
        const position = nested.nesting === "single" ? [name] : [name, String(index)];
        found.push(...markedPaths(nested.block, item, counterpart, [...walked, ...position], [...schemaWalked, name]));
      });
    }
  }
  return found;
}

function itemsOf(value: Value | undefined): readonly Value[] {
  if (isList(value)) return value;
  return isObject(value) ? [value] : [];
}

function hasMarks(block: BlockSchema): boolean {
  return (
    Object.values(block.attributes).some(({ forceNew }) => forceNew === true) ||
    Object.values(block.blocks).some((nested) => nested.forceNew === true || hasMarks(nested.block))
  );
}

function differing(
  planned: Value,
  prior: Value,
  path: readonly string[],
  walked: readonly string[],
): readonly string[] {
  const [step, ...rest] = path;
  if (step === undefined) {
    return !(planned instanceof Unknown) && sameContent(planned, prior) ? [] : [walked.join(".")];
  }
  if (isList(planned) && isList(prior)) {
    if (planned.length !== prior.length) return [walked.join(".")];
    return planned.flatMap((item, index) => differing(item, prior[index] ?? null, path, [...walked, String(index)]));
  }
  if (!isObject(planned) || !isObject(prior)) return equal(planned, prior) ? [] : [walked.join(".")];
  return differing(planned[step] ?? null, prior[step] ?? null, rest, [...walked, step]);
}

/** Empty and absent are the same to the older SDK. */
function sameContent(left: Value, right: Value): boolean {
  const empty = (value: Value) => value === null || value === "" || (isList(value) && value.length === 0);
  return canonical(left) === canonical(right) || (empty(left) && empty(right));
}
