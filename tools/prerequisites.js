#!/usr/bin/env node
"use strict";

/**
 * Checks that this machine has what a deploy to the sandbox needs, and builds Helm where only that is missing and Go is there.
 * Plain JavaScript without dependencies, because it runs before anything has been compiled.
 *
 *     node tools/prerequisites.js               check, and build Helm if need be
 *     node tools/prerequisites.js --check       check only
 *     node tools/prerequisites.js --opentofu    also see that OpenTofu is there beside Terraform, and build it if need be
 *
 * Prints one line and exits with 0 when everything is there; else names everything that is missing at once and exits with 1.
 */

const { execFileSync, spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "..");
const TOOLS = path.join(ROOT, ".tools");

/** @typedef {{ major: number, minor: number, text: string }} Version */
/** @typedef {{ what: string, found: string, fix: string }} Problem */
/** @typedef {{ ok?: string, problem?: Problem, go?: { file: string, version: Version } }} Result */
/** @typedef {(...args: string[]) => Promise<string>} Go runs `go` in the directory of the build and gives what it printed */
/**
 * @typedef {object} Tool a program that Go builds where there is none
 * @property {string} title
 * @property {string} program
 * @property {string} release the one that is built; Go verifies it against its checksum database
 * @property {string} minutes how long that takes
 * @property {Version} needed
 * @property {Version} go
 * @property {string[]} tellVersion
 * @property {RegExp} [versionStart]
 * @property {string} install
 * @property {string} setup the command that builds it
 * @property {(go: Go, directory: string) => Promise<unknown>} build leaves the program in the directory
 */

const NEEDED = {
  // https://www.npmjs.com/package/eslint and jest support Node 20 from here on; engines in package.json says the same
  node: version("20.19"),
  // ephemeral resources and write-only arguments: https://developer.hashicorp.com/terraform/language/manage-sensitive-data
  terraform: version("1.11"),
};

/** @type {Tool} */
const HELM = {
  title: "Helm",
  program: "helm",
  release: "v3.19.4",
  minutes: "2 to 4 minutes",
  // values.schema.json with additional keywords, and `--kube-version` of GKE's form
  needed: version("3.14"),
  // what helm's own go.mod demands
  go: version("1.24"),
  tellVersion: ["version", "--template", "{{.Version}}"],
  install: "install Helm from https://helm.sh/docs/intro/install/",
  setup: "npm run setup",
  build: (go) => {
    const module = "helm.sh/helm/v3";
    // without the linker flag a helm that `go install` made calls itself v3.19
    const linker = `-s -w -X ${module}/internal/version.version=${HELM.release}`;
    return go("install", "-trimpath", `-ldflags=${linker}`, `${module}/cmd/helm@${HELM.release}`);
  },
};

/** @type {Tool} */
const OPENTOFU = {
  title: "OpenTofu",
  program: "tofu",
  release: "v1.12.6",
  minutes: "4 to 8 minutes",
  needed: NEEDED.terraform,
  go: version("1.26"),
  tellVersion: ["version"],
  versionStart: /OpenTofu v/,
  install: "install OpenTofu from https://opentofu.org/docs/intro/install/",
  setup: "npm run setup -- --opentofu",
  build: async (go, directory) => {
    const module = "github.com/opentofu/opentofu";
    const { Dir: source } = JSON.parse(await go("mod", "download", "-json", `${module}@${OPENTOFU.release}`));
    // `go install` refuses a module with a `replace`, so it is built from a module of ours that asks for the very same versions
    const own = fs.readFileSync(path.join(source, "go.mod"), "utf8");
    const ours = own.replace(/^module .*$/m, "module opentofu.invalid/build").replace(/^tool( \([^)]*\)| .*)$/gm, "");
    fs.writeFileSync(path.join(directory, "go.mod"), `${ours}\nrequire ${module} ${OPENTOFU.release}\n`);
    fs.copyFileSync(path.join(source, "go.sum"), path.join(directory, "go.sum"));
    // as its releases are made; otherwise it calls itself a development version
    const linker = `-s -w -X ${module}/version.dev=no`;
    return go("build", "-trimpath", `-ldflags=${linker}`, "-o", "tofu", `${module}/cmd/tofu`);
  },
};

/** @param {string} text @returns {Version | undefined} the first version in a text */
function findVersion(text) {
  const match = /(\d+)\.(\d+)(\.\d+)?/.exec(text);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]), text: match[0] };
}

/** @param {string} text @returns {Version} */
function version(text) {
  return /** @type {Version} */ (findVersion(text));
}

/** @param {Version} found @param {Version} needed */
const isEnough = (found, needed) =>
  found.major > needed.major || (found.major === needed.major && found.minor >= needed.minor);

/** @param {string} name @returns {string | undefined} where PATH has a command; a name with a slash is a path */
function locate(name) {
  const candidates = name.includes(path.sep)
    ? [path.resolve(name)]
    : (process.env.PATH ?? "")
        .split(path.delimiter)
        .filter(Boolean)
        .map((directory) => path.join(directory, name));
  return candidates.find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** @param {string | undefined} file @param {string[]} args @param {RegExp} [start] what stands before the version @returns {Version | undefined} */
function versionOf(file, args, start = /^/) {
  if (file === undefined) {
    return undefined;
  }
  try {
    // CHECKPOINT_DISABLE keeps Terraform from asking the network for a newer release
    const options = {
      encoding: "utf8",
      timeout: 30000,
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
    };
    const output = execFileSync(
      file,
      args,
      /** @type {import("node:child_process").ExecFileSyncOptionsWithStringEncoding} */ (options),
    );
    const at = output.search(start);
    return at < 0 ? undefined : findVersion(output.slice(at));
  } catch {
    return undefined;
  }
}

/** @param {string | undefined} file @param {Version | undefined} found */
function describeFound(file, found) {
  if (file === undefined) {
    return "not found";
  }
  return found === undefined ? `${file} does not tell its version` : `found ${found.text} at ${file}`;
}

/** @returns {{ ok?: string, problem?: Problem }} */
function checkNode() {
  const found = version(process.version);
  if (isEnough(found, NEEDED.node)) {
    return { ok: `Node ${found.text}` };
  }
  const fix = "install Node 22 or 20 from https://nodejs.org/en/download, or run: nvm install 22";
  return { problem: { what: `Node ${NEEDED.node.text} or later`, found: describeFound(process.execPath, found), fix } };
}

/** @returns {{ ok?: string, problem?: Problem }} */
function checkTerraform() {
  const named = process.env.TERRAFORM_BINARY_NAME || undefined;
  const file = locate(named ?? "terraform");
  const found = versionOf(file, ["version"], /(Terraform|OpenTofu) v/);
  if (found && isEnough(found, NEEDED.terraform)) {
    return { ok: `${path.basename(named ?? "terraform").includes("tofu") ? "OpenTofu" : "Terraform"} ${found.text}` };
  }
  const tofu = named === undefined ? locate("tofu") : undefined;
  const tofuVersion = versionOf(tofu, ["version"], /OpenTofu v/);
  const usable = tofuVersion && isEnough(tofuVersion, NEEDED.terraform);
  const install =
    "install Terraform from https://developer.hashicorp.com/terraform/install, or OpenTofu from https://opentofu.org/docs/intro/install/ with: export TERRAFORM_BINARY_NAME=tofu";
  const fix = usable
    ? `use the OpenTofu ${tofuVersion.text} that is there: export TERRAFORM_BINARY_NAME=tofu`
    : install;
  const place = named === undefined ? "" : ` (TERRAFORM_BINARY_NAME is ${named})`;
  return {
    problem: {
      what: `Terraform or OpenTofu ${NEEDED.terraform.text} or later`,
      found: describeFound(file, found) + place,
      fix,
    },
  };
}

/** @param {Tool} tool */
const ownProgram = (tool) => path.join(TOOLS, "bin", tool.program);

/** @returns {Result} */
function checkHelm() {
  const named = process.env.HELM_BIN || undefined;
  if (named === undefined) {
    return checkTool(HELM);
  }
  const file = [path.resolve(named)].find(isExecutable);
  const found = versionOf(file, HELM.tellVersion);
  if (found && isEnough(found, HELM.needed)) {
    return { ok: `Helm ${found.text}` };
  }
  return {
    problem: {
      what: `Helm ${HELM.needed.text} or later`,
      found: `${describeFound(file, found)} (HELM_BIN is ${named})`,
      fix: "correct HELM_BIN, or unset it",
    },
  };
}

/** @param {Tool} tool @returns {Result} with the Go that can build it, when there is one */
function checkTool(tool) {
  const file = [ownProgram(tool)].find(isExecutable) ?? locate(tool.program);
  const found = versionOf(file, tool.tellVersion, tool.versionStart);
  if (found && isEnough(found, tool.needed)) {
    return { ok: `${tool.title} ${found.text}` };
  }
  const what = `${tool.title} ${tool.needed.text} or later`;
  const goFile = locate("go");
  const goVersion = versionOf(goFile, ["version"], /go\d/);
  if (goFile && goVersion && isEnough(goVersion, tool.go)) {
    const fix = `run: ${tool.setup} (builds it with Go ${goVersion.text} in ${tool.minutes}), or ${tool.install}`;
    return { problem: { what, found: describeFound(file, found), fix }, go: { file: goFile, version: goVersion } };
  }
  const fix = `${tool.install}, or Go ${tool.go.text} or later from https://go.dev/doc/install (${describeFound(goFile, goVersion)}) and run: ${tool.setup}`;
  return { problem: { what, found: describeFound(file, found), fix } };
}

/**
 * Builds a program in a directory of its own and moves the finished one into place, so that an interrupted build leaves nothing.
 *
 * @param {string} go
 * @param {Tool} tool
 * @returns {Promise<void>} rejects with the compiler's last words
 */
async function buildTool(go, tool) {
  fs.mkdirSync(path.dirname(ownProgram(tool)), { recursive: true });
  removeAbandonedBuilds(tool);
  const directory = path.join(TOOLS, `${buildPrefix(tool)}${process.pid}`);
  fs.mkdirSync(directory);
  const cleanUp = () => fs.rmSync(directory, { recursive: true, force: true });
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;
  /** @param {NodeJS.Signals} signal */
  const interrupt = (signal) => {
    child?.kill(signal);
    cleanUp();
    process.stderr.write("Interrupted; nothing was installed.\n");
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  /** @type {Go} */
  const run = (...args) => {
    const started = spawn(go, args, {
      cwd: directory,
      env: { ...process.env, GOBIN: directory, GOFLAGS: "-mod=mod", CGO_ENABLED: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    return outputOf(started, `go ${args[0]}`, tool);
  };
  try {
    await tool.build(run, directory);
    const built = path.join(directory, tool.program);
    if (versionOf(built, tool.tellVersion, tool.versionStart) === undefined) {
      throw new Error(`the build ended with code 0 and no usable ${tool.program}`);
    }
    fs.renameSync(built, ownProgram(tool));
  } finally {
    process.removeListener("SIGINT", interrupt);
    process.removeListener("SIGTERM", interrupt);
    cleanUp();
  }
}

/**
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child
 * @param {string} command
 * @param {Tool} tool
 * @returns {Promise<string>} what it printed; rejects with its last words when it fails
 */
function outputOf(child, command, tool) {
  return new Promise((resolve, reject) => {
    let printed = "";
    let said = "";
    child.stdout.on("data", (chunk) => (printed += String(chunk)));
    child.stderr.on("data", (chunk) => (said = (said + String(chunk)).slice(-4000)));
    child.on("error", (error) => reject(error));
    child.on("close", (code) => {
      if (code === 0) {
        resolve(printed);
      } else {
        const reason = said.trim().split("\n").slice(-5).join("\n      ");
        reject(new Error(reason === "" ? `${command} ended with code ${code} and no usable ${tool.program}` : reason));
      }
    });
  });
}

/** @param {Tool} tool */
const buildPrefix = (tool) => `${tool.program}-build-`;

/** What a build left that was killed before it could clean up. @param {Tool} tool */
function removeAbandonedBuilds(tool) {
  const prefix = buildPrefix(tool);
  for (const name of fs.readdirSync(TOOLS).filter((entry) => entry.startsWith(prefix))) {
    if (!isRunning(Number(name.slice(prefix.length)))) {
      fs.rmSync(path.join(TOOLS, name), { recursive: true, force: true });
    }
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** @param {Problem[]} problems */
function report(problems) {
  const lines = problems.map(({ what, found, fix }) => `  - ${what}: ${found}\n    ${fix}`);
  process.stderr.write(`This machine lacks what a deploy to the sandbox needs:\n${lines.join("\n")}\n`);
  process.exitCode = 1;
}

/** @param {Tool} tool @param {Result} result what a check of it found @returns {Promise<Result>} what one finds after the build */
async function built(tool, { problem, go }) {
  if (go === undefined) {
    return { problem };
  }
  process.stderr.write(
    `Building ${tool.title} ${tool.release} with Go ${go.version.text} into .tools/bin; this happens once and takes ${tool.minutes} ...\n`,
  );
  try {
    await buildTool(go.file, tool);
    return checkTool(tool);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const fix = `${tool.install}, or solve what Go complains about and run: ${tool.setup}`;
    return { problem: { what: problem?.what ?? tool.title, found: `the build failed:\n      ${reason}`, fix } };
  }
}

async function main() {
  const checkOnly = process.argv.includes("--check");
  const [node, terraform] = [checkNode(), checkTerraform()];
  let helm = checkHelm();
  let tofu = process.argv.includes("--opentofu") ? checkTool(OPENTOFU) : undefined;
  // minutes of compiling are no way to learn that something is missing which nobody builds here
  const others = [node, terraform, helm, tofu].every((result) => !result?.problem || result.go !== undefined);
  if (!checkOnly && others) {
    helm = helm.problem === undefined ? helm : await built(HELM, helm);
    tofu = tofu?.problem === undefined ? tofu : await built(OPENTOFU, tofu);
  }
  const results = [node, terraform, helm, ...(tofu === undefined ? [] : [tofu])];
  const problems = results.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  if (problems.length > 0) {
    report(problems);
  } else {
    process.stdout.write(`Prerequisites are there: ${results.map(({ ok }) => ok).join(", ")}\n`);
  }
}

main().catch((error) => {
  process.stderr.write(
    `The prerequisites could not be checked: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
