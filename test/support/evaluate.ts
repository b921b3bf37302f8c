import { Literals, type SynthesizedStack } from "../../policies/rendered/literals";
import { Unknown } from "../../policies/rendered/unknown";
import { type Block, type Rendered } from "./synth";

/** A resource with the values that Terraform will give it. */
export interface EvaluatedResource {
  readonly address: string;
  readonly type: string;
  readonly attributes: Block;
}

/**
 * Says what synthesized values will be once Terraform has run, as far as the configuration tells: arguments, names, IDs,
 * and outputs of another stack behind its remote state. What only the cloud knows, such as an IP address, becomes the
 * text of the reference itself, for example `google_compute_global_address.edge.address`: equal to itself and to
 * nothing else.
 */
export class Evaluator {
  private readonly literals: Literals;
  private readonly stacks: ReadonlyMap<Rendered, SynthesizedStack>;

  /** @param now decides conditions on the time of a deploy */
  public constructor(stacks: readonly Rendered[], now = new Date("2026-11-21T00:00:00Z")) {
    this.stacks = new Map(stacks.map((stack, index) => [stack, { name: `stack-${index}`, json: stack.json }]));
    this.literals = new Literals([...this.stacks.values()], now);
  }

  /** Every resource of a type, in all stacks: its address and its evaluated arguments. */
  public resources(type: string): readonly EvaluatedResource[] {
    return [...this.stacks].flatMap(([stack, synthesized]) =>
      this.literals
        .resourcesOf(synthesized)
        .filter((resource) => resource.type === type)
        .map(({ address, arguments: block }) => ({
          address,
          type,
          attributes: this.evaluate(block, stack) as Block,
        })),
    );
  }

  /** A value of one of the stacks without expressions. */
  public evaluate(value: unknown, stack: Rendered): unknown {
    const synthesized = this.stacks.get(stack);
    return synthesized === undefined ? undefined : asText(this.literals.of(synthesized, value));
  }
}

function asText(value: unknown): unknown {
  if (value instanceof Unknown) {
    return value.what;
  }
  if (Array.isArray(value)) {
    return value.map(asText);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asText(inner)]))
    : value;
}
