import { readCommandLine } from "../../sandbox/rehearsal/command-line";
import { rehearse } from "../../sandbox/rehearsal/rehearse";
import { rehearseEnvironment } from "../../tools/rehearse/command";
import { buildSandbox } from "../sandbox/terraform";
import { exampleEnvironment } from "../support/environments";

jest.setTimeout(600_000);

const LAYOUTS = { "one-stack": [""], "two-stacks": ["-platform", "-workload"] } as const;

/** Where nothing can be destroyed as long as somebody does not mean to. */
const PROTECTED: ReadonlySet<string> = new Set(["staging", "prod"]);

const CASES = ["sandbox", "dev", "staging", "prod"].flatMap((name) =>
  (["one-stack", "two-stacks"] as const).map((layout) => [name, layout] as const),
);

/** The commands that go well, each for these stacks in this order. */
function lifeOf(name: string, stacks: readonly string[]): readonly string[] {
  const backwards = [...stacks].reverse();
  const everywhere = (command: string, order = stacks) => order.map((stack) => `${command} ${stack}`);
  const last = backwards[0] ?? "";
  return [
    ...everywhere("create"),
    ...everywhere("second plan"),
    ...everywhere("update"),
    ...everywhere("plan after the update"),
    ...(PROTECTED.has(name) ? [`destroy while protected ${last}`, ...everywhere("protection taken off")] : []),
    ...everywhere("destroy", backwards),
  ];
}

describe.each(CASES)("%s in the layout %s", (name, layout) => {
  const main = buildSandbox();
  const stacks = LAYOUTS[layout].map((part) => `cliscale-${name}${part}`);

  it("is created, changed and destroyed: plans in between are empty, nothing is left, and it waits for the cloud alone", async () => {
    const said: string[] = [];
    const settings = { ...exampleEnvironment(name), layout };
    const report = await rehearseEnvironment(settings, readCommandLine([]).line, (text) => said.push(text), {
      olderVersion: () => Promise.reject(new Error("nobody asked for an older version")),
      rehearse: (found, options) => rehearse(found, { ...options, main }),
    });
    expect(report.findings).toEqual([]);
    expect(report.phases.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.phases.map((phase) => `${phase.name} ${phase.stack}`)).toEqual(lifeOf(name, stacks));
    expect(said).toHaveLength(report.phases.length);

    const resultsOf = (command: string) =>
      report.phases.filter((phase) => phase.name === command).map(({ result }) => result);
    expect(resultsOf("create").every((result) => /^[1-9]\d* added, 0 changed, 0 destroyed$/.test(result))).toBe(true);
    expect(resultsOf("second plan").concat(resultsOf("plan after the update"))).toEqual(
      Array.from({ length: 2 * stacks.length }, () => "no changes"),
    );
    // a limit of the firewall is the platform's, an image the workload's: both are changed in place
    expect(resultsOf("update").every((result) => /^0 added, [1-9]\d* changed, 0 destroyed$/.test(result))).toBe(true);
    expect(resultsOf("destroy")).toEqual(
      resultsOf("create")
        .map((result) => `${parseInt(result)} destroyed`)
        .reverse(),
    );

    // what Terraform waits for beyond that is ours to mend
    const creates = report.stacks.flatMap(({ times }) => times.filter(({ action }) => action === "create"));
    expect(creates).toHaveLength(stacks.length);
    for (const { ratio } of creates) expect(ratio).toBeLessThanOrEqual(1.03);
    const refusing = report.laws.filter(({ refused }) => refused > 0).map((law) => law.name);
    expect(refusing.filter((law) => law !== "deletion-protection")).toEqual([]);
  });
});
