import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ValidationError } from "../../constructs/core/validation";
import { loadEnvironments, secretVersionsFile, type EnvironmentSettings } from "../../environments";
import { changed, EXAMPLE, exampleEnvironment, refusalOf, ROOT } from "../support/environments";

const PROD = "environments/secret-versions/prod.json";
const SANDBOX = ".sandbox/secret-versions/sandbox.json";
const FIRST = { pg: { version: 1 }, jwt: { version: 1 }, migrate: { version: 1 } };
const UNTIL = "2026-12-01T09:00:00Z";
let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "records-"));
  write("environments/installation.json", readFileSync(join(ROOT, EXAMPLE), "utf8"));
});

afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(cwd, file)), { recursive: true });
  writeFileSync(join(cwd, file), text);
}

function load(
  name: string,
  more: Parameters<typeof loadEnvironments>[0] = {},
): EnvironmentSettings["secrets"]["versions"] {
  const { environments } = loadEnvironments({ cwd, env: {}, ...more });
  const [found] = environments.filter((environment) => environment.name === name);
  if (found === undefined) {
    throw new Error(`there is no ${name}`);
  }
  return found.secrets.versions;
}

function refusal(): string {
  try {
    loadEnvironments({ cwd, env: {} });
  } catch (error) {
    if (ValidationError.isValidationError(error)) {
      return error.message;
    }
    throw error;
  }
  return "nothing was refused";
}

describe("loadEnvironments", () => {
  it("gives every secret version 1 as long as nothing is recorded", () => {
    expect(load("prod")).toEqual(FIRST);
  });

  it("takes versions from the environment's record, and from no other's", () => {
    write(PROD, JSON.stringify({ jwt: { version: 3, previousReadableUntil: UNTIL } }));

    expect(load("prod")).toEqual({ ...FIRST, jwt: { version: 3, previousReadableUntil: UNTIL } });
    expect(load("dev")).toEqual(FIRST);
  });

  it("takes the version of a rotation that is not finished, without its mark", () => {
    const unfinished = { begun: "2026-11-24T09:00:00Z", overlapSeconds: 604_800 };
    write(PROD, JSON.stringify({ jwt: { version: 2, previousReadableUntil: UNTIL, unfinished } }));

    expect(load("prod").jwt).toEqual({ version: 2, previousReadableUntil: UNTIL });
  });

  it("takes the sandbox's from a folder that git ignores", () => {
    write(SANDBOX, JSON.stringify({ pg: { version: 9 } }));

    expect(load("sandbox")).toEqual({ ...FIRST, pg: { version: 9 } });
    expect(readFileSync(join(ROOT, ".gitignore"), "utf8").split("\n")).toContain(".sandbox/");
  });

  it("takes records beside the installation file that the variable names", () => {
    write("ours/installation.json", readFileSync(join(ROOT, EXAMPLE), "utf8"));
    write("ours/secret-versions/prod.json", JSON.stringify({ jwt: { version: 5 } }));

    expect(load("prod", { env: { CLISCALE_INSTALLATION: "ours/installation.json" } }).jwt).toEqual({ version: 5 });
    expect(load("prod").jwt).toEqual({ version: 1 });
    expect(secretVersionsFile({ name: "prod", stage: "production" }, "../ours.json")).toBe(
      "../secret-versions/prod.json",
    );
  });

  it("takes the first version of everything on demand, even beside a record that is wrong", () => {
    write(PROD, JSON.stringify({ jwt: { version: 0 } }));
    write("environments/secret-versions/prd.json", "{}");

    expect(load("prod", { secretVersions: "first" })).toEqual(FIRST);
  });

  it.each([
    [
      "a version below 1",
      { jwt: { version: 0 } },
      `'${PROD}: jwt.version' must be a whole number between 1 and 100000 versions, got 0; choose a value from 1 to 100000`,
    ],
    ["a version above 100000", { jwt: { version: 100_001 } }, `'${PROD}: jwt.version' must be a whole number between`],
    ["half a version", { jwt: { version: 1.5 } }, `'${PROD}: jwt.version' must be a whole number`],
    ["a version as text", { jwt: { version: "2" } }, `'${PROD}: jwt.version' must be a number without quotes, got '2'`],
    ["no version", { jwt: {} }, `'${PROD}: jwt.version' must be set; write it as git has it, or rotate again`],
    [
      "an unknown secret",
      { jtw: { version: 2 } },
      `'${PROD}: jtw' must be a secret of cliscale (jwt, pg, migrate); did you mean 'jwt'?`,
    ],
    [
      "an unknown key",
      { jwt: { version: 2, previousReadable: UNTIL } },
      `'${PROD}: jwt.previousReadable' must be a known setting; did you mean 'previousReadableUntil'?`,
    ],
    [
      "a time in another zone",
      { jwt: { version: 2, previousReadableUntil: "2026-12-01T09:00:00+01:00" } },
      `'${PROD}: jwt.previousReadableUntil' must be a time in UTC as yyyy-mm-ddThh:mm:ssZ, got '2026-12-01T09:00:00+01:00'; write for example 2026-12-01T09:00:00Z`,
    ],
    [
      "a day that there is none of",
      { jwt: { version: 2, previousReadableUntil: "2026-02-30T09:00:00Z" } },
      `'${PROD}: jwt.previousReadableUntil' must be a time in UTC`,
    ],
    [
      "a previous version of the first",
      { jwt: { version: 1, previousReadableUntil: UNTIL } },
      `'${PROD}: jwt.previousReadableUntil' must be left out while 'version' is 1, got '${UNTIL}'; remove it, or correct 'version'`,
    ],
    [
      "a mark without its time",
      { jwt: { version: 2, unfinished: { overlapSeconds: 0 } } },
      `'${PROD}: jwt.unfinished.begun' must be set`,
    ],
    [
      "a mark with a negative overlap",
      { jwt: { version: 2, unfinished: { begun: UNTIL, overlapSeconds: -1 } } },
      `'${PROD}: jwt.unfinished.overlapSeconds' must be a whole number between 0 and 315360000 seconds, got -1`,
    ],
    ["a list", [], `'${PROD}' must hold an object with one entry per secret (jwt, pg, migrate); take it back from git`],
    ["a number", 5, `'${PROD}' must hold an object`],
  ])("refuses a record with %s", (_title, content, message) => {
    write(PROD, JSON.stringify(content));

    expect(refusal()).toContain(message);
  });

  it("accepts version 100000", () => {
    write(PROD, JSON.stringify({ jwt: { version: 100_000 } }));

    expect(load("prod").jwt.version).toBe(100_000);
  });

  it("says where a record is no JSON", () => {
    write(PROD, '{\n  "jwt": { "version": 2, }\n}');

    expect(refusal()).toContain(
      `'${PROD}:2:26' must be JSON (property name expected); correct it at this line and column`,
    );
  });

  it("refuses a directory in place of a record", () => {
    mkdirSync(join(cwd, PROD), { recursive: true });

    expect(refusal()).toContain(
      `'${PROD}' must be a file, and it is a directory; make it a readable file, see environments/README.md`,
    );
  });

  it("refuses a record that no environment goes with, because all versions would be set back", () => {
    write("environments/secret-versions/prd.json", "{}");

    expect(refusal()).toContain(
      "'environments/secret-versions/prd.json' must be the record of an environment (dev, staging, prod); did you mean 'prod'?",
    );
  });

  it("takes neither locks nor temporary files for records", () => {
    write(`${PROD}.lock`, "{}");
    write("environments/secret-versions/.prod.json.tmp", "{");

    expect(load("prod")).toEqual(FIRST);
  });

  it("reports everything that is wrong with all records and the installation at once", () => {
    write(PROD, JSON.stringify({ jwt: { version: 0 }, gp: { version: 1 } }));
    write("environments/secret-versions/dev.json", JSON.stringify({ pg: { version: -1 } }));
    const installation = JSON.parse(readFileSync(join(ROOT, EXAMPLE), "utf8")) as Record<string, object>;
    write(
      "environments/installation.json",
      JSON.stringify({ ...installation, staging: { ...installation.staging, regoin: "x" } }),
    );

    const message = refusal();

    for (const setting of [
      `${PROD}: jwt.version`,
      `${PROD}: gp`,
      "environments/secret-versions/dev.json: pg.version",
      "staging.regoin",
    ]) {
      expect(message).toContain(`'${setting}' must`);
    }
  });
});

describe("settings without a record", () => {
  it("hold versions that somebody wrote", () => {
    expect(
      refusalOf(changed("prod", { "secrets.versions.jwt": { version: 2, previousReadableUntil: UNTIL } })),
    ).toBeUndefined();
    expect(exampleEnvironment("prod").secrets.versions).toEqual(FIRST);
  });

  it.each([
    [
      "a version below 1",
      { "secrets.versions.pg.version": 0 },
      "'prod.secrets.versions.pg.version' must be a whole number between 1",
    ],
    [
      "an unknown secret",
      { "secrets.versions.jtw": { version: 1 } },
      "'prod.secrets.versions.jtw' must be a known setting; did you mean 'jwt'?",
    ],
    [
      "a previous version of the first",
      { "secrets.versions.jwt.previousReadableUntil": UNTIL },
      "'prod.secrets.versions.jwt.previousReadableUntil' must be left out while 'version' is 1",
    ],
  ])("are refused with %s", (_title, changes, message) => {
    expect(refusalOf(changed("prod", changes))?.message).toContain(message);
  });
});
