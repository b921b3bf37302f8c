import fc from "fast-check";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ValidationError } from "../../constructs/core/validation";
import { loadEnvironments, resourceNames, type Environments } from "../../environments";
import { PERSONAL_SETTINGS } from "../../environments/installation";
import { settingPaths } from "../../environments/problems";
import { environmentSettings } from "../../environments/settings";
import { EXAMPLE, exampleEnvironment, ROOT } from "../support/environments";

type Json = Record<string, unknown>;

const example = JSON.parse(readFileSync(join(ROOT, EXAMPLE), "utf8")) as Readonly<Record<string, Json>>;
let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "installation-"));
  mkdirSync(join(cwd, "environments"));
});

afterEach(() => rmSync(cwd, { recursive: true, force: true }));

/** Loads with the given text as the installation file. */
function withFile(text: string, file = "environments/installation.json", env: NodeJS.ProcessEnv = {}): Environments {
  writeFileSync(join(cwd, file), text);
  return loadEnvironments({ cwd, env });
}

function refusal(load: () => unknown): ValidationError {
  try {
    load();
  } catch (error) {
    if (ValidationError.isValidationError(error)) {
      expect(error.stack).not.toMatch(/^\s+at /m);
      return error;
    }
    throw error;
  }
  throw new Error("nothing was refused");
}

const edited = (environment: string, changes: Json): string =>
  JSON.stringify({ [environment]: { ...example[environment], ...changes } });

describe("loadEnvironments", () => {
  it("has the sandbox on a fresh clone, and says in one line each what the others need", () => {
    const { environments, leftOut } = loadEnvironments({ cwd, env: {} });

    expect(environments.map(({ name }) => name)).toEqual(["sandbox"]);
    expect(leftOut).toEqual(
      ["dev", "staging", "prod"].map((name) => ({
        name,
        missing: `environments/installation.json does not exist: copy "${name}" from environments/installation.example.json and fill it in, or name another file in CLISCALE_INSTALLATION`,
      })),
    );
  });

  it("has every environment with the example, in projects, regions and hosts of their own", () => {
    const { environments, leftOut } = loadEnvironments({ cwd: ROOT, env: { CLISCALE_INSTALLATION: EXAMPLE } });

    expect(environments.map(({ name }) => name)).toEqual(["sandbox", "dev", "staging", "prod"]);
    expect(leftOut).toEqual([]);
    const installed = environments.slice(1);
    for (const part of ["project", "region", "domain", "wsDomain", "stateBucket"] as const) {
      expect(new Set(installed.map((settings) => settings[part])).size).toBe(3);
    }
  });

  it("leaves out what the file has no entry for", () => {
    const { environments, leftOut } = withFile(JSON.stringify({ prod: example.prod }));

    expect(environments.map(({ name }) => name)).toEqual(["sandbox", "prod"]);
    expect(leftOut).toEqual(
      ["dev", "staging"].map((name) => ({
        name,
        missing: `environments/installation.json has no "${name}": copy it from environments/installation.example.json and fill it in`,
      })),
    );
  });

  it("reads the file that the variable names, relative to the working directory", () => {
    const { environments } = withFile(JSON.stringify(example), "mine.json", { CLISCALE_INSTALLATION: "mine.json" });

    expect(environments).toHaveLength(4);
  });

  it("reads the usual file when the variable is empty", () => {
    expect(withFile(JSON.stringify(example), undefined, { CLISCALE_INSTALLATION: "" }).environments).toHaveLength(4);
  });

  it("reads a file that starts with a byte order mark", () => {
    expect(withFile(`\uFEFF${JSON.stringify(example)}`).environments).toHaveLength(4);
  });

  it("merges parts and replaces lists", () => {
    const { environments } = withFile(
      edited("staging", { runner: { allowedCodeDomains: ["git.cliscale.dev"] }, network: { natAddresses: 4 } }),
    );

    expect(environments[1]?.runner).toMatchObject({ allowedCodeDomains: ["git.cliscale.dev"], concurrentSessions: 40 });
    expect(environments[1]?.network).toMatchObject({ natAddresses: 4, nodes: "10.32.0.0/23" });
  });

  it.each([
    [
      "a trailing comma",
      '{\n  "dev": {},\n}',
      "'environments/installation.json:3:1' must be JSON (property name expected); correct it at this line and column",
    ],
    ["a missing brace", '{ "dev": {', "'environments/installation.json:1:11' must be JSON (close brace expected)"],
    [
      "a comment",
      '{\n  // mine\n  "dev": {}\n}',
      "'environments/installation.json:2:3' must be JSON (invalid comment token)",
    ],
    ["single quotes", "{ 'dev': {} }", "'environments/installation.json:1:3' must be JSON (invalid symbol)"],
    ["an empty file", "", "'environments/installation.json:1:1' must be JSON (value expected)"],
    [
      "a key twice",
      '{\n  "dev": { "region": "a",\n    "region": "b" }\n}',
      "'environments/installation.json:3:5' must have each key once, and 'region' is there again; remove one of them",
    ],
    [
      "a list",
      "[]",
      "'environments/installation.json' must hold an object with one entry per environment; start from environments/installation.example.json",
    ],
    ["null", "null", "must hold an object with one entry per environment"],
  ])("refuses a file with %s", (_title, text, message) => {
    expect(refusal(() => withFile(text)).message).toContain(message);
  });

  it("refuses a directory in place of the file", () => {
    mkdirSync(join(cwd, "environments/installation.json"));

    expect(refusal(() => loadEnvironments({ cwd, env: {} })).message).toContain(
      "'environments/installation.json' must be a file, and it is a directory; make it a readable file, see environments/installation.example.json",
    );
  });

  it("refuses a file that can't be read", () => {
    symlinkSync("installation.json", join(cwd, "environments/installation.json"));

    expect(refusal(() => loadEnvironments({ cwd, env: {} })).message).toContain(
      "'environments/installation.json' must be readable (ELOOP)",
    );
  });

  it("refuses a variable that names no file", () => {
    const error = refusal(() => loadEnvironments({ cwd, env: { CLISCALE_INSTALLATION: "absent.json" } }));

    expect(error.message).toContain(
      "'CLISCALE_INSTALLATION' must name a file that exists, got 'absent.json'; correct the variable, or unset it to use environments/installation.json",
    );
  });

  it.each<[string, Json, string]>([
    ["a misspelled key", { projct: "a" }, "'prod.projct' must be a known setting; did you mean 'project'?"],
    [
      "a misspelled key inside",
      { monitoring: { ...(example.prod?.monitoring as Json), email: [] } },
      "'prod.monitoring.email' must be a known setting; did you mean 'emails'?",
    ],
    [
      "a setting of another file",
      { recovery: { rpoMinutes: 60 } },
      "'prod.recovery' must not stand in environments/installation.json; set it in environments/prod.ts, where it is reviewed",
    ],
    [
      "a setting of another file inside",
      { database: { tier: "db-custom-2-7680" } },
      "'prod.database.tier' must not stand in environments/installation.json; set it in environments/prod.ts",
    ],
    ["a stage of its own", { stage: "development" }, "'prod.stage' must not stand in environments/installation.json"],
    ["a value of another type", { monitoring: 5 }, "'prod.monitoring' must be an object, got 5; write it as an object"],
    [
      "a missing setting",
      { domain: undefined },
      `'prod.domain' must be set; add it to "prod" in environments/installation.json, see environments/installation.example.json`,
    ],
    [
      "a missing setting inside",
      {
        images: {
          controller: (example.prod?.images as Json).controller,
          gateway: (example.prod?.images as Json).gateway,
        },
      },
      `'prod.images.runner' must be set; add it to "prod" in environments/installation.json`,
    ],
    ["a placeholder", { stateBucket: "your-bucket" }, "'prod.stateBucket' must hold no placeholder"],
  ])("refuses an entry with %s", (_title, changes, message) => {
    const error = refusal(() => withFile(JSON.stringify({ prod: { ...example.prod, ...changes } })));

    expect(error.message).toContain(message);
  });

  it("answers whatever the file holds with a ValidationError, or accepts it", () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ dev: fc.jsonValue(), prod: fc.jsonValue() }).map((content) => JSON.stringify(content)),
      fc
        .tuple(fc.nat(JSON.stringify(example).length), fc.string({ maxLength: 3 }))
        .map(
          ([at, inserted]) => JSON.stringify(example).slice(0, at) + inserted + JSON.stringify(example).slice(at + 1),
        ),
    );

    fc.assert(
      fc.property(text, (content) => {
        try {
          expect(withFile(content).environments[0]?.name).toBe("sandbox");
        } catch (error) {
          if (!ValidationError.isValidationError(error)) {
            throw error;
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("takes __proto__ for a key like any other", () => {
    const text = JSON.stringify({ prod: example.prod }).replace(
      '{"prod":{',
      '{"prod":{"__proto__":{"project":"other"},',
    );

    expect(refusal(() => withFile(text)).message).toContain("'prod.__proto__' must be a known setting");
  });

  it.each([[5], [null], ["prod"], [[]]])("refuses %p as an entry", (entry) => {
    expect(refusal(() => withFile(JSON.stringify({ prod: entry }))).message).toContain(
      "'environments/installation.json: prod' must be an object with settings",
    );
  });

  it("refuses an environment that there is none of", () => {
    expect(refusal(() => withFile('{ "prd": {} }')).message).toContain(
      "'environments/installation.json: prd' must be an environment (dev, staging, prod); did you mean 'prod'?",
    );
  });

  it("refuses an entry for the sandbox", () => {
    expect(refusal(() => withFile('{ "sandbox": {} }')).message).toContain(
      "'environments/installation.json: sandbox' must not be there: the sandbox is complete by itself; remove it",
    );
  });

  it("reports the file and all environments in one message", () => {
    const error = refusal(() =>
      withFile(
        JSON.stringify({
          dev: { ...example.dev, regoin: "europe-west4" },
          prod: { ...example.prod, images: { controller: "1", gateway: "1", runner: "1", migrate: "1" } },
          qa: {},
        }),
      ),
    );

    expect(error.problems.map(({ setting }) => setting)).toEqual([
      "environments/installation.json: qa",
      "dev.regoin",
      "prod.images.controller",
      "prod.images.gateway",
      "prod.images.runner",
      "prod.images.migrate",
      "prod.images.cloudSqlProxy",
    ]);
  });
});

describe("resourceNames", () => {
  it("starts every name with the prefix, and no two environments share one", () => {
    const namesOf = (name: string): string[] => Object.values({ ...resourceNames(exampleEnvironment(name)) });
    const [dev, prod] = [namesOf("dev"), namesOf("prod")];

    expect(dev.every((name) => name.startsWith("cliscale-dev"))).toBe(true);
    expect(dev.filter((name) => prod.includes(name))).toEqual([]);
  });
});

describe("README.md", () => {
  const readme = readFileSync(join(ROOT, "environments", "README.md"), "utf8");

  it("names every setting that the installation file may hold", () => {
    const paths = Object.entries(PERSONAL_SETTINGS).flatMap(([key, below]) =>
      below === true ? [key] : Object.keys(below).map((part) => `${key}.${part}`),
    );

    const absent = paths.filter((path) => !readme.includes(path) && !readme.includes(`\`.${path.split(".").at(-1)}\``));
    expect(absent).toEqual([]);
  });

  it("names every part of the settings", () => {
    const parts = settingPaths(environmentSettings).filter((path) => !path.includes("."));

    expect(parts.filter((part) => !readme.includes(`\`${part}\``))).toEqual([]);
  });
});
