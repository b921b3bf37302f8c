import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { installLaunchers, installProviders, requiredProviders } from "../../../sandbox/install";
import { filesBelow } from "../terraform";

const temporary = realpathSync(mkdtempSync(join(tmpdir(), "install-")));
afterAll(() => rmSync(temporary, { recursive: true }));

const synthesized = {
  terraform: [
    {
      required_providers: {
        google: { source: "hashicorp/google", version: "6.50.0" },
        tls: { source: "registry.terraform.io/hashicorp/tls", version: "= 4.1.0" },
      },
    },
    { backend: {} },
  ],
};

function install(working: string): Record<string, string> {
  const project = join(temporary, working);
  const stack = join(project, "cdktf.out", "stacks", "demo");
  mkdirSync(join(project, "dist", "sandbox"), { recursive: true });
  installProviders(stack, synthesized, {
    projectDirectory: project,
    main: join(project, "dist", "sandbox", "main.js"),
  });
  return Object.fromEntries(filesBelow(stack).map((file) => [relative(stack, file), readFileSync(file, "utf8")]));
}

describe("installProviders", () => {
  it("writes an executable launcher per required provider and platform, where Terraform looks", () => {
    const files = install("one");
    expect(Object.keys(files).sort()).toEqual(
      [
        "registry.opentofu.org/hashicorp/google/6.50.0",
        "registry.terraform.io/hashicorp/google/6.50.0",
        "registry.terraform.io/hashicorp/tls/4.1.0",
      ].flatMap((provider) => {
        const [, , name, version] = provider.split("/");
        return ["darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64"].map(
          (platform) => `terraform.d/plugins/${provider}/${platform}/terraform-provider-${name}_v${version}`,
        );
      }),
    );
    const stack = join(temporary, "one", "cdktf.out", "stacks", "demo");
    for (const file of Object.keys(files)) expect(statSync(join(stack, file)).mode & 0o111).toBe(0o111);
  });

  it("serves a registry that exists nowhere, so that real and simulated providers never meet in a cache", () => {
    const [provider] = requiredProviders({
      terraform: { required_providers: { tls: { source: "sandbox.invalid/hashicorp/tls", version: "4.1.0" } } },
    });
    expect(provider?.registries).toEqual(["sandbox.invalid"]);
  });

  it("refuses a provider of somebody else's registry", () => {
    const source = "registry.acme.dev/hashicorp/tls";
    expect(() =>
      requiredProviders({ terraform: { required_providers: { tls: { source, version: "4.1.0" } } } }),
    ).toThrow("'registry.acme.dev/hashicorp/tls' is not simulated");
  });

  it("puts stacks of one system into one cloud", () => {
    const stack = join(temporary, "shared", "cdktf.out", "stacks", "demo-workload");
    installProviders(stack, synthesized, { projectDirectory: join(temporary, "shared"), cloud: "demo" });
    const launchers = filesBelow(stack).map((file) => readFileSync(file, "utf8"));
    expect(launchers.every((text) => text.includes("/.sandbox/demo}"))).toBe(true);
  });

  it("writes the same bytes in every working copy and every time", () => {
    const first = install("one");
    expect(install("two")).toEqual(first);
    expect(install("one")).toEqual(first);
    expect(JSON.stringify(first)).not.toContain(temporary);
  });

  it("writes launchers that find program, project and cloud through a link", () => {
    install("one");
    const project = join(temporary, "one");
    writeFileSync(
      join(project, "dist", "sandbox", "main.js"),
      "console.log(JSON.stringify([process.argv[2], process.env.CLISCALE_SANDBOX_PROJECT, process.env.CLISCALE_SANDBOX_DIR]))",
    );
    const real = join(
      project,
      "cdktf.out/stacks/demo/terraform.d/plugins/registry.terraform.io/hashicorp/tls/4.1.0/linux_amd64",
    );
    const link = join(temporary, "link");
    symlinkSync(real, link);
    const [name, directory, cloud] = JSON.parse(
      execFileSync(join(link, "terraform-provider-tls_v4.1.0"), { encoding: "utf8" }),
    ) as string[];
    expect(name).toBe("tls");
    expect(realpathSync(directory ?? "")).toBe(project);
    mkdirSync(join(project, ".sandbox", "demo"), { recursive: true });
    expect(realpathSync(cloud ?? "")).toBe(join(project, ".sandbox", "demo"));
  });

  it("removes the launchers of providers that are no longer required", () => {
    install("one");
    const stack = join(temporary, "one", "cdktf.out", "stacks", "demo");
    installProviders(stack, { terraform: { required_providers: { tls: { version: "4.1.0" } } } });
    expect(filesBelow(stack).every((file) => file.includes("/hashicorp/tls/"))).toBe(true);
  });

  it("serves an explicit list, where the configuration itself pins nothing", () => {
    const stack = join(temporary, "listed");
    const options = { projectDirectory: temporary, main: join(temporary, "main.js") };
    installLaunchers(stack, [{ name: "tls", version: "4.1.0", registries: ["registry.opentofu.org"] }], options);
    const folder = join(stack, "terraform.d/plugins/registry.opentofu.org/hashicorp/tls/4.1.0");
    expect(filesBelow(stack)).toHaveLength(4);
    expect(filesBelow(stack).every((file) => file.startsWith(folder))).toBe(true);
    installLaunchers(stack, [], options);
    expect(filesBelow(stack)).toEqual([]);
  });

  it("names everything that it can't serve at once", () => {
    const stack = {
      terraform: {
        required_providers: {
          aws: { source: "hashicorp/aws", version: "5.0.0" },
          tls: { source: "hashicorp/tls", version: "~> 4.0" },
        },
      },
    };
    expect(() => requiredProviders(stack)).toThrow(
      "The sandbox cannot serve this stack:\n" +
        "- 'hashicorp/aws' is not simulated; the sandbox has google, google-beta, kubernetes, helm, random, tls\n" +
        "- 'hashicorp/tls' must be pinned to one version, got '~> 4.0'",
    );
  });
});
