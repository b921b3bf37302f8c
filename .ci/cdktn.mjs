// Synthesizes the compiled application on cdktf and on its maintained fork cdktn (as an npm alias) and
// compares every stack's JSON. Only the framework's own version in the metadata may differ.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CDKTN = "npm:cdktn@0.24.0";
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const helm = join(root, ".tools", "bin", "helm");
const copy = mkdtempSync(join(tmpdir(), "cliscale-cdktn-"));

const synthesize = (directory, version) => {
  execFileSync(process.execPath, ["dist/main.js"], {
    cwd: directory,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      // the guardrails render the chart in the copy, too
      ...(existsSync(helm) ? { HELM_BIN: helm } : {}),
      CDKTF_OUTDIR: "cdktn-check.out",
      CLISCALE_INSTALLATION: "environments/installation.example.json",
    },
  });
  const stacks = join(directory, "cdktn-check.out", "stacks");
  const result = {};
  for (const stack of readdirSync(stacks)) {
    const json = JSON.parse(readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8"));
    // what wrote it, so that nobody compares cdktf with itself
    assert.match(json["//"].metadata.version, version);
    delete json["//"].metadata.version;
    result[stack] = json;
  }
  return result;
};

try {
  const compile = join(root, "tools", "compile.js");
  const sources = ["constructs", "stacks", "environments", "policies", "sandbox", "tools", "bench"];
  for (const part of [...sources, "main.ts", "tsconfig.json", "charts", "cdktf.json"]) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  const { name, version, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  writeFileSync(
    join(copy, "package.json"),
    JSON.stringify({
      name,
      version,
      private: true,
      dependencies: { ...dependencies, cdktf: CDKTN },
      overrides: { cdktf: "$cdktf" },
    }),
  );
  execFileSync("npm", ["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], {
    cwd: copy,
    stdio: "inherit",
  });
  const installed = JSON.parse(readFileSync(join(copy, "node_modules", "cdktf", "package.json"), "utf8"));
  assert.equal(installed.name, "cdktn", "the alias did not replace cdktf");

  // the application is one file with the framework in it, so it has to be made again from the other one
  execFileSync(process.execPath, [compile], { cwd: copy, stdio: "inherit" });

  const onCdktf = synthesize(root, /^0\.21\./);
  const onCdktn = synthesize(copy, /^0\.24\./);
  assert.deepEqual(Object.keys(onCdktn), Object.keys(onCdktf));
  for (const stack of Object.keys(onCdktf)) {
    assert.deepEqual(onCdktn[stack], onCdktf[stack], `${stack} differs on cdktn`);
  }
  console.log(`${Object.keys(onCdktf).length} stacks are equal on cdktf and ${installed.name} ${installed.version}`);
} finally {
  rmSync(copy, { recursive: true, force: true });
  rmSync(join(root, "cdktn-check.out"), { recursive: true, force: true });
}
