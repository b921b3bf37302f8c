import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepRelease } from "../../../tools/rehearse/older-keep";
import { digestOf, DIGESTS, keptReleases, RELEASES, unpackRelease } from "../../../tools/rehearse/older-release";
import { ROOT } from "../../support/environments";
import { filesBelow } from "../../support/files";

const digestsIn = (project: string) =>
  JSON.parse(readFileSync(join(project, DIGESTS), "utf8")) as Record<string, string>;

describe("the kept releases", () => {
  const project = realpathSync(mkdtempSync(join(tmpdir(), "keep-")));
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it("have the first one", () => {
    expect(keptReleases(ROOT)).toContain("0.1.0");
  });

  it("never change: a digest that differs means that somebody edited one, and has to take that back", () => {
    expect(digestsIn(ROOT)).toEqual(
      Object.fromEntries(keptReleases(ROOT).map((release) => [release, digestOf(join(ROOT, RELEASES, release))])),
    );
  });

  it.each(keptReleases(ROOT))("%s names nothing outside itself", (release) => {
    const files = filesBelow(join(ROOT, RELEASES, release));
    expect(files.filter((file) => readFileSync(file, "utf8").includes(`"${ROOT}`))).toEqual([]);
  });

  it.each(
    keptReleases(ROOT).flatMap((release) => [
      [release, "one-stack", ["cliscale-sandbox"]] as const,
      [release, "two-stacks", ["cliscale-sandbox-platform", "cliscale-sandbox-workload"]] as const,
    ]),
  )("%s can be unpacked in the layout %s, with the chart", (release, layout, names) => {
    const into = join(project, `unpacked-${release}-${layout}`);
    const { stacks } = unpackRelease({ release, environment: { name: "sandbox", layout }, into, project: ROOT });
    expect(stacks.map(({ name }) => name)).toEqual(names);
    const charts = filesBelow(into).filter((file) => file.endsWith("/Chart.yaml"));
    expect(charts).toHaveLength(1);
  });

  it("get another one from what the code synthesizes, the same every time", () => {
    keepRelease("1.0.0", project);
    keepRelease("1.0.1", project);
    expect(readdirSync(join(project, RELEASES, "1.0.0")).sort()).toEqual(["assets", "one-stack", "two-stacks"]);
    const { "1.0.0": first, "1.0.1": second, ...others } = digestsIn(project);
    expect(first).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(second).toBe(first);
    expect(others).toEqual({});
  });

  it("leave out the chart's README, whose examples are compiled with today's code", () => {
    keepRelease("2.0.0", project);
    expect(filesBelow(join(project, RELEASES, "2.0.0")).filter((file) => file.endsWith(".md"))).toEqual([]);
  });

  it("are told apart by every byte and every name", () => {
    const folder = keepRelease("3.0.0", project);
    const before = digestOf(folder);
    const file = join(folder, "one-stack", "manifest.json");
    cpSync(file, `${file}.copy`);
    expect(digestOf(folder)).not.toBe(before);
    rmSync(`${file}.copy`);
    expect(digestOf(folder)).toBe(before);
    writeFileSync(file, `${readFileSync(file, "utf8")} `);
    expect(digestOf(folder)).not.toBe(before);
  });

  it("are refused twice, and under a name that is no version", () => {
    keepRelease("4.0.0", project);
    expect(() => keepRelease("4.0.0", project)).toThrow(
      "'version' must be one that is not kept yet: a kept release never changes, got '4.0.0'; raise it in package.json",
    );
    expect(() => keepRelease("../5", project)).toThrow("'version' must be of the form 1.2.3, got '../5'");
    expect(existsSync(join(project, "test", "5"))).toBe(false);
  });
});
