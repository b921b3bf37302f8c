import { isRecord } from "../../sandbox/kubernetes/objects";
import { type Block, type StackJson } from "../rendered/rendered-stack";
import { type TerraformSubject } from "./subject";

/** The stack's JSON with one thing changed, or left out where there is no result. Everything else is shared. */
export function jsonWith(json: StackJson, subject: TerraformSubject, result: Block | undefined): StackJson {
  return asRecord(changedAt(json, stepsTo(subject), subject.block, result));
}

/** Where Terraform's JSON has a thing: https://developer.hashicorp.com/terraform/language/syntax/json */
function stepsTo({ type, address }: TerraformSubject): readonly string[] {
  const [first = "", second = ""] = type.split(".");
  if (type === "terraform") {
    return ["terraform"];
  }
  if (first === "output" || first === "provider") {
    return [first, first === "output" ? address.slice("output.".length) : second];
  }
  const name = address.slice(type.length + 1);
  return second === "" ? ["resource", type, name] : [first, second, name];
}

function changedAt(value: unknown, steps: readonly string[], before: Block, result: Block | undefined): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return replaced(value, before, result);
  }
  const { [step]: inner, ...others } = asRecord(value);
  const changed = changedAt(inner, rest, before, result);
  return changed === undefined ? others : { ...asRecord(value), [step]: changed };
}

/** Configurations of one provider are a list, and have no name but their alias. */
function replaced(value: unknown, before: Block, result: Block | undefined): unknown {
  if (!Array.isArray(value)) {
    return result && { ...metadataOf(value), ...result };
  }
  return value.flatMap((block: unknown) =>
    asRecord(block).alias === before.alias
      ? result === undefined
        ? []
        : [{ ...metadataOf(block), ...result }]
      : [block],
  );
}

/** What cdktf writes about the construct, which is no argument. */
function metadataOf(block: unknown): Block {
  const comment = asRecord(block)["//"];
  return comment === undefined ? {} : { "//": comment };
}

const asRecord = (value: unknown): Block => (isRecord(value) ? value : {});
