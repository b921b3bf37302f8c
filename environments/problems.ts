import * as z from "zod";
import { nearestOf } from "../constructs/core/nearest";
import { type Problem } from "../constructs/core/validation";
import { type FieldProblem } from "./schema/fields";

/** Keys and indexes that lead to a setting. */
export type Path = readonly PropertyKey[];

type Issue = z.core.$ZodIssue;

/** Something the schema refused: where, and how to say it. */
export interface SchemaProblem {
  readonly path: Path;
  readonly problem: Omit<Problem, "setting">;
}

/**
 * Says in our words what zod found: the rule and how to correct the value.
 *
 * @param howToSet tells where a setting that is missing has to be written
 */
export function schemaProblems(
  schema: z.ZodType,
  error: z.ZodError,
  input: unknown,
  howToSet: (path: Path) => string,
): readonly SchemaProblem[] {
  return error.issues.flatMap((issue): readonly SchemaProblem[] => {
    if (issue.code === "unrecognized_keys") {
      const known = knownKeys(schema, issue.path, input);
      return issue.keys.map((key) => ({ path: [...issue.path, key], problem: unknownKey(key, known) }));
    }
    const value = valueAt(input, issue.path);
    if (value === undefined) {
      return [{ path: issue.path, problem: { must: "be set", fix: howToSet(issue.path) } }];
    }
    const said = issue.code === "invalid_union" ? oneOf(discriminators(schema, issue.path, input)) : describe(issue);
    const { hideValue = false, ...problem } = said;
    return [{ path: issue.path, problem: hideValue ? problem : { ...problem, value } }];
  });
}

/** A key that nobody reads is a misspelled one, more often than not. */
export function unknownKey(key: string, known: readonly string[]): Omit<Problem, "setting"> {
  const nearest = nearestOf(key, known);
  const meant = nearest === undefined ? `one of ${[...known].sort().join(", ")}` : `'${nearest}'`;
  return { must: "be a known setting", fix: `did you mean ${meant}?` };
}

/** `["database", "replicas", 0, "region"]` as `database.replicas[0].region`. */
export function showPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") {
      return `${text}[${part}]`;
    }
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

/** The value at a path; undefined where the path ends before. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => (isObject(at) && Object.hasOwn(at, part) ? at[part] : undefined), value);
}

/** An object or a list, so something that a path may lead through. */
export function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null;
}

/** Every setting's path, for example `database.backups.retained`; items of lists are left out. */
export function settingPaths(schema: z.ZodType): readonly string[] {
  const walk = (at: JsonSchema, path: string): readonly string[] => {
    const options = at.oneOf ?? at.anyOf ?? [at];
    return options.flatMap((option) =>
      Object.entries(option.properties ?? {}).flatMap(([key, property]) => {
        const below = path === "" ? key : `${path}.${key}`;
        return [below, ...walk(property, below)];
      }),
    );
  };
  return walk(inputSchema(schema), "");
}

function describe(issue: Issue): FieldProblem {
  switch (issue.code) {
    case "custom":
      return (issue.params as FieldProblem | undefined) ?? { must: "be valid", fix: issue.message };
    case "invalid_type":
      return { must: `be ${article(issue.expected)}`, fix: `write it as ${article(issue.expected)}` };
    case "invalid_value":
      return oneOf(issue.values.map(String));
    case "too_small":
      return { must: `be at least ${String(issue.minimum)}`, fix: `choose ${String(issue.minimum)} or more` };
    case "too_big":
      return { must: `be at most ${String(issue.maximum)}`, fix: `choose ${String(issue.maximum)} or less` };
    default:
      return { must: "be valid", fix: issue.message };
  }
}

function oneOf(values: readonly string[]): FieldProblem {
  return {
    must: `be one of ${values.join(", ")}`,
    fix: `choose ${values.length === 2 ? values.join(" or ") : "one of them"}`,
  };
}

const NAMES_OF_TYPES: Readonly<Record<string, string>> = {
  string: "text in quotes",
  number: "a number without quotes",
  boolean: "true or false without quotes",
  array: "a list",
  object: "an object",
  record: "an object",
};

function article(type: string): string {
  return NAMES_OF_TYPES[type] ?? type;
}

interface JsonSchema {
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The keys that the schema allows at a path. */
function knownKeys(schema: z.ZodType, path: Path, input: unknown): readonly string[] {
  return Object.keys(chooseOption(schemaAt(schema, path, input), valueAt(input, path)).properties ?? {});
}

/** The values that tell one shape from the others, for example those of `mode`. */
function discriminators(schema: z.ZodType, path: Path, input: unknown): readonly string[] {
  const parent = schemaAt(schema, path.slice(0, -1), input);
  return (parent.oneOf ?? parent.anyOf ?? []).map((option) => String(option.properties?.[String(path.at(-1))]?.const));
}

/** The schema as data, so that its keys can be walked. */
function inputSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", reused: "inline" }) as JsonSchema;
}

function schemaAt(schema: z.ZodType, path: Path, input: unknown): JsonSchema {
  return path.reduce<JsonSchema>((at, part, depth) => {
    const chosen = chooseOption(at, valueAt(input, path.slice(0, depth)));
    return (typeof part === "number" ? chosen.items : chosen.properties?.[String(part)]) ?? {};
  }, inputSchema(schema));
}

/** Of several shapes, the one whose constant agrees with the value, for example `mode: "standard"`. */
function chooseOption(schema: JsonSchema, value: unknown): JsonSchema {
  const agrees = (option: JsonSchema): boolean =>
    Object.entries(option.properties ?? {}).some(
      ([key, property]) => property.const !== undefined && isObject(value) && value[key] === property.const,
    );
  return (schema.oneOf ?? schema.anyOf)?.find(agrees) ?? schema;
}
