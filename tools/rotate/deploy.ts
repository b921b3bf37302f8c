import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stackNames, type EnvironmentSettings } from "../../environments";
import { isObject, valueAt } from "../../environments/problems";
import { TERRAFORM_PARALLELISM } from "../terraform-parallelism";
import { type World } from "./world";

/** How a deploy ended. */
export type Deployed =
  | { readonly kind: "done" }
  | {
      readonly kind: "failed" | "dismissed";
      /** What happened, as a sentence. */
      readonly because: string;
    };

/** What is given to `cdktf`, as the README says it. */
export function deployArguments(settings: EnvironmentSettings, yes: boolean): readonly string[] {
  const flags =
    settings.stage === "sandbox"
      ? ["--auto-approve", "--skip-provider-lock", "--disable-plugin-cache-env"]
      : yes
        ? ["--auto-approve"]
        : [];
  return ["deploy", ...stackNames(settings), ...flags, `--terraform-parallelism=${TERRAFORM_PARALLELISM}`];
}

/** Deploys the environment through the cdktf command line, which asks for approval by itself. */
export async function deploy(settings: EnvironmentSettings, yes: boolean, world: World): Promise<Deployed> {
  const folder = mkdtempSync(join(tmpdir(), "cliscale-rotate-"));
  const outputs = join(folder, "outputs.json");
  try {
    const args = [...deployArguments(settings, yes), "--outputs-file", outputs];
    const { code, absent } = await world.run("cdktf", args, true);
    if (absent) {
      return { kind: "failed", because: "There is no cdktf command: run npm ci." };
    }
    if (code !== 0) {
      const how = code === undefined ? "was interrupted" : `ended with code ${code}`;
      return { kind: "failed", because: `The deploy ${how}.` };
    }
    // cdktf ends with code 0 when somebody dismisses the plan, and only writes outputs of what it has deployed
    const missing = stackNames(settings).filter((stack) => !hasOutputs(outputs, stack));
    return missing.length === 0
      ? { kind: "done" }
      : { kind: "dismissed", because: `Not deployed, because the plan was not approved: ${missing.join(", ")}.` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Whether the environment was deployed before; undefined where that can't be found out.
 * Terraform keeps the sandbox's state beside the project, and the others' in their bucket.
 */
export async function isSetUp(settings: EnvironmentSettings, world: World): Promise<boolean | undefined> {
  const [stack = ""] = stackNames(settings);
  if (settings.stateBucket === undefined) {
    const state = join(world.cwd, `terraform.${stack}.tfstate`);
    return existsSync(state) && readResources(state) > 0;
  }
  const state = `gs://${settings.stateBucket}/${stack}/default.tfstate`;
  const { code, complaint } = await world.run("gcloud", ["storage", "ls", state, `--project=${settings.project}`]);
  return code === 0 ? true : /matched no objects/i.test(complaint) ? false : undefined;
}

function hasOutputs(file: string, stack: string): boolean {
  return existsSync(file) && isObject(valueAt(JSON.parse(readFileSync(file, "utf8")), [stack]));
}

/** A half-written state counts as one with resources: synth puts it aside. */
function readResources(state: string): number {
  try {
    const resources = valueAt(JSON.parse(readFileSync(state, "utf8")), ["resources"]);
    return Array.isArray(resources) ? resources.length : 0;
  } catch {
    return 1;
  }
}
