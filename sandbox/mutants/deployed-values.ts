import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ObjectValue, type Value } from "../plugin/values";
import { type StackJson } from "../time/graph";
import { literal, rewriteTraversals } from "./traversals";
import { type ValueOf } from "./without-order";

interface State {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes?: ObjectValue }[];
  }[];
}

/** What the blocks of a deployed stack became, by address. */
export type DeployedValues = ReadonlyMap<string, ObjectValue>;

/** Reads the attributes of every block from a local state. */
export function deployedValues(folder: string): DeployedValues {
  const { resources = [] } = JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8")) as State;
  return new Map(
    resources.flatMap(({ mode, type, name, instances }) => {
      const attributes = instances[0]?.attributes;
      return attributes === undefined
        ? []
        : [[`${mode === "data" ? "data." : ""}${type}.${name}`, attributes] as const];
    }),
  );
}

/** @throws Error when the deployed stack has no such value, which means that an expression was read wrongly */
export function valueIn(values: DeployedValues): ValueOf {
  return (address, steps) => {
    const object: unknown = values.get(address);
    const value = steps.reduce<unknown>(
      (current, step) =>
        typeof current === "object" && current !== null
          ? (current as Readonly<Record<string | number, unknown>>)[step]
          : undefined,
      object,
    );
    if (value === undefined) throw new Error(`the deployed stack has no value at ${[address, ...steps].join(".")}`);
    return value;
  };
}

const ONE_LITERAL = /^\$\{("(?:[^"\\]|\\.)*")\}$/;

/**
 * What an ephemeral resource is opened with, as far as that can be told: a state does not hold it. References become what the deployed
 * stack has; whatever else is computed is left out.
 */
export function ephemeralConfigurations(configuration: object, values: DeployedValues): DeployedValues {
  const valueOf = valueIn(values);
  const { ephemeral = {} } = configuration as StackJson;
  return new Map(
    Object.entries(ephemeral).flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([name, block]): readonly [string, ObjectValue] => {
        const known = rewriteTraversals(block, ({ root, steps }) =>
          values.has(root) ? literal(valueOf(root, steps)) : undefined,
        ) as ObjectValue;
        return [`ephemeral.${type}.${name}`, plainTexts(known)];
      }),
    ),
  );
}

function plainTexts(block: ObjectValue): ObjectValue {
  return Object.fromEntries(
    Object.entries(block).flatMap(([name, value]): readonly (readonly [string, Value])[] => {
      if (typeof value !== "string") return [[name, value]];
      const quoted = ONE_LITERAL.exec(value)?.[1];
      if (quoted !== undefined) return [[name, JSON.parse(quoted) as string]];
      return value.includes("${") ? [] : [[name, value]];
    }),
  );
}
