#!/usr/bin/env node
"use strict";

/**
 * Checks that this machine has what a deploy to the sandbox needs, and builds Helm where only that is missing and Go is there.
 * Plain JavaScript without dependencies, because it runs before anything has been compiled.
 *
 *     node tools/prerequisites.js            check, and build Helm if need be
 *     node tools/prerequisites.js --check    check only
 *
 * Prints one line and exits with 0 when everything is there; else names everything that is missing at once and exits with 1.
 */

const { execFileSync, spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "..");
const TOOLS = path.join(ROOT, ".tools");
const OWN_HELM = path.join(TOOLS, "bin", "helm");
const BUILD_PREFIX = "helm-build-";

/** The release that is built where there is none; `go install` verifies it against Go's checksum database. */
const HELM_RELEASE = "v3.19.4";
const HELM_MODULE = "helm.sh/helm/v3";

/** @typedef {{ major: number, minor: number, text: string }} Version */
/** @typedef {{ what: string, found: string, fix: string }} Problem */

const NEEDED = {
  // https://www.npmjs.com/package/eslint and jest support Node 20 from here on; engines in package.json says the same
  node: version("20.19"),
  // ephemeral resources and write-only arguments: https://developer.hashicorp.com/terraform/language/manage-sensitive-data
  terraform: version("1.11"),
  // values.schema.json with additional keywords, and `--kube-version` of GKE's form
  helm: version("3.14"),
  // what helm's own go.mod demands
  go: version("1.24"),
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

/** @returns {{ ok?: string, problem?: Problem, go?: { file: string, version: Version } }} */
function checkHelm() {
  const named = process.env.HELM_BIN || undefined;
  const file =
    named === undefined ? ([OWN_HELM].find(isExecutable) ?? locate("helm")) : [path.resolve(named)].find(isExecutable);
  const found = versionOf(file, ["version", "--template", "{{.Version}}"]);
  if (found && isEnough(found, NEEDED.helm)) {
    return { ok: `Helm ${found.text}` };
  }
  const install = "install Helm from https://helm.sh/docs/intro/install/";
  const what = `Helm ${NEEDED.helm.text} or later`;
  if (named !== undefined) {
    return {
      problem: {
        what,
        found: `${describeFound(file, found)} (HELM_BIN is ${named})`,
        fix: "correct HELM_BIN, or unset it",
      },
    };
  }
  const goFile = locate("go");
  const goVersion = versionOf(goFile, ["version"], /go\d/);
  if (goFile && goVersion && isEnough(goVersion, NEEDED.go)) {
    const fix = `run: npm run setup (builds it with Go ${goVersion.text} in 2 to 4 minutes), or ${install}`;
    return { problem: { what, found: describeFound(file, found), fix }, go: { file: goFile, version: goVersion } };
  }
  const fix = `${install}, or Go ${NEEDED.go.text} or later from https://go.dev/doc/install (${describeFound(goFile, goVersion)}) and run: npm run setup`;
  return { problem: { what, found: describeFound(file, found), fix } };
}

/**
 * Builds Helm in a directory of its own and moves the finished program into place, so that an interrupted build leaves nothing.
 *
 * @param {string} go
 * @returns {Promise<void>} rejects with the compiler's last words
 */
function buildHelm(go) {
  fs.mkdirSync(path.dirname(OWN_HELM), { recursive: true });
  removeAbandonedBuilds();
  const directory = path.join(TOOLS, `${BUILD_PREFIX}${process.pid}`);
  fs.mkdirSync(directory);
  const cleanUp = () => fs.rmSync(directory, { recursive: true, force: true });
  /** @type {Promise<void>} */
  const build = new Promise((resolve, reject) => {
    // without the linker flag a helm that `go install` made calls itself v3.19
    const linker = `-s -w -X ${HELM_MODULE}/internal/version.version=${HELM_RELEASE}`;
    const child = spawn(go, ["install", "-trimpath", `-ldflags=${linker}`, `${HELM_MODULE}/cmd/helm@${HELM_RELEASE}`], {
      cwd: directory,
      env: { ...process.env, GOBIN: directory, GOFLAGS: "-mod=mod", CGO_ENABLED: "0" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk) => (said = (said + String(chunk)).slice(-4000)));
    /** @param {NodeJS.Signals} signal */
    const interrupt = (signal) => {
      child.kill(signal);
      cleanUp();
      process.stderr.write("Interrupted; nothing was installed.\n");
      process.exit(signal === "SIGINT" ? 130 : 143);
    };
    process.once("SIGINT", interrupt);
    process.once("SIGTERM", interrupt);
    child.on("error", (error) => reject(error));
    child.on("close", (code) => {
      process.removeListener("SIGINT", interrupt);
      process.removeListener("SIGTERM", interrupt);
      const built = path.join(directory, "helm");
      if (code === 0 && versionOf(built, ["version", "--template", "{{.Version}}"]) !== undefined) {
        fs.renameSync(built, OWN_HELM);
        resolve();
      } else {
        const reason = said.trim().split("\n").slice(-5).join("\n      ");
        reject(new Error(reason === "" ? `go install ended with code ${code} and no usable helm` : reason));
      }
    });
  });
  return build.finally(cleanUp);
}

/** What a build left that was killed before it could clean up. */
function removeAbandonedBuilds() {
  for (const name of fs.readdirSync(TOOLS).filter((entry) => entry.startsWith(BUILD_PREFIX))) {
    if (!isRunning(Number(name.slice(BUILD_PREFIX.length)))) {
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

async function main() {
  const checkOnly = process.argv.includes("--check");
  const [node, terraform] = [checkNode(), checkTerraform()];
  let helm = checkHelm();
  // four minutes of compiling are no way to learn that Terraform is missing
  if (helm.go !== undefined && !checkOnly && node.problem === undefined && terraform.problem === undefined) {
    process.stderr.write(
      `Building Helm ${HELM_RELEASE} with Go ${helm.go.version.text} into .tools/bin; this happens once and takes 2 to 4 minutes ...\n`,
    );
    const { what } = helm.problem ?? { what: "Helm" };
    try {
      await buildHelm(helm.go.file);
      helm = checkHelm();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const fix =
        "install Helm from https://helm.sh/docs/intro/install/, or solve what Go complains about and run: npm run setup";
      helm = { problem: { what, found: `the build failed:\n      ${reason}`, fix } };
    }
  }
  const results = [node, terraform, helm];
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
