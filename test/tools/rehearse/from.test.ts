import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type FoundDirectory } from "../../../sandbox/any-stack/read-directory";
import { type RehearsalOptions } from "../../../sandbox/rehearsal/rehearse";
import { type RehearsalReport } from "../../../sandbox/report/report";
import { rehearseEnvironment, runRehearse, type SlowParts } from "../../../tools/rehearse/command";
import { unpackRelease } from "../../../tools/rehearse/older-release";
import { olderVersion, type OlderVersionOptions } from "../../../tools/rehearse/older-version";
import { ROOT } from "../../support/environments";

const [KEPT, UNKNOWN] = ["0.1.0", "no-such-version"];

const REPORT: RehearsalReport = {
  title: "cliscale-sandbox",
  created: new Date(0).toISOString(),
  terraform: "Terraform 1.11.4",
  stacks: [],
  phases: [],
  laws: [],
  findings: [],
};

describe("npm run rehearse with --from", () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "from-")));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  interface Run {
    readonly code: number;
    readonly said: string;
    readonly printed: string;
    /** What the rehearsal was asked for; undefined when there was none. */
    readonly asked?: { readonly found: FoundDirectory; readonly options: RehearsalOptions };
    /** What the older version was asked for; undefined when none was. */
    readonly older?: OlderVersionOptions;
    /** Whether the older version's files were there while it ran. */
    readonly readable?: boolean;
  }

  async function run(args: readonly string[], report = REPORT, slow: Partial<SlowParts> = {}): Promise<Run> {
    const [said, printed]: [string[], string[]] = [[], []];
    let seen: Pick<Run, "asked" | "older" | "readable"> = {};
    const parts: SlowParts = {
      olderVersion: (options) => {
        seen = { ...seen, older: options };
        options.say?.("Exporting it.");
        const { environment, into } = options;
        return Promise.resolve({ ...unpackRelease({ release: KEPT, environment, into, project: ROOT }), title: "v1" });
      },
      rehearse: (found, options) => {
        const places = options.older?.found.stacks.map(({ directory }) => directory) ?? [];
        seen = { ...seen, asked: { found, options }, readable: places.every((place) => existsSync(place)) };
        return Promise.resolve(report);
      },
      ...slow,
    };
    const page = join(root, "page.html");
    mkdirSync(dirname(page), { recursive: true });
    const code = await runRehearse([...args, "--report", page], {
      print: (text) => printed.push(text),
      say: (text) => said.push(text),
      rehearse: (settings, line, say) => rehearseEnvironment(settings, line, say, parts),
    });
    return { code, said: said.join("\n"), printed: printed.join("\n"), ...seen };
  }

  it("synthesizes the older version for the same environment and rehearses the upgrade from it", async () => {
    const { code, said, older, asked, readable } = await run(["sandbox", "--from", "v1"]);
    expect({ code, said, readable }).toEqual({ code: 0, said: "Exporting it.", readable: true });
    expect(older).toMatchObject({ from: "v1", environment: { name: "sandbox", layout: "one-stack" } });
    expect(asked?.found.stacks.map(({ name }) => name)).toEqual(["cliscale-sandbox"]);
    expect(asked?.options.older).toMatchObject({ title: "v1", found: { stacks: [{ name: "cliscale-sandbox" }] } });
  });

  it("has the older stacks in the order in which they are deployed", async () => {
    const { older, asked } = await run(["sandbox", "--layout", "two-stacks", "--from", "v1"]);
    expect(older?.environment.layout).toBe("two-stacks");
    expect(asked?.options.older?.found.stacks).toMatchObject([
      { name: "cliscale-sandbox-platform", dependencies: [] },
      { name: "cliscale-sandbox-workload", dependencies: ["cliscale-sandbox-platform"] },
    ]);
  });

  it("leaves nothing of the older version behind", async () => {
    const { older } = await run(["sandbox", "--from", "v1"]);
    expect(older?.into).toContain("cliscale-rehearse-");
    expect(existsSync(dirname(older?.into ?? root))).toBe(false);
  });

  it("rehearses no upgrade without it", async () => {
    const { code, older, asked } = await run(["sandbox"]);
    expect({ code, older, upgraded: asked?.options.older }).toEqual({ code: 0, older: undefined, upgraded: undefined });
  });

  it("ends with 1 when the upgrade has a finding", async () => {
    const finding = { severity: "error", summary: "The upgrade loses it", subject: "it", detail: "Keep it." } as const;
    const { code, printed } = await run(["sandbox", "--from", "v1"], { ...REPORT, findings: [finding] });
    expect(code).toBe(1);
    expect(printed).toContain("ERROR: The upgrade loses it");
  });

  it("ends with 2 when there is no such version, says which there are, and rehearses nothing", async () => {
    const { code, said, asked } = await run(["sandbox", "--from", UNKNOWN], REPORT, { olderVersion });
    expect({ code, asked }).toEqual({ code: 2, asked: undefined });
    expect(said).toContain("'--from' must be a commit, tag or branch of this repository, or a kept release (0.1.0");
    expect(said).toContain(`got '${UNKNOWN}'`);
  });

  it("ends with 2 when no version is named", async () => {
    const { code, said, asked } = await run(["sandbox", "--from"]);
    expect({ code, asked }).toEqual({ code: 2, asked: undefined });
    expect(said).toContain("--from needs a value behind it");
  });

  it("stands in the help text", async () => {
    const { code, printed } = await run(["--help"]);
    expect(code).toBe(0);
    expect(printed).toMatch(/--from <git ref> +an older version \(or a kept release, such as 0\.1\.0\)/);
  });
});
