import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../../sandbox/any-stack/input-error";
import { RehearsalStopped } from "../../../sandbox/rehearsal/stopped";
import { type RehearsalReport } from "../../../sandbox/report/report";
import { type CommandWorld, runRehearse } from "../../../tools/rehearse/command";
import { emptyDirectory, removeDirectories } from "../../sandbox/any-stack/directories";
import { smallReport } from "../../sandbox/report/support";
import { EXAMPLE, ROOT } from "../../support/environments";

afterAll(removeDirectories);

type Asked = Parameters<NonNullable<CommandWorld["rehearse"]>>;

/** Runs the command; what takes minutes gives this report. */
async function run(
  args: readonly string[],
  {
    report = smallReport(),
    load,
    fails,
  }: { report?: RehearsalReport; load?: CommandWorld["load"]; fails?: Error } = {},
) {
  const [out, errors, asked]: [string[], string[], Asked[]] = [[], [], []];
  const page = join(emptyDirectory(), "page.html");
  const code = await runRehearse([...args, `--report=${page}`], {
    print: (text) => out.push(text),
    say: (text) => errors.push(text),
    load: load ?? { cwd: ROOT, env: { CLISCALE_INSTALLATION: EXAMPLE }, secretVersions: "first" },
    rehearse: async (...all: Asked) => {
      asked.push(all);
      if (fails !== undefined) throw fails;
      return report;
    },
  });
  return { code, out: out.join("\n"), errors: errors.join("\n"), asked, page };
}

describe("npm run rehearse", () => {
  it("ends with 0 when all went as it should, and writes the page and the JSON where --report says", async () => {
    const { code, out, errors, page } = await run(["prod"]);
    expect([code, errors]).toEqual([0, ""]);
    expect(out).toContain("The whole report: ");
    expect(readFileSync(page, "utf8")).toContain("<!doctype html>");
    expect(JSON.parse(readFileSync(page.replace(".html", ".json"), "utf8"))).toMatchObject({ title: "database" });
  });

  it("ends with 1 when there is a finding", async () => {
    const finding = { severity: "error", summary: "It fails", subject: "google_x.y", detail: "Error" } as const;
    const { code, out } = await run(["prod"], { report: smallReport({ findings: [finding] }) });
    expect(code).toBe(1);
    expect(out).toContain("It fails");
  });

  it("prints nothing but JSON with --json", async () => {
    const { code, out } = await run(["prod", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ title: "database", findings: [] });
  });

  it("gives the environment and the options on", async () => {
    const { asked } = await run(["dev", "--faults", "s", "--runs=2", "--minutes", "0", "--from", "v0.1.0"]);
    const [[settings, line] = []] = asked;
    expect(settings).toMatchObject({ name: "dev", project: "cliscale-dev-4f21" });
    expect(line).toMatchObject({ faults: { seed: "s", runs: 2 }, minutes: 0, own: { from: "v0.1.0" } });
  });

  it.each(["one-stack", "two-stacks"])("takes the layout %s, whatever the settings say", async (layout) => {
    const { asked } = await run(["dev", "--layout", layout]);
    expect(asked[0]?.[0]).toMatchObject({ layout });
  });

  it("leaves the layout as it is otherwise", async () => {
    const [plain, explicit] = await Promise.all([run(["dev"]), run(["dev", "--layout", "one-stack"])]);
    expect(plain.asked[0]?.[0]).toEqual(explicit.asked[0]?.[0]);
  });

  const understood = "The command line of npm run rehearse can't be understood:";

  it.each([
    [["prdo"], "'environment' must be one that this installation has (sandbox, dev, staging, prod), got 'prdo'"],
    [[], "this installation has (sandbox, dev, staging, prod); write npm run rehearse -- <environment>"],
    [["dev", "prod"], `${understood}\n- it names 2 environments (dev, prod); rehearse one after the other`],
    [["dev", "--layout", "three"], `${understood}\n- --layout is 'three'; it must be one of one-stack, two-stacks`],
    [["dev", "--layout="], `${understood}\n- --layout needs a value behind it`],
    [["dev", "--from", "--json"], `${understood}\n- --from needs a value behind it`],
    [["dev", "--outside=x"], `${understood}\n- there is no option --outside; --help lists those that there are`],
  ])("refuses %j with exit code 2 and no stack trace", async (args, message) => {
    const { code, out, errors, asked, page } = await run(args);
    expect([code, out, asked]).toEqual([2, "", []]);
    expect(errors).toContain(message);
    expect(errors).not.toMatch(/^ +at /m);
    expect(existsSync(page)).toBe(false);
  });

  it("names all problems of a command line at once", async () => {
    const { errors } = await run(["dev", "prod", "--layout", "x", "--workers", "0", "--nope"]);
    expect(errors.split("\n").slice(1)).toEqual([
      "- there is no option --nope; --help lists those that there are",
      "- --workers is '0'; it must be a whole number from 1 on",
      "- --layout is 'x'; it must be one of one-stack, two-stacks",
      "- it names 2 environments (dev, prod); rehearse one after the other",
    ]);
  });

  it("says how to get an environment that the installation leaves out", async () => {
    const { code, errors } = await run(["prod"], { load: { cwd: ROOT, env: { CLISCALE_INSTALLATION: "" } } });
    expect(code).toBe(2);
    expect(errors).toContain("(sandbox), got 'prod'; environments/installation.json does not exist: copy \"prod\"");
  });

  it.each(["--help", "-h"])("explains itself with %s", async (option) => {
    const { code, out, asked } = await run([option]);
    expect([code, asked]).toEqual([0, []]);
    expect(out).toContain("npm run rehearse -- <environment> [options]");
    expect(out).toContain("Exit code: 0 all went as it should, 1 there are findings, 2 it could not be run.");
    for (const own of ["--layout <layout>", "--from <git ref>", "--faults <seed>"]) expect(out).toContain(own);
  });

  it.each([
    [
      "what can't be run",
      new InputError("The sandbox cannot run x", ["it is y"]),
      2,
      "The sandbox cannot run x:\n- it is y",
    ],
    ["a process that is gone", new RehearsalStopped("A process is gone"), 2, "A process is gone"],
    ["an interruption", new RehearsalStopped("Stopped by SIGINT", 130), 130, "Stopped by SIGINT"],
  ])("says %s without a stack trace", async (_what, fails, exitCode, message) => {
    expect(await run(["dev"], { fails })).toMatchObject({ code: exitCode, out: "", errors: message });
  });

  it("shows the stack trace of a defect of ours, and does not take it for a finding", async () => {
    const { code, errors } = await run(["dev"], { fails: new Error("broken") });
    expect(code).toBe(2);
    expect(errors).toMatch(/^This is a defect of the sandbox:\nError: broken\n +at /);
  });
});
