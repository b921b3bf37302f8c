import {
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  TerraformOutput,
  Tokenization,
  type TerraformStack,
} from "cdktf";
import { type IConstruct } from "constructs";

type Json = Record<string, unknown>;

const resolver = new DefaultTokenResolver(new StringConcat());

/**
 * What `TerraformStack.toTerraform` renders, in half the time: cdktf resolves every value of every element, merges them
 * and resolves all of it once more for the sake of the stack's overrides. Here everything is merged and then resolved.
 * `test/stacks/render-once.test.ts` holds it to what cdktf renders. For stacks without overrides.
 */
export function renderOnce(stack: TerraformStack): unknown {
  const metadata: Json = {
    version: stack.node.tryGetContext("cdktfVersion"),
    stackName: stack.node.id,
    backend: "local",
  };
  const outputs: Json = {};
  const rendered: Json = { "//": { metadata, outputs } };
  for (const element of stack.node.findAll().filter(isElement)) {
    merge(metadata, element.toMetadata() as Json);
    merge(rendered, element.toTerraform() as Json);
    if (TerraformOutput.isTerraformOutput(element)) {
      merge(outputs, atPath(element.node.path.split("/"), element.friendlyUniqueId));
    }
  }
  return Tokenization.resolve(rendered, { scope: stack, resolver });
}

function isElement(construct: IConstruct): construct is TerraformElement {
  return TerraformElement.isTerraformElement(construct);
}

/** `["a", "b"]` and `c` become `{ a: { b: c } }`. */
function atPath(path: readonly string[], leaf: string): Json {
  return path.reduceRight<string | Json>((inner, part) => ({ [part]: inner }), leaf) as Json;
}

/** Merges objects; whatever else there is, tokens included, takes the place of what was there. */
function merge(target: Json, source: Json): void {
  for (const [key, value] of Object.entries(source)) {
    const there = target[key];
    if (isPlain(value) && isPlain(there)) {
      merge(there, value);
    } else {
      target[key] = value;
    }
  }
}

function isPlain(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !Tokenization.isResolvable(value);
}
