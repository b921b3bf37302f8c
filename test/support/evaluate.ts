import { getExpressionAst } from "@cdktf/hcl2json";
import { googleKind } from "../../sandbox/cloud/kinds";
import { fill, placeholders } from "../../sandbox/cloud/template";
import { type ObjectValue } from "../../sandbox/plugin/values";
import { loadSchema } from "../../sandbox/schema/load";
import { interpolations } from "./references";
import { type Block, type Rendered } from "./synth";

type Ast = NonNullable<Awaited<ReturnType<typeof getExpressionAst>>>;

const UNESCAPED = { "$${": "${", "%%{": "%{" } as const;

/**
 * Says what synthesized values will be once Terraform has run, as far as the configuration tells: arguments, names, IDs,
 * and outputs of another stack behind its remote state. What only the cloud knows, such as an IP address, becomes the
 * text of the reference itself, for example `google_compute_global_address.edge.address`: equal to itself and to
 * nothing else.
 */
export class Evaluator {
  public constructor(private readonly stacks: readonly Rendered[]) {}

  /** Every resource of a type, in all stacks: its address and its evaluated arguments. */
  public async resources(type: string): Promise<readonly EvaluatedResource[]> {
    const found = this.stacks.flatMap((stack) =>
      Object.entries((stack.json.resource?.[type] ?? {}) as Record<string, Block>).map(async ([name, block]) => ({
        address: `${type}.${name}`,
        type,
        attributes: (await this.evaluate(block, stack)) as Block,
      })),
    );
    return Promise.all(found);
  }

  /** A value of one of the stacks without expressions. Refuses functions that it does not know. */
  public async evaluate(value: unknown, stack: Rendered): Promise<unknown> {
    if (typeof value === "string") {
      return this.template(value, stack);
    }
    if (Array.isArray(value)) {
      return Promise.all(value.map((item) => this.evaluate(item, stack)));
    }
    if (typeof value !== "object" || value === null) {
      return value;
    }
    const entries = Object.entries(value).filter(([name]) => name !== "//" && name !== "depends_on");
    return Object.fromEntries(
      await Promise.all(entries.map(async ([name, item]) => [name, await this.evaluate(item, stack)] as const)),
    );
  }

  private async template(text: string, stack: Rendered): Promise<unknown> {
    const expressions = [...new Set(interpolations(text))];
    const values = await Promise.all(
      expressions.map(async (expression) => this.expression(await parse(expression.slice(2, -1)), stack)),
    );
    const [first] = expressions;
    if (first === text) {
      return values[0];
    }
    const filled = expressions.reduce(
      (result, expression, index) => result.replaceAll(expression, () => asText(values[index])),
      text,
    );
    return filled.replace(/\$\$\{|%%\{/g, (escaped) => UNESCAPED[escaped as keyof typeof UNESCAPED]);
  }

  private async expression(ast: Ast, stack: Rendered): Promise<unknown> {
    const children = () => Promise.all(ast.children.map((child) => this.expression(child, stack)));
    const meta = ast.meta as { readonly value: string; readonly type?: string; readonly name?: string };
    switch (ast.type) {
      case "literalValue":
        return meta.type === "number" ? Number(meta.value) : meta.type === "bool" ? meta.value === "true" : meta.value;
      case "template":
        return (await children()).map(asText).join("");
      case "tuple":
        return children();
      case "scopeTraversal":
        return this.reference(
          (ast.meta as unknown as { traversal: readonly { segment: string }[] }).traversal.map(
            ({ segment }) => segment,
          ),
          stack,
        );
      case "function":
        return call(meta.name ?? "", await children());
      default:
        throw new Error(`cannot evaluate ${meta.value}: ${String(ast.type)} is not among what stacks use`);
    }
  }

  private async reference([root = "", ...path]: readonly string[], stack: Rendered): Promise<unknown> {
    if (root === "terraform") {
      return path[0] === "workspace" ? "default" : undefined;
    }
    if (root !== "data") {
      return this.attribute(root, path, stack);
    }
    const [type = "", name = "", , output = ""] = path;
    return type === "terraform_remote_state" ? this.remoteOutput(name, output, stack) : ["data", ...path].join(".");
  }

  /** The output of the stack whose backend is the one that the remote state reads. */
  private async remoteOutput(name: string, output: string, stack: Rendered): Promise<unknown> {
    const states = (stack.json.data?.terraform_remote_state ?? {}) as Record<string, Block>;
    const { backend, config } = states[name] ?? {};
    const other = this.stacks.find(({ json }) => {
      const settings = (json.terraform?.backend as Block | undefined)?.[String(backend)];
      return settings !== undefined && JSON.stringify(settings) === JSON.stringify(config);
    });
    const found = other?.json.output?.[output] as Block | undefined;
    if (other === undefined || found === undefined) {
      throw new Error(`no stack keeps its state where ${name} reads it, with the output ${output}`);
    }
    return this.evaluate(found.value, other);
  }

  private async attribute(type: string, [name = "", ...path]: readonly string[], stack: Rendered): Promise<unknown> {
    const block = (stack.json.resource?.[type] as Record<string, Block> | undefined)?.[name];
    if (block === undefined) {
      throw new Error(`${type}.${name} is not in the stack`);
    }
    const written = at(block, path);
    return written === undefined ? this.computed(type, name, block, path, stack) : this.evaluate(written, stack);
  }

  /** What the provider's documented formats say of a computed value, or the reference itself. */
  private async computed(type: string, name: string, block: Block, path: readonly string[], stack: Rendered) {
    const schema = type.startsWith("google_") ? loadSchema("google").resources[type] : undefined;
    const kind = schema === undefined ? undefined : googleKind(type, schema);
    const attribute = path.join(".");
    const template = attribute === "id" ? kind?.id : kind?.computed?.[attribute];
    if (typeof template !== "string") {
      return [type, name, ...path].join(".");
    }
    const needed = Object.entries(block).filter(([argument]) => placeholders(template).includes(argument));
    return fill(template, (await this.evaluate(Object.fromEntries(needed), stack)) as ObjectValue);
  }
}

/** A resource with the values that Terraform will give it. */
export interface EvaluatedResource {
  /** For example `google_dns_record_set.Edge_Record`. */
  readonly address: string;
  readonly type: string;
  readonly attributes: Block;
}

async function parse(expression: string): Promise<Ast> {
  const ast = await getExpressionAst("stack.tf", expression);
  if (ast === null) {
    throw new Error(`no expression: ${expression}`);
  }
  return ast;
}

/** The functions that stacks use. https://developer.hashicorp.com/terraform/language/functions */
const FUNCTIONS: Readonly<Record<string, (...values: readonly unknown[]) => unknown>> = {
  join: (separator, list) => (list as readonly unknown[]).map(asText).join(asText(separator)),
  jsonencode: (value) => JSON.stringify(value),
  nonsensitive: (value) => value,
  tostring: asText,
  trimsuffix: (text, suffix) =>
    asText(text).endsWith(asText(suffix)) ? asText(text).slice(0, -asText(suffix).length) : text,
};

function call(name: string, values: readonly unknown[]): unknown {
  const known = FUNCTIONS[name];
  if (known === undefined) {
    throw new Error(`cannot evaluate ${name}(): add it to FUNCTIONS`);
  }
  return known(...values);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** A block that may stand once is written as an object, and referred to as a list. */
function at(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined || value === undefined || value === null) {
    return value ?? undefined;
  }
  if (!Array.isArray(value) && step === "0") {
    return at(value, rest);
  }
  return at((value as Record<string, unknown>)[step], rest);
}
