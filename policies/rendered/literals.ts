import { RenderedStack, type Block, type RenderedResource, type StackJson } from "./rendered-stack";
import { computedAttribute } from "./computed";
import { Expressions } from "./expression";
import { Functions } from "./functions";
import { Unknown, textOf } from "./unknown";

/** A synthesized stack. */
export interface SynthesizedStack {
  readonly name: string;
  /** The content of its `cdk.tf.json`. */
  readonly json: StackJson;
}

/** Replaces references in the stacks of one environment by the names that the resources will have. */
export class Literals {
  private readonly functions: Functions;

  /** @param now the time for which conditions on the time of a deploy are decided */
  public constructor(
    private readonly stacks: readonly SynthesizedStack[],
    now: Date,
  ) {
    this.functions = new Functions(now);
  }

  /** A value of a stack with every expression in it computed, as far as it can be before a plan. */
  public of(stack: SynthesizedStack, value: unknown): unknown {
    if (typeof value === "string") {
      const expressions = new Expressions((steps) => this.lookUp(stack, steps), this.functions);
      return expressions.template(value);
    }
    if (Array.isArray(value)) {
      return value.map((entry) => this.of(stack, entry));
    }
    return typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, this.of(stack, entry)]))
      : value;
  }

  /** The same as text, empty for what isn't there. */
  public text(stack: SynthesizedStack, value: unknown): string {
    return value === undefined ? "" : textOf(this.of(stack, value));
  }

  /** The project that a resource lies in: its own argument, or the provider's. */
  public projectOf(stack: SynthesizedStack, block: Block): string {
    const provider = first(at(stack.json.provider, ["google"]));
    return this.text(stack, block.project ?? at(provider, ["project"])) || "<project of the credentials>";
  }

  /** Every resource of a stack that exists: `count = 0` makes none. */
  public resourcesOf(stack: SynthesizedStack): readonly RenderedResource[] {
    const { resources } = new RenderedStack(stack.name, stack.json);
    return resources.filter(({ arguments: block }) => this.instances(stack, block) !== 0);
  }

  /** How many there are of a resource, as far as it can be told. */
  private instances(stack: SynthesizedStack, block: Block): number | undefined {
    const count = this.of(stack, block.count);
    return typeof count === "number" ? count : undefined;
  }

  private lookUp(stack: SynthesizedStack, steps: readonly (string | number)[]): unknown {
    const reference = steps.join(".");
    const [section] = steps;
    if (section === "local" || section === "var") {
      const found = section === "local" ? at(stack.json.locals, steps.slice(1)) : variable(stack, steps);
      return found === undefined ? new Unknown(reference) : this.of(stack, found);
    }
    const inData = section === "data";
    const [type = "", name = "", ...path] = inData ? steps.slice(1) : steps;
    if (inData && type === "terraform_remote_state") {
      return this.output(String(name), path) ?? new Unknown(reference);
    }
    const block = at(inData ? stack.json.data : stack.json.resource, [type, name]) as Block | undefined;
    if (block === undefined) {
      return new Unknown(reference);
    }
    const repeated = "count" in block || "for_each" in block;
    const found = (rest: readonly (string | number)[]): unknown =>
      this.attribute(stack, `${inData ? "data." : ""}${type}`, block, rest) ?? new Unknown(reference);
    if (path[0] === "*") {
      const instances = repeated ? this.instances(stack, block) : 1;
      return instances === undefined
        ? new Unknown(reference)
        : Array.from({ length: instances }, () => found(path.slice(1)));
    }
    return found(repeated ? path.slice(1) : path);
  }

  private attribute(stack: SynthesizedStack, type: string, block: Block, path: readonly (string | number)[]): unknown {
    const argument = at(block, path);
    if (argument !== undefined) {
      return this.of(stack, argument);
    }
    const read = (key: string): string =>
      key === "project"
        ? this.projectOf(stack, block)
        : this.text(stack, block[key] ?? (key === "location" ? block.region : undefined));
    return computedAttribute(type, path.join("."), read);
  }

  /** An output of another stack. cdktf puts that stack's name at the end of the remote state's. */
  private output(remoteState: string, path: readonly (string | number)[]): unknown {
    const having = this.stacks.filter(({ json }) => at(json.output, [path[1] ?? ""]) !== undefined);
    const [stack] = [...having.filter(({ name }) => remoteState.endsWith(`-${name}`)), ...having];
    return stack === undefined || path[0] !== "outputs"
      ? undefined
      : this.of(stack, at(at(stack.json.output, [path[1] ?? ""]), ["value", ...path.slice(2)]));
  }
}

function variable({ json }: SynthesizedStack, steps: readonly (string | number)[]): unknown {
  return at(at(json.variable, [steps[1] ?? ""]), ["default", ...steps.slice(2)]);
}

/** A value inside another. Terraform writes a block that occurs once as an object, and refers to it as `block[0]`. */
function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (step === 0 && !Array.isArray(inner)) {
      return inner;
    }
    const object = typeof step === "number" ? inner : first(inner);
    return typeof object === "object" && object !== null
      ? (object as Readonly<Record<string | number, unknown>>)[step]
      : undefined;
  }, value);
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? (value[0] as unknown) : value;
}
