import { isRecord } from "../objects";
import { type ObjectSchema, type Schema } from "./schema";

/** One place in a manifest that does not fit its schema. */
export interface Misfit {
  /** For example `spec.template.spec.containers[0].ports[1].containerPort`. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
  /** The sandbox does not know whether this is wrong. */
  readonly uncertain?: boolean;
}

/** Kubernetes' quantities: a number with a decimal, binary or exponent suffix. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export const QUANTITY = /^[+-]?(\d+|\d+\.\d*|\.\d+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?\d+))?$/;

/** Everything in a value that does not fit; `null` counts as absent, as it does for an API server. */
export function misfits(value: unknown, schema: Schema, path: string): Misfit[] {
  if (value === undefined || value === null) {
    return [];
  }
  switch (schema.type) {
    case "any":
      return [];
    case "object":
      return isRecord(value) ? objectMisfits(value, schema, path) : [wrongType(path, "an object", value)];
    case "map":
      return isRecord(value)
        ? Object.entries(value).flatMap(([key, item]) => misfits(item, schema.values, `${path}[${key}]`))
        : [wrongType(path, "a map", value)];
    case "list":
      return Array.isArray(value)
        ? value.flatMap((item, index) => itemMisfits(item, schema.items, `${path}[${index}]`))
        : [wrongType(path, "a list", value)];
    default:
      return scalarMisfits(value, schema, path);
  }
}

function itemMisfits(item: unknown, schema: Schema, path: string): Misfit[] {
  const absent = { path, message: "is empty", fix: "remove the item or give it a value" };
  return item === null || item === undefined ? [absent] : misfits(item, schema, path);
}

function objectMisfits(value: Readonly<Record<string, unknown>>, schema: ObjectSchema, path: string): Misfit[] {
  const known = schema.fields();
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  const present = Object.entries(value).flatMap(([name, item]): Misfit[] => {
    const field = Object.hasOwn(known, name) ? known[name] : undefined;
    if (field !== undefined) {
      return misfits(item, field.schema, at(name));
    }
    const fix = suggestion(name, Object.keys(known));
    return [
      { path: at(name), message: `unknown field "${name}"`, fix, ...(schema.open === true ? { uncertain: true } : {}) },
    ];
  });
  const absent = Object.entries(known)
    .filter(([name, field]) => field.required && (value[name] === undefined || value[name] === null))
    .map(([name]) => ({ path: at(name), message: "required value is missing", fix: `set ${name}` }));
  return [...present, ...absent];
}

function scalarMisfits(
  value: unknown,
  schema: Exclude<Schema, { type: "object" | "map" | "list" | "any" }>,
  path: string,
): Misfit[] {
  switch (schema.type) {
    case "boolean":
      return typeof value === "boolean" ? [] : [wrongType(path, "a boolean", value)];
    case "number":
      return typeof value === "number" ? [] : [wrongType(path, "a number", value)];
    case "int-or-string":
      return typeof value === "string" || Number.isInteger(value)
        ? []
        : [wrongType(path, "a whole number or a string", value)];
    case "quantity":
      return quantityMisfits(value, path);
    case "integer":
      return integerMisfits(value, path, schema.low, schema.high);
    case "string":
      return stringMisfits(value, path, schema.oneOf);
  }
}

function quantityMisfits(value: unknown, path: string): Misfit[] {
  if (typeof value !== "string" && typeof value !== "number") {
    return [wrongType(path, "a quantity", value)];
  }
  const fits = QUANTITY.test(String(value));
  return fits ? [] : [{ path, message: `"${value}" is no quantity`, fix: "write it like 500m, 2, 256Mi or 1Gi" }];
}

function integerMisfits(value: unknown, path: string, low?: number, high?: number): Misfit[] {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    return [wrongType(path, "a whole number", value)];
  }
  const fits = (low === undefined || value >= low) && (high === undefined || value <= high);
  return fits
    ? []
    : [{ path, message: `${value} is not between ${low} and ${high}`, fix: `choose a number from ${low} to ${high}` }];
}

function stringMisfits(value: unknown, path: string, values?: readonly string[]): Misfit[] {
  if (typeof value !== "string") {
    return [wrongType(path, "a string", value)];
  }
  const fits = values === undefined || values.includes(value);
  return fits ? [] : [{ path, message: `unsupported value "${value}"`, fix: `choose one of ${values.join(", ")}` }];
}

/** Names the type, never the value: it may be a secret. */
function wrongType(path: string, wanted: string, value: unknown): Misfit {
  const found = Array.isArray(value) ? "a list" : isRecord(value) ? "an object" : `a ${typeof value}`;
  const fix =
    wanted === "a string" && typeof value !== "object" ? "put it in quotes (Helm: | quote)" : `make it ${wanted}`;
  return { path, message: `must be ${wanted}, is ${found}`, fix };
}

/** Suggests the field whose spelling is nearest, when one is near. */
function suggestion(name: string, known: readonly string[]): string {
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(name.length / 4)))
    .sort((a, b) => a.distance - b.distance);
  return nearest === undefined ? "remove it" : `did you mean ${nearest.candidate}?`;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
