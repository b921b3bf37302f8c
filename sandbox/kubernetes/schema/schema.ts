/** The shape that an API server expects of a value. Built from Kubernetes' own models (`models.ts`) and from tables of custom resources. */
export type Schema =
  | { readonly type: "any" }
  | { readonly type: "boolean" | "int-or-string" | "quantity" | "number" }
  | { readonly type: "string"; readonly oneOf?: readonly string[] }
  | { readonly type: "integer"; readonly low?: number; readonly high?: number }
  | { readonly type: "list"; readonly items: Schema }
  | { readonly type: "map"; readonly values: Schema }
  | ObjectSchema;

export interface ObjectSchema {
  readonly type: "object";
  /** Evaluated on first use, because Kubernetes' models refer to each other in circles. */
  readonly fields: () => Readonly<Record<string, Field>>;
  /** Fields that the table does not list are reported as a warning, because the table may be older than the cluster. */
  readonly open?: boolean;
}

export interface Field {
  readonly schema: Schema;
  readonly required: boolean;
}

/** {@link fields} takes a name for an optional field and `name!` for a required one. */
export type FieldTable = Readonly<Record<string, Schema>>;

export const anything: Schema = { type: "any" };
export const flag: Schema = { type: "boolean" };
export const text: Schema = { type: "string" };
export const whole: Schema = { type: "integer" };
export const port: Schema = { type: "integer", low: 1, high: 65535 };
export const textMap: Schema = { type: "map", values: text };
export const oneOf = (...values: readonly string[]): Schema => ({ type: "string", oneOf: values });
export const between = (low: number, high: number): Schema => ({ type: "integer", low, high });
export const listOf = (items: Schema): Schema => ({ type: "list", items });

/** An object with exactly these fields. */
export function fields(table: FieldTable): ObjectSchema {
  const entries = Object.entries(table).map(([name, schema]): [string, Field] => {
    const required = name.endsWith("!");
    return [required ? name.slice(0, -1) : name, { schema, required }];
  });
  const result = Object.fromEntries(entries);
  return { type: "object", fields: () => result };
}

/** An object of which the table lists the fields that are known. */
export function openFields(table: FieldTable): ObjectSchema {
  return { ...fields(table), open: true };
}
