import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EXTRA_REQUIRED, FIELD_VALUES, NUMBER_RANGES, QUANTITY_FIELDS } from "../tables/built-in-fields";
import { anything, type Field, listOf, type ObjectSchema, type Schema } from "./schema";

/**
 * Kubernetes' own models, read from the files of the pinned `@kubernetes/client-node`: each `<Model>.js` holds an
 * `attributeTypeMap` in JSON (names and types of all fields), the `<Model>.d.ts` beside it tells which are required.
 *
 * The files are read and not imported: the package is an ES module of 850 models that takes 0.2 s to load (seconds under
 * jest, which has to transform it first) and knows nothing of required fields once it runs. Reading the hundred or so models
 * that a release uses takes some milliseconds and leaves admission synchronous. A test compares this reading with the import.
 */
const MODELS = join(dirname(require.resolve("@kubernetes/client-node/package.json")), "dist", "gen", "models");

const loaded = new Map<string, ObjectSchema>();

/** The schema of a model such as `V1Deployment`. */
export function modelSchema(model: string): ObjectSchema {
  const known = loaded.get(model);
  if (known !== undefined) {
    return known;
  }
  let read: Readonly<Record<string, Field>> | undefined;
  const schema: ObjectSchema = { type: "object", fields: () => (read ??= readFields(model)) };
  loaded.set(model, schema);
  return schema;
}

/** One entry of a model's `attributeTypeMap`. */
interface Attribute {
  readonly name: string;
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}

/** The `attributeTypeMap` of a model. */
export function readAttributes(model: string): readonly Attribute[] {
  const source = readFileSync(join(MODELS, `${model}.js`), "utf8");
  const json = /\.attributeTypeMap = (\[[\s\S]*?\n?\]);/.exec(source)?.[1];
  if (json === undefined) {
    throw new Error(
      `@kubernetes/client-node: ${model}.js holds no attributeTypeMap; pin the release this was written for, 1.4.0`,
    );
  }
  return JSON.parse(json) as Attribute[];
}

function readFields(model: string): Readonly<Record<string, Field>> {
  const declaration = readFileSync(join(MODELS, `${model}.d.ts`), "utf8");
  const required = new Set([...declaration.matchAll(/^ {4}'([^']+)': /gm)].map(([, name]) => name));
  return Object.fromEntries(
    readAttributes(model).map((attribute): [string, Field] => {
      const path = `${model}.${attribute.baseName}`;
      const isRequired = required.has(attribute.name) || EXTRA_REQUIRED.has(path);
      return [attribute.baseName, { schema: attributeSchema(path, attribute), required: isRequired }];
    }),
  );
}

function attributeSchema(path: string, { baseName, type, format }: Attribute): Schema {
  const values = FIELD_VALUES[path];
  if (values !== undefined) {
    const value: Schema = { type: "string", oneOf: values };
    return type.startsWith("Array<") ? listOf(value) : value;
  }
  if (QUANTITY_FIELDS.has(path)) {
    return type.startsWith("{") ? { type: "map", values: { type: "quantity" } } : { type: "quantity" };
  }
  const range = NUMBER_RANGES[baseName];
  return type === "number" && range !== undefined
    ? { type: "integer", low: range[0], high: range[1] }
    : typeSchema(type, format);
}

/** `Array<V1Container>`, `{ [key: string]: string; }`, `number` and so on. */
function typeSchema(type: string, format: string): Schema {
  const [, item] = /^Array<(.*)>$/.exec(type) ?? [];
  if (item !== undefined) {
    return { type: "list", items: typeSchema(item, format) };
  }
  const [, value] = /^\{ \[key: string\]: (.*); \}$/.exec(type) ?? [];
  if (value !== undefined) {
    return { type: "map", values: typeSchema(value, format) };
  }
  switch (type) {
    case "string":
    case "boolean":
      return { type };
    case "number":
      return { type: format === "double" ? "number" : "integer" };
    case "Date":
    case "V1MicroTime":
      return { type: "string" };
    case "IntOrString":
      return { type: "int-or-string" };
    case "any":
    case "object":
      return anything;
    default:
      return modelSchema(type);
  }
}
