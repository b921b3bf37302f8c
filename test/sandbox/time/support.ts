import { type IsComputed } from "../../../sandbox/time/forced";
import { deployGraph, type Block, type DeployGraph } from "../../../sandbox/time/graph";
import { addCliscale } from "../../../stacks/cliscale";
import { exampleEnvironments } from "../../support/environments";
import { renderApp } from "../../support/synth";

/** Blocks of one resource type each, `type.name` to arguments, as a graph. */
export function graphOf(
  blocks: Readonly<Record<string, Block>>,
  rest: Readonly<Record<string, unknown>> = {},
): DeployGraph {
  const resource: Record<string, Record<string, Block>> = {};
  for (const [address, block] of Object.entries(blocks)) {
    const [type = "", name = ""] = address.split(".");
    resource[type] = { ...resource[type], [name]: block };
  }
  return deployGraph({ ...rest, resource });
}

/** A graph of `terraform_data.<name>`, each with the names it depends on. */
export function chart(needs: Readonly<Record<string, readonly string[]>>): DeployGraph {
  return graphOf(
    Object.fromEntries(
      Object.entries(needs).map(([name, others]) => [
        `terraform_data.${name}`,
        { depends_on: others.map((other) => `terraform_data.${other}`) },
      ]),
    ),
  );
}

/** Seconds by name for a {@link chart}. */
export const secondsOf =
  (seconds: Readonly<Record<string, number>>) =>
  (address: string): number =>
    seconds[address.replace("terraform_data.", "")] ?? 0;

/** Attributes that only the API knows, without the schemas. */
export const idsAreComputed: IsComputed = (_node, attribute) => ["id", "email", "self_link"].includes(attribute);

let rendered: ReturnType<typeof renderApp> | undefined;

/** What every example environment renders. */
export function renderedStacks(): ReturnType<typeof renderApp> {
  rendered ??= renderApp((app) => exampleEnvironments().forEach((settings) => addCliscale(app, settings)));
  return rendered;
}
