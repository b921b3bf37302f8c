import { resolveSettings } from "../../../environments";
import { HOLDS_DATA } from "../../../sandbox/upgrade/holds-data";
import { MADE_AGAIN_WITHOUT_LOSS } from "../../../sandbox/upgrade/made-again";
import { addCliscale } from "../../../stacks/cliscale";
import { changed, exampleEnvironments } from "../../support/environments";
import { renderApp } from "../../support/synth";

const environments = exampleEnvironments();

/** Every resource type of the four environments, in both layouts. */
function typesInUse(): readonly string[] {
  const apps = [
    renderApp((app) => environments.forEach((settings) => addCliscale(app, settings))),
    renderApp((app) =>
      resolveSettings(environments.map(({ name }) => changed(name, { layout: "two-stacks" }))).forEach((settings) =>
        addCliscale(app, settings),
      ),
    ),
  ];
  const types = apps.flatMap((app) => [...app.values()].flatMap(({ json }) => Object.keys(json.resource ?? {})));
  return [...new Set(types)].sort();
}

describe("the tables of what holds data", () => {
  it("name every resource type of the four environments in exactly one of the two: classify a new type there", () => {
    const types = typesInUse();
    expect(types.length).toBeGreaterThan(40);
    expect(types.filter((type) => !(type in HOLDS_DATA) && !(type in MADE_AGAIN_WITHOUT_LOSS))).toEqual([]);
  });

  it("name no type twice", () => {
    expect(Object.keys(HOLDS_DATA).filter((type) => type in MADE_AGAIN_WITHOUT_LOSS)).toEqual([]);
  });

  it.each([
    ...Object.entries(HOLDS_DATA).map(([type, { why }]) => [type, why]),
    ...Object.entries(MADE_AGAIN_WITHOUT_LOSS),
  ])("say in sentences why %s stands where it does", (_type, why) => expect(why).toMatch(/^[A-Z].{20,}\.$/));

  it("have links for every type of Google Cloud that an environment uses and that holds data", () => {
    const without = typesInUse().filter(
      (type) => type.startsWith("google_") && type in HOLDS_DATA && HOLDS_DATA[type]?.source === undefined,
    );
    expect(without).toEqual([]);
  });
});
