import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";

const repository = join(__dirname, "../..");
const directory = realpathSync(mkdtempSync(join(tmpdir(), "deploy-")));
const touched = join(directory, "terraform-ran");

/** A consumer's own app: plain cdktf, none of our constructs. */
const app = (minTlsVersion: string): string => `
  const { App, TerraformStack } = require("cdktf");
  const { GoogleProvider } = require("@cdktf/provider-google/lib/provider");
  const { ComputeSslPolicy } = require("@cdktf/provider-google/lib/compute-ssl-policy");
  const { ProductionReadiness } = require("./policies");
  const app = new App();
  const stack = new TerraformStack(app, "edge");
  new GoogleProvider(stack, "google", { project: "consumer-prod" });
  new ComputeSslPolicy(stack, "Tls", { name: "tls", profile: "RESTRICTED", minTlsVersion: "${minTlsVersion}" });
  ProductionReadiness.of(app, { environment: "dev" });
  app.synth();
`;

/** Notes every command but the question for its version, with which cdktf begins. */
const TERRAFORM = `#!/bin/sh
case "$1" in
  version | -v) echo '{"terraform_version":"1.11.4"}'; echo "Terraform v1.11.4" ;;
  *) echo "$@" >> ${touched}; exit 1 ;;
esac
`;

beforeAll(() => {
  mkdirSync(join(directory, "policies"));
  buildSync({
    entryPoints: [join(repository, "policies/index.ts")],
    outfile: join(directory, "policies/index.js"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "cjs",
  });
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
  writeFileSync(join(directory, "cdktf.json"), JSON.stringify({ language: "typescript", app: "node app.js" }));
  writeFileSync(join(directory, "terraform"), TERRAFORM);
  chmodSync(join(directory, "terraform"), 0o755);
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

function deploy(): Promise<{ readonly failed: boolean; readonly output: string }> {
  const cli = join(repository, "node_modules/cdktf-cli/bundle/bin/cdktf.js");
  const env = {
    ...process.env,
    TERRAFORM_BINARY_NAME: join(directory, "terraform"),
    CI: "true",
    CHECKPOINT_DISABLE: "1",
  };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [cli, "deploy", "edge", "--auto-approve"],
      { cwd: directory, env },
      (error, stdout, stderr) => done({ failed: error !== null, output: stdout + stderr }),
    );
  });
}

/** What Terraform was asked to do. */
const ran = (): readonly string[] => (existsSync(touched) ? readFileSync(touched, "utf8").trim().split("\n") : []);

describe("cdktf deploy", () => {
  it("stops before Terraform starts when there is an error-level finding", async () => {
    writeFileSync(join(directory, "app.js"), app("TLS_1_0"));
    const { failed, output } = await deploy();

    expect(output).toContain("tls-1-2-or-later");
    expect(failed).toBe(true);
    expect(ran()).toEqual([]);
  }, 120_000);

  it("starts Terraform when there is none", async () => {
    writeFileSync(join(directory, "app.js"), app("TLS_1_2"));
    const { output } = await deploy();

    expect(output).not.toContain("tls-1-2-or-later");
    expect(ran()[0]).toMatch(/^init\b/);
  }, 120_000);
});
