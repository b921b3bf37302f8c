import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { olderVersion, type OlderVersion, type OlderVersionOptions } from "../../../tools/rehearse/older-version";

jest.setTimeout(120_000);

/** A hook that runs the tests sets variables which would lead git to the wrong repository. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));

/** Stands for an application: what it writes tells how it was called. */
const MAIN = `
const { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const file = process.env.CLISCALE_INSTALLATION;
const version = readFileSync("version.txt", "utf8");
const names = ["cliscale-sandbox", "cliscale-prod-eu"];
if (file !== undefined) {
  if (readFileSync(file, "utf8").includes("newSetting")) {
    console.error("Environment at installation.json:\\n  - 'prod.newSetting' must be a known setting");
    process.exit(1);
  }
  names.push("cliscale-prod-workload", "cliscale-prod-platform");
} else console.error("cliscale-prod is left out: environments/installation.json does not exist");
const stacks = {};
for (const name of names) {
  mkdirSync("cdktf.out/stacks/" + name + "/assets/Chart/1", { recursive: true });
  mkdirSync("cdktf.out/stacks/" + name + "/terraform.d/plugins", { recursive: true });
  const modules = existsSync("node_modules") && lstatSync("node_modules").isSymbolicLink() ? "linked" : "installed";
  writeFileSync("cdktf.out/stacks/" + name + "/cdk.tf.json", JSON.stringify({ version, modules, file, directory: process.cwd() }));
  writeFileSync("cdktf.out/stacks/" + name + "/assets/Chart/1/Chart.yaml", "name: chart");
  stacks[name] = { dependencies: [] };
}
writeFileSync("cdktf.out/manifest.json", JSON.stringify({ stacks }));
`;

/** Compiling is copying, and only what the commit has can be copied. */
const COMPILE = `const fs = require("node:fs"); fs.mkdirSync("dist"); fs.copyFileSync("main.js", "dist/main.js");`;

const manifest = (name: string) => ({ name, version: "1.0.0", scripts: { compile: "node compile.js" } });
const lock = (name: string) => ({
  name,
  version: "1.0.0",
  lockfileVersion: 3,
  packages: { "": { name, version: "1.0.0" } },
});

describe("an older version", () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "older-")));
  const project = join(root, "project");
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.test", ...args], {
      cwd: project,
      env,
      encoding: "utf8",
    });
  const write = (file: string, content: string | object) => {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), typeof content === "string" ? content : JSON.stringify(content));
  };
  const commit = (tag: string) => {
    git("add", "-A");
    git("commit", "-q", "-m", tag);
    git("tag", tag);
  };
  let before: string;

  beforeAll(() => {
    mkdirSync(project);
    git("init", "-q", "-b", "main");
    write(".gitignore", "node_modules/\ncdktf.out/\ndist/\nenvironments/\n");
    write("compile.js", COMPILE);
    write("main.js", MAIN);
    write("package.json", manifest("older"));
    write("package-lock.json", lock("older"));
    write("version.txt", "0");
    commit("v0.1.0");
    write("package.json", manifest("newer"));
    write("package-lock.json", lock("newer"));
    write("version.txt", "1");
    commit("v0.2.0");
    write("compile.js", "console.error('main.ts:3: no such thing'); process.exit(2);");
    commit("broken");
    write("compile.js", COMPILE);
    write("version.txt", "2");
    write("test/releases/0.0.9/one-stack/manifest.json", { stacks: { "cliscale-sandbox": {} } });
    write("test/releases/0.0.9/one-stack/stacks/cliscale-sandbox/cdk.tf.json", { chart: "assets/Chart/2" });
    write("test/releases/0.0.9/assets/Chart/2/Chart.yaml", "name: kept");
    commit("v0.3.0");
    write("version.txt", "not committed");
    write("node_modules/something/index.js", "");
    before = state();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** What must never change: the working copy and what git knows of it. */
  const state = () =>
    [
      git("status", "--short", "--ignored"),
      git("worktree", "list"),
      git("stash", "list"),
      git("log", "--all", "--oneline"),
    ].join("\n");

  let count = 0;
  async function older(
    from: string,
    more: Partial<OlderVersionOptions> = {},
  ): Promise<OlderVersion & { readonly said: readonly string[] }> {
    const said: string[] = [];
    const version = await olderVersion({
      from,
      environment: { name: "sandbox", stage: "sandbox", layout: "one-stack" },
      into: join(root, `into-${count++}`),
      projectDirectory: project,
      env,
      say: (text) => said.push(text),
      ...more,
    });
    return { ...version, said };
  }
  const messageOf = async (from: string, more: Partial<OlderVersionOptions> = {}) =>
    older(from, more).then(
      () => "it went well",
      (error: Error) =>
        `${error.message}\n${error.stack === `${error.name}: ${error.message}` ? "" : "with a stack trace"}`.trim(),
    );
  const contentOf = ({ stacks }: OlderVersion) =>
    stacks.map(
      ({ directory }) => JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")) as Record<string, string>,
    );

  it("is synthesized by its own code, with today's node_modules when its lock file is the same", async () => {
    const version = await older("v0.3.0~2");
    expect(contentOf(version)).toMatchObject([{ version: "1", modules: "linked" }]);
    expect(version.title).toMatch(/^v0\.3\.0~2 \([0-9a-f]{10}\)$/);
    expect(version.said).toEqual([`Exporting ${version.title}.`, `Synthesizing sandbox with ${version.title}.`]);
  });

  it("has its stacks where they were asked for, with assets and without links to providers", async () => {
    const { stacks } = await older("v0.2.0", { into: join(root, "here") });
    expect(stacks).toEqual([{ name: "cliscale-sandbox", directory: join(root, "here", "cliscale-sandbox") }]);
    expect(readdirSync(join(root, "here", "cliscale-sandbox")).sort()).toEqual(["assets", "cdk.tf.json"]);
    expect(existsSync(join(root, "here", "cliscale-sandbox", "assets", "Chart", "1", "Chart.yaml"))).toBe(true);
  });

  it("installs its own dependencies when its lock file is another one", async () => {
    const version = await older("v0.1.0");
    expect(contentOf(version)).toMatchObject([{ version: "0", modules: "installed" }]);
    expect(version.said).toContainEqual(expect.stringContaining("Its dependencies are others than today's"));
    expect(lstatSync(join(project, "node_modules")).isDirectory()).toBe(true);
  });

  it("leaves the working copy and the repository as they were, and no directory behind", async () => {
    const version = await older("v0.2.0");
    await messageOf("broken");
    expect(state()).toBe(before);
    expect(readFileSync(join(project, "version.txt"), "utf8")).toBe("not committed");
    expect(existsSync(contentOf(version)[0]?.directory ?? project)).toBe(false);
  });

  describe("for an environment of the installation", () => {
    const prod = { environment: { name: "prod", stage: "production", layout: "two-stacks" } } as const;

    it("reads today's installation file, and has the stacks in the order of a deploy", async () => {
      write("environments/mine.json", {});
      const version = await older("v0.2.0", {
        ...prod,
        env: { ...env, CLISCALE_INSTALLATION: "environments/mine.json" },
      });
      expect(version.stacks.map(({ name }) => name)).toEqual(["cliscale-prod-platform", "cliscale-prod-workload"]);
      expect(contentOf(version)[0]?.file).toBe(join(project, "environments", "mine.json"));
    });

    it("says so when that version can't read the file, and what it complains about", async () => {
      write("environments/mine.json", { prod: { newSetting: 1 } });
      const message = await messageOf("v0.2.0", {
        ...prod,
        env: { ...env, CLISCALE_INSTALLATION: "environments/mine.json" },
      });
      expect(message).toContain(
        `'--from' must synthesize prod with ${join(project, "environments", "mine.json")}, got 'v0.2.0'`,
      );
      expect(message).toContain("'prod.newSetting' must be a known setting");
      expect(message).not.toContain("with a stack trace");
      // the sandbox needs none, so a mistake in one does not stop it
      expect(await messageOf("v0.2.0", { env: { ...env, CLISCALE_INSTALLATION: "environments/mine.json" } })).toBe(
        "it went well",
      );
    });

    it("says so when that version does not have the environment", async () => {
      const message = await messageOf("v0.2.0", prod);
      expect(message).toContain(
        "'--from' must have the environment prod, got 'v0.2.0'; cliscale-prod is left out: environments/",
      );
    });
  });

  describe("that is a kept release", () => {
    it.each(["0.0.9", "v0.0.9"])("is found as %s when git knows no such ref, which it says", async (from) => {
      const { title, stacks, said } = await older(from);
      expect(title).toBe("0.0.9 (kept release)");
      expect(said).toEqual([`git knows no '${from}'; taking the kept release 0.0.9 instead.`]);
      const [stack] = stacks;
      expect(readFileSync(join(stack?.directory ?? "", "assets", "Chart", "2", "Chart.yaml"), "utf8")).toBe(
        "name: kept",
      );
    });

    it("comes second to a git ref of that name", async () => {
      expect((await older("v0.1.0")).title).toMatch(/^v0\.1\.0 \([0-9a-f]{10}\)$/);
    });

    it("has the sandbox only", async () => {
      const environment = { name: "prod", stage: "production", layout: "one-stack" } as const;
      expect(await messageOf("0.0.9", { environment })).toContain("kept releases have the sandbox only, got '0.0.9'");
    });
  });

  it.each([
    ["v9.9.9", "git knows no 'v9.9.9'"],
    ["--upload-pack=touch", "that is no name of a version"],
    ["", "that is no name of a version"],
    ["v0.1.0^{tree}", "git knows no"],
  ])("is refused when it is called '%s', with what there is", async (from, because) => {
    const message = await messageOf(from);
    expect(message).toContain("'--from' must be a commit, tag or branch of this repository, or a kept release (0.0.9)");
    expect(message).toContain(because);
    expect(message).not.toContain("with a stack trace");
  });

  it("is refused when it does not compile, with what it said", async () => {
    const message = await messageOf("broken");
    expect(message).toContain(
      "'--from' must compile with its own npm run compile, got 'broken'; choose another version. It said:",
    );
    expect(message).toContain("main.ts:3: no such thing");
  });

  it("is refused outside a repository, and without git", async () => {
    const outside = join(root, "outside");
    mkdirSync(outside);
    expect(await messageOf("v0.1.0", { projectDirectory: outside })).toContain(`${outside} is no git repository`);
    expect(await messageOf("v0.1.0", { env: { ...env, PATH: outside } })).toContain("git is not installed");
  });
});
