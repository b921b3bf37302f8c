import { COMMON_HELP, readCommandLine } from "../../../sandbox/rehearsal/command-line";

const OWN = { layout: { type: "string" }, quick: { type: "boolean" } } as const;
const read = (...args: readonly string[]) => readCommandLine(args, OWN);
const problemsOf = (...args: readonly string[]) => read(...args).problems;

describe("the command line of a rehearsal", () => {
  it("says nothing when nothing is there", () => {
    expect(read()).toEqual({ line: { names: [], help: false, json: false, own: {} }, problems: [] });
  });

  it("takes every option, and what stands between them", () => {
    const { line, problems } = read(
      ...["dev", "--faults", "seed", "--runs", "3", "--kills=4", "--real-time-scale", "0.5", "--parallelism", "30"],
      ...[
        "--workers",
        "2",
        "--minutes",
        "1.5",
        "--report",
        "r.html",
        "--json",
        "--layout=two-stacks",
        "--quick",
        "prod",
      ],
    );
    expect(problems).toEqual([]);
    expect(line).toEqual({
      names: ["dev", "prod"],
      help: false,
      faults: { seed: "seed", runs: 3, kills: 4 },
      realTimeScale: 0.5,
      parallelism: 30,
      workers: 2,
      minutes: 1.5,
      report: "r.html",
      json: true,
      own: { layout: "two-stacks", quick: true },
    });
  });

  it("takes -h for --help, and what stands behind -- as names", () => {
    expect(read("-h").line.help).toBe(true);
    expect(read("--help").line.help).toBe(true);
    expect(read("--", "--json").line).toMatchObject({ names: ["--json"], json: false });
  });

  it.each([
    ["--runs", "0", "-1", "a whole number from 0 on"],
    ["--kills", "0", "-1", "a whole number from 0 on"],
    ["--mutants", "0", "0.5", "a whole number from 0 on"],
    ["--parallelism", "1", "0", "a whole number from 1 on"],
    ["--workers", "1", "0", "a whole number from 1 on"],
    ["--minutes", "0", "-1", "a number from 0 on"],
    ["--real-time-scale", "0.001", "0.0009", "a number from 0.001 on"],
  ])("takes %s from %s on", (option, least, less, rule) => {
    const series = ["--faults", "1", "--orders", "1"];
    expect(problemsOf(...series, option, least)).toEqual([]);
    expect(problemsOf(...series, option, less)).toEqual([`${option} is '${less}'; it must be ${rule}`]);
  });

  it.each(["1.5", "x", "1e3", "0x10", " ", "Infinity", "NaN"])("takes no '%s' for a whole number", (text) => {
    expect(problemsOf("--workers", text)).toEqual([`--workers is '${text}'; it must be a whole number from 1 on`]);
  });

  it.each(["x", "1e3", ".5", "1.", " ", "Infinity"])("takes no '%s' for a number", (text) => {
    expect(problemsOf("--minutes", text)).toEqual([`--minutes is '${text}'; it must be a number from 0 on`]);
  });

  it("refuses an option without its value, also where the next option would be taken for it", () => {
    for (const option of ["--faults", "--report", "--layout", "--minutes"]) {
      expect(problemsOf(option)).toEqual([`${option} needs a value behind it`]);
      expect(problemsOf(`${option}=`)).toEqual([`${option} needs a value behind it`]);
      expect(problemsOf(option, "--json")).toEqual([`${option} needs a value behind it`]);
    }
    expect(read("--report=-r.html").line.report).toBe("-r.html");
  });

  it("refuses a value where none belongs", () => {
    expect(problemsOf("--json=yes", "--quick=no")).toEqual(["--json takes no value", "--quick takes no value"]);
  });

  it.each(["--nope", "-x", "--toString", "--constructor=1"])("refuses %s, which it does not know", (option) => {
    const [name] = option.split("=");
    expect(problemsOf(option)).toEqual([`there is no option ${name}; --help lists those that there are`]);
  });

  it("refuses a number of faults without any", () => {
    const fix = "--runs and --kills say how many faults; add --faults <seed> to have some";
    expect(problemsOf("--runs", "1")).toEqual([fix]);
    expect(problemsOf("--kills", "1")).toEqual([fix]);
    expect(problemsOf("--faults", "s", "--mutants", "1")).toEqual([
      "--mutants says how many orders are taken out; add --orders <seed> to take some out",
    ]);
    expect(problemsOf("--orders", "s", "--mutants", "1")).toEqual([]);
  });

  it("names all problems at once, and gives what it could read", () => {
    const { line, problems } = read("dev", "--nope", "--runs", "-1", "--workers", "0", "--report");
    expect(problems).toEqual([
      "there is no option --nope; --help lists those that there are",
      "--report needs a value behind it",
      "--runs is '-1'; it must be a whole number from 0 on",
      "--runs and --kills say how many faults; add --faults <seed> to have some",
      "--workers is '0'; it must be a whole number from 1 on",
    ]);
    expect(line.names).toEqual(["dev"]);
  });

  it("explains every option", () => {
    for (const option of [
      "faults",
      "runs",
      "kills",
      "orders",
      "mutants",
      "minutes",
      "workers",
      "parallelism",
      "real-time-scale",
    ]) {
      expect(COMMON_HELP).toMatch(new RegExp(`^ {2}--${option} <`, "m"));
    }
    expect(COMMON_HELP).toMatch(/^ {2}--report <file>/m);
    expect(COMMON_HELP).toMatch(/^ {2}--json /m);
  });
});
