import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { type App, TerraformStack, Testing } from "cdktf";

/** A rendered block: argument name to value. */
export type Block = Readonly<Record<string, unknown>>;

/** The rendered Terraform of one stack, with the questions that tests ask. */
export class Rendered {
  public constructor(public readonly json: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {}

  /** Every resource of a type, in order of its name. Empty when there is none. */
  public resources(type: string): readonly Block[] {
    return Object.values((this.json.resource?.[type] ?? {}) as Record<string, Block>);
  }

  /** The only resource of a type; fails when there is none or more than one. */
  public only(type: string): Block {
    const found = this.resources(type);
    if (found.length !== 1 || found[0] === undefined) {
      throw new Error(`expected exactly one ${type}, found ${found.length}`);
    }
    return found[0];
  }

  /** The one resource of a type whose argument has the given value. */
  public where(type: string, argument: string, value: unknown): Block {
    const found = this.resources(type).filter((resource) => resource[argument] === value);
    if (found.length !== 1 || found[0] === undefined) {
      throw new Error(`expected exactly one ${type} with ${argument} = ${String(value)}, found ${found.length}`);
    }
    return found[0];
  }
}

/** Renders one stack completely: validations run and error annotations throw, unlike `Testing.synth`. */
export function renderStack(stack: TerraformStack): Rendered {
  const out = Testing.fullSynth(stack);
  const file = join(out, "stacks", stack.node.id, "cdk.tf.json");
  if (!existsSync(file)) {
    throw new Error(`nothing was written to ${file}`);
  }
  return new Rendered(JSON.parse(readFileSync(file, "utf8")) as Rendered["json"]);
}

/**
 * Builds constructs in an empty stack and renders it.
 *
 * @example const rendered = render((stack) => new Network(stack, "Network", { ... }));
 */
export function render(build: (stack: TerraformStack) => unknown): Rendered {
  const stack = newStack();
  build(stack);
  return renderStack(stack);
}

/**
 * A stack in a testing app that has only its providers, because a complete synth refuses resources without one.
 * Add what the test needs, then call {@link renderStack}.
 */
export function newStack(id = "test"): TerraformStack {
  const stack = new TerraformStack(Testing.app(), id);
  new GoogleProvider(stack, "google", { project: "cliscale-test", region: "europe-west1" });
  new KubernetesProvider(stack, "kubernetes", {});
  new HelmProvider(stack, "helm", {});
  return stack;
}

/** Renders a whole application as `app.synth()` does, cross-stack references included: stack name to Terraform. */
export function renderApp(build: (app: App) => unknown): ReadonlyMap<string, Rendered> {
  const app = Testing.app();
  build(app);
  app.synth();
  const stacks = app.node.findAll().filter((construct) => TerraformStack.isStack(construct));
  return new Map(
    stacks.map(({ node }) => {
      const file = join(app.outdir, "stacks", node.id, "cdk.tf.json");
      return [node.id, new Rendered(JSON.parse(readFileSync(file, "utf8")) as Rendered["json"])];
    }),
  );
}
