import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveSettings, sandbox, type EnvironmentSettings } from "../../../environments";
import { readDirectory, type FoundDirectory } from "../../../sandbox/any-stack/read-directory";
import { closeWorkspace, openWorkspace } from "../../../sandbox/rehearsal/prepare";
import { rehearse } from "../../../sandbox/rehearsal/rehearse";
import { tell } from "../../../sandbox/rehearsal/tell";
import { prepareOlder, upgradeFrom, type OlderVersion } from "../../../sandbox/upgrade/older-version";
import { environmentStacks, olderStacks } from "../../../tools/rehearse/environment-stacks";
import { keptReleases, unpackRelease } from "../../../tools/rehearse/older-release";
import { TERRAFORM_PARALLELISM } from "../../../tools/terraform-parallelism";
import { ROOT } from "../../support/environments";
import { buildSandbox } from "../terraform";

jest.setTimeout(600_000);

const LAYOUTS = ["one-stack", "two-stacks"] as const;

describe("an upgrade from a kept release to today's code", () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "kept-")));
  const options = { projectDirectory: ROOT, main: buildSandbox(), parallelism: TERRAFORM_PARALLELISM };
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  let count = 0;
  const kept = async (release: string, layout: EnvironmentSettings["layout"]): Promise<OlderVersion> => {
    const into = join(root, String(count++));
    const version = unpackRelease({ release, environment: { name: "sandbox", layout }, into, project: ROOT });
    return { title: version.title, found: await olderStacks(version, into) };
  };
  const today = (layout: EnvironmentSettings["layout"]): Promise<FoundDirectory> => {
    const [settings] = resolveSettings([{ ...sandbox, layout }]);
    if (settings === undefined) throw new Error("the sandbox has no settings");
    return environmentStacks(settings, join(root, String(count++)));
  };

  it.each(keptReleases(ROOT).flatMap((release) => LAYOUTS.map((layout) => [release, layout] as const)))(
    "%s in %s loses nothing and leaves nothing to do",
    async (release, layout) => {
      const found = await today(layout);
      const opened = await openWorkspace(found, options);
      try {
        const older = await prepareOlder(await kept(release, layout), opened, options);
        const { findings, phases, report } = await upgradeFrom(older, found, opened, options);
        expect({ findings, lost: report?.dataLost }).toEqual({ findings: [], lost: [] });
        expect(phases.filter(({ name }) => name === "plan after the upgrade")).toHaveLength(found.stacks.length);
      } finally {
        await closeWorkspace(opened);
      }
    },
  );

  it("fails when the database has another name, and says which value it has to keep", async () => {
    const found = await today("one-stack");
    const file = join(found.stacks[0]?.directory ?? "", "cdk.tf.json");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replaceAll("cliscale-sandbox-db-1", "cliscale-sandbox-db-2"));
    const [release = ""] = keptReleases(ROOT);
    const report = await rehearse(await readDirectory(found.directory), {
      ...options,
      title: "defect",
      resultsDirectory: root,
      older: await kept(release, "one-stack"),
    });
    const lost = report.findings.find(({ subject }) => subject.startsWith("google_sql_database_instance."));
    expect(lost?.detail).toMatch(
      /name can't be changed in place \("cliscale-sandbox-db-1" -> "cliscale-sandbox-db-2"\)/,
    );
    expect(report.upgrade?.dataLost).toContain(lost?.subject);
    expect(report.phases.every(({ name }) => name !== "upgrade")).toBe(true);
    const printed: string[] = [];
    const page = join(root, "defect.html");
    expect(tell(report, { page, json: false, print: (line) => printed.push(line) })).toBe(1);
    expect(printed.join("\n")).toContain("DATA LOST: ");
  });
});
