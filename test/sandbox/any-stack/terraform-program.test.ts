import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findTerraform, isolatedEnvironment } from "../../../sandbox/any-stack/terraform-program";
import { emptyDirectory, removeDirectories } from "./directories";

afterAll(removeDirectories);

function program(...path: readonly string[]): string {
  const file = join(...path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
  chmodSync(file, 0o755);
  return file;
}

describe("findTerraform", () => {
  it("takes Terraform, or what TERRAFORM_BINARY_NAME names, from .tools/bin above, then from PATH", () => {
    const directory = emptyDirectory();
    const PATH = join(directory, "path");
    const project = join(directory, "project", "a", "b");
    const [terraform, tofu] = [program(PATH, "terraform"), program(PATH, "tofu")];
    expect(findTerraform({ PATH }, [project])).toBe(terraform);
    expect(findTerraform({ PATH, TERRAFORM_BINARY_NAME: "" }, [project])).toBe(terraform);
    expect(findTerraform({ PATH, TERRAFORM_BINARY_NAME: "tofu" }, [project])).toBe(tofu);
    const own = program(directory, "project", ".tools", "bin", "tofu");
    expect(findTerraform({ PATH, TERRAFORM_BINARY_NAME: "tofu" }, [project])).toBe(own);
    expect(findTerraform({ PATH, TERRAFORM_BINARY_NAME: tofu }, [project])).toBe(tofu);
  });

  it.each([
    [
      undefined,
      "'terraform' was not found: it is neither in .tools/bin nor on PATH; install Terraform 1.11 or later from https://developer.hashicorp.com/terraform/install",
    ],
    [
      "tofu",
      "'tofu' was not found: it is neither in .tools/bin nor on PATH; build OpenTofu with 'npm run setup -- --opentofu', or install 1.11 or later from https://opentofu.org/docs/intro/install/",
    ],
    [
      "terragrunt",
      "'terragrunt' was not found: it is neither in .tools/bin nor on PATH; correct TERRAFORM_BINARY_NAME, or unset it",
    ],
    [
      "/nowhere/tofu",
      "'/nowhere/tofu' was not found: it is no executable file; correct TERRAFORM_BINARY_NAME, or unset it",
    ],
  ])("says what to do when there is none (TERRAFORM_BINARY_NAME: %s)", (name, problem) => {
    const env = { PATH: emptyDirectory(), TERRAFORM_BINARY_NAME: name };
    expect(() => findTerraform(env, [emptyDirectory()])).toThrow(
      `The sandbox has nothing to run a configuration with:\n- ${problem}`,
    );
  });
});

describe("isolatedEnvironment", () => {
  it("keeps the user's settings out and what the configuration needs in", () => {
    const env = {
      PATH: "/bin",
      TF_VAR_project: "p1",
      TF_LOG: "TRACE",
      TF_CLI_CONFIG_FILE: "/home/me/.terraformrc",
      TF_CLI_ARGS: "-lock=false",
      TF_CLI_ARGS_plan: "-refresh=false",
      TF_WORKSPACE: "prod",
      TF_DATA_DIR: "/home/me/data",
      TF_PLUGIN_CACHE_DIR: "/home/me/cache",
      TF_REATTACH_PROVIDERS: "{}",
      TF_ENCRYPTION: "{}",
    };
    expect(isolatedEnvironment("/empty.rc", env)).toEqual({
      PATH: "/bin",
      TF_VAR_project: "p1",
      TF_LOG: "TRACE",
      TF_CLI_CONFIG_FILE: "/empty.rc",
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
    });
  });
});
