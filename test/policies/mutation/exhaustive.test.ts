import { AREAS, joined } from "../../../policies/mutation/paths";
import { tableProblems, type TableProblem } from "../../../policies/mutation/table-problems";
import { renderForMutation } from "../../../tools/mutate/render";
import { exampleEnvironments } from "../../support/environments";

const environments = exampleEnvironments().flatMap((settings) =>
  renderForMutation(settings, new Date("2026-11-21T12:00:00Z")),
);
const problems = tableProblems(joined(AREAS), environments);
const shown = (list: readonly TableProblem[]) => list.map(({ type, path, problem }) => `${type} ${path}: ${problem}`);

describe("the tables of what hurts", () => {
  it("speak of every value that any environment renders", () => {
    expect(shown(problems.missing)).toEqual([]);
  });

  it("speak of every block and list", () => {
    expect(shown(problems.blocks)).toEqual([]);
  });

  it("speak of nothing else", () => {
    expect(shown(problems.stale)).toEqual([]);
  });

  it("have a reason wherever nothing is done, and contradict themselves nowhere", () => {
    expect(shown(problems.words)).toEqual([]);
  });
});
