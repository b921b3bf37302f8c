import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const workplace = realpathSync(mkdtempSync(join(tmpdir(), "cliscale-prerequisites-")));
afterAll(() => rmSync(workplace, { recursive: true, force: true }));

const TERRAFORM = "echo 'Terraform v1.11.4'";
const TOFU = "echo 'OpenTofu v1.11.0'";
const HELM = "echo v3.19.4";
const GO = "echo 'go version go1.24.1 linux/amd64'";
/** A `go` that "installs" a helm of the given text. */
const building = (helm: string): string => `
if [ "$1" = version ]; then ${GO}; exit; fi
echo "$@ GOFLAGS=$GOFLAGS CGO_ENABLED=$CGO_ENABLED" > "$GOBIN/../build.log"
printf '#!/bin/sh\\n%s\\n' '${helm}' > "$GOBIN/helm"
/bin/chmod 755 "$GOBIN/helm"`;

let count = 0;

/** A fresh clone of its own, whose PATH holds exactly the given programs. */
class Machine {
  public readonly root = join(workplace, `machine-${(count += 1)}`);
  public readonly env: Record<string, string> = { PATH: join(this.root, "path") };

  public constructor(programs: Readonly<Record<string, string>>) {
    mkdirSync(join(this.root, "tools"), { recursive: true });
    copyFileSync(join(__dirname, "../../tools/prerequisites.js"), join(this.root, "tools", "prerequisites.js"));
    Object.entries(programs).forEach(([name, script]) => this.install(join("path", name), script));
  }

  public install(file: string, script: string): string {
    const target = join(this.root, file);
    mkdirSync(join(target, ".."), { recursive: true });
    writeFileSync(target, `#!/bin/sh\n${script}\n`);
    chmodSync(target, 0o755);
    return target;
  }

  public run(...args: readonly string[]): { code: number | null; out: string; err: string } {
    const script = join(this.root, "tools", "prerequisites.js");
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      env: this.env,
      cwd: tmpdir(),
      encoding: "utf8",
    });
    return { code: status, out: stdout, err: stderr };
  }

  public tools(): readonly string[] {
    const directory = join(this.root, ".tools");
    return existsSync(directory) ? readdirSync(directory, { recursive: true, encoding: "utf8" }).sort() : [];
  }
}

describe("prerequisites", () => {
  it("says one line when everything is there", () => {
    const { code, out, err } = new Machine({ terraform: TERRAFORM, helm: HELM }).run();
    expect(out).toBe(`Prerequisites are there: Node ${process.version.slice(1)}, Terraform 1.11.4, Helm 3.19.4\n`);
    expect([code, err]).toEqual([0, ""]);
  });

  it("names everything that is missing in one message, without a stack trace", () => {
    const { code, out, err } = new Machine({}).run();
    expect([code, out]).toEqual([1, ""]);
    expect(err).toBe(`This machine lacks what a deploy to the sandbox needs:
  - Terraform or OpenTofu 1.11 or later: not found
    install Terraform from https://developer.hashicorp.com/terraform/install, or OpenTofu from https://opentofu.org/docs/intro/install/ with: export TERRAFORM_BINARY_NAME=tofu
  - Helm 3.14 or later: not found
    install Helm from https://helm.sh/docs/intro/install/, or Go 1.24 or later from https://go.dev/doc/install (not found) and run: npm run setup
`);
  });

  it("tells which versions are too old and where they are", () => {
    const machine = new Machine({
      terraform: "echo 'Terraform v1.10.9'",
      helm: "echo v3.13.3",
      go: "echo 'go version go1.23.9 linux/amd64'",
    });
    const { code, err } = machine.run();
    expect(code).toBe(1);
    expect(err).toContain(`Terraform or OpenTofu 1.11 or later: found 1.10.9 at ${machine.root}/path/terraform`);
    expect(err).toContain(`Helm 3.14 or later: found 3.13.3 at ${machine.root}/path/helm`);
    expect(err).toContain(`found 1.23.9 at ${machine.root}/path/go`);
  });

  it.each([
    ["Terraform 1.11", { terraform: "echo 'Terraform v1.11.0'", helm: HELM }],
    ["Terraform 2", { terraform: "echo 'Terraform v2.0.0'", helm: HELM }],
    [
      "Terraform with warnings before its version",
      { terraform: "echo 'Warning: 1.2.3'; echo; echo 'Terraform v1.11.4'", helm: HELM },
    ],
    ["Helm 3.14", { terraform: TERRAFORM, helm: "echo v3.14.0" }],
    ["Helm without patch number", { terraform: TERRAFORM, helm: "echo v3.19" }],
  ])("accepts %s", (_, programs) => {
    expect(new Machine(programs).run().code).toBe(0);
  });

  it("refuses a Node that is too old", () => {
    const machine = new Machine({ terraform: TERRAFORM, helm: HELM });
    const fake = join(machine.root, "version.js");
    const pretend = (version: string): { code: number | null; err: string } => {
      writeFileSync(fake, `Object.defineProperty(process, "version", { value: "${version}" });`);
      machine.env.NODE_OPTIONS = `--require ${fake}`;
      return machine.run();
    };
    expect(pretend("v20.19.0").code).toBe(0);
    const { code, err } = pretend("v20.18.3");
    expect(code).toBe(1);
    expect(err).toContain("Node 20.19 or later: found 20.18.3");
    expect(err).toContain("https://nodejs.org/en/download");
  });

  it("takes OpenTofu when TERRAFORM_BINARY_NAME names it, and proposes it when it does not", () => {
    const machine = new Machine({ tofu: TOFU, helm: HELM });
    expect(machine.run().err).toContain("use the OpenTofu 1.11.0 that is there: export TERRAFORM_BINARY_NAME=tofu");
    machine.env.TERRAFORM_BINARY_NAME = "tofu";
    expect(machine.run()).toMatchObject({ code: 0, out: expect.stringContaining("OpenTofu 1.11.0") as string });
  });

  it("refuses a TERRAFORM_BINARY_NAME that is not there although Terraform is", () => {
    const machine = new Machine({ terraform: TERRAFORM, helm: HELM });
    machine.env.TERRAFORM_BINARY_NAME = "tofu";
    expect(machine.run().err).toContain("not found (TERRAFORM_BINARY_NAME is tofu)");
  });

  it("says so when a program does not tell its version", () => {
    const { code, err } = new Machine({ terraform: "exit 3", helm: HELM }).run();
    expect(code).toBe(1);
    expect(err).toContain("/path/terraform does not tell its version");
  });

  it("prefers HELM_BIN, then .tools/bin/helm, then PATH", () => {
    const machine = new Machine({ terraform: TERRAFORM, helm: "echo v3.17.0" });
    expect(machine.run().out).toContain("Helm 3.17.0");
    machine.install(".tools/bin/helm", "echo v3.18.0");
    expect(machine.run().out).toContain("Helm 3.18.0");
    machine.env.HELM_BIN = machine.install("elsewhere/helm", HELM);
    expect(machine.run().out).toContain("Helm 3.19.4");
    machine.env.HELM_BIN = join(machine.root, "nowhere");
    expect(machine.run()).toMatchObject({
      code: 1,
      err: expect.stringContaining("correct HELM_BIN, or unset it") as string,
    });
  });
});

describe("prerequisites without Helm, but with Go", () => {
  it("build the pinned Helm once, into .tools/bin", () => {
    const machine = new Machine({ terraform: TERRAFORM, go: building(HELM) });
    const { code, out, err } = machine.run();
    expect(err).toBe(
      "Building Helm v3.19.4 with Go 1.24.1 into .tools/bin; this happens once and takes 2 to 4 minutes ...\n",
    );
    expect([code, out]).toEqual([0, expect.stringContaining("Helm 3.19.4")]);
    expect(machine.tools()).toEqual(["bin", "bin/helm", "build.log"]);
    const log = spawnSync("/bin/cat", [join(machine.root, ".tools", "build.log")], { encoding: "utf8" }).stdout;
    expect(log).toMatch(
      /^install -trimpath .*helm\.sh\/helm\/v3\/cmd\/helm@v3\.19\.4 GOFLAGS=-mod=mod CGO_ENABLED=0\n$/,
    );
    expect(machine.run()).toMatchObject({ code: 0, err: "" });
  });

  it("build it in place of one that is too old", () => {
    const machine = new Machine({ terraform: TERRAFORM, helm: "echo v3.1.0", go: building(HELM) });
    expect(machine.run()).toMatchObject({ code: 0, out: expect.stringContaining("Helm 3.19.4") as string });
  });

  it("do not build with --check", () => {
    const machine = new Machine({ terraform: TERRAFORM, go: building(HELM) });
    const { code, err } = machine.run("--check");
    expect(code).toBe(1);
    expect(err).toContain("run: npm run setup (builds it with Go 1.24.1 in 2 to 4 minutes)");
    expect(machine.tools()).toEqual([]);
  });

  it("do not build before the rest is there", () => {
    const machine = new Machine({ go: building(HELM) });
    const { code, err } = machine.run();
    expect(code).toBe(1);
    expect(err).toContain("Terraform or OpenTofu 1.11 or later: not found");
    expect(err).toContain("Helm 3.14 or later: not found");
    expect(machine.tools()).toEqual([]);
  });

  it.each([
    [
      "the compiler's last words",
      `if [ "$1" = version ]; then ${GO}; exit; fi; echo 'dial tcp: no route to host' >&2; exit 1`,
      "dial tcp: no route to host",
    ],
    ["that the result does not run", building("exit 1"), "the build ended with code 0 and no usable helm"],
  ])("tell %s when the build fails, and leave nothing behind", (_, go, reason) => {
    const machine = new Machine({ terraform: TERRAFORM, go });
    const { code, err } = machine.run();
    expect(code).toBe(1);
    expect(err).toContain("the build failed:");
    expect(err).toContain(reason);
    expect(err).toContain("https://helm.sh/docs/intro/install/");
    expect(err).not.toMatch(/^\s+at /m);
    expect(machine.tools().filter((name) => name !== "build.log")).toEqual(["bin"]);
  });

  it("leave nothing half-done when interrupted", async () => {
    const slow = `if [ "$1" = version ]; then ${GO}; exit; fi; echo half > "$GOBIN/helm"; exec /bin/sleep 60`;
    const machine = new Machine({ terraform: TERRAFORM, go: slow });
    const child = spawn(process.execPath, [join(machine.root, "tools", "prerequisites.js")], {
      env: machine.env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const code = await new Promise((resolve) => {
      const started = setInterval(() => {
        if (machine.tools().some((name) => name.endsWith("/helm"))) {
          clearInterval(started);
          child.kill("SIGINT");
        }
      }, 20);
      child.on("close", resolve);
    });
    expect(code).toBe(130);
    expect(machine.tools()).toEqual(["bin"]);
  });

  it("clean up what a killed build left", () => {
    const machine = new Machine({ terraform: TERRAFORM, go: building(HELM) });
    // no process has an id beyond Linux' and macOS' maximum
    machine.install(".tools/helm-build-99999999/helm", "half");
    machine.run();
    expect(machine.tools()).not.toContain("helm-build-99999999");
  });
});

describe("prerequisites with --opentofu", () => {
  const GO_126 = "echo 'go version go1.26.8 linux/amd64'";
  const OWN_MODULE = `// OpenTofu
module github.com/opentofu/opentofu

go 1.26.6

require (
\texample.com/tool v1.0.0
)

replace example.com/a v1.0.0 => example.com/b v1.0.0

tool (
\texample.com/tool
\texample.com/other/cmd
)

tool example.com/single
`;

  /** A `go` that has OpenTofu's module and "builds" a tofu of the given text; says what it was asked for in `.tools/build.log`. */
  const buildingTofu = (tofu: string, source: string): string => `
if [ "$1" = version ]; then ${GO_126}; exit; fi
echo "$@ GOFLAGS=$GOFLAGS CGO_ENABLED=$CGO_ENABLED" >> ../build.log
if [ "$1" = mod ]; then echo '{"Dir": "${source}"}'; exit; fi
/bin/cp go.mod go.sum ..
printf '#!/bin/sh\\n%s\\n' "${tofu}" > tofu
/bin/chmod 755 tofu`;

  const machineWith = (tofu: string, programs: Readonly<Record<string, string>> = {}): Machine => {
    const source = join(workplace, `opentofu-${count}`);
    mkdirSync(source);
    writeFileSync(join(source, "go.mod"), OWN_MODULE);
    writeFileSync(join(source, "go.sum"), "sums\n");
    return new Machine({ terraform: TERRAFORM, helm: HELM, go: buildingTofu(tofu, source), ...programs });
  };

  it("take the OpenTofu that is there, .tools/bin first", () => {
    const machine = machineWith("exit 1", { tofu: TOFU });
    expect(machine.run("--opentofu").out).toBe(
      `Prerequisites are there: Node ${process.version.slice(1)}, Terraform 1.11.4, Helm 3.19.4, OpenTofu 1.11.0\n`,
    );
    machine.install(".tools/bin/tofu", "echo 'OpenTofu v1.12.6'");
    expect(machine.run("--opentofu").out).toContain("OpenTofu 1.12.6");
  });

  it("build the pinned OpenTofu once, in the versions that it asks for itself", () => {
    const machine = machineWith("echo 'OpenTofu v1.12.6'", { tofu: "echo 'OpenTofu v1.10.9'" });
    const { code, out, err } = machine.run("--opentofu");
    expect(err).toBe(
      "Building OpenTofu v1.12.6 with Go 1.26.8 into .tools/bin; this happens once and takes 4 to 8 minutes ...\n",
    );
    expect([code, out]).toEqual([0, expect.stringContaining("OpenTofu 1.12.6")]);
    expect(machine.tools()).toEqual(["bin", "bin/tofu", "build.log", "go.mod", "go.sum"]);
    const read = (name: string): string => readFileSync(join(machine.root, ".tools", name), "utf8");
    expect(read("build.log")).toBe(
      "mod download -json github.com/opentofu/opentofu@v1.12.6 GOFLAGS=-mod=mod CGO_ENABLED=0\n" +
        "build -trimpath -ldflags=-s -w -X github.com/opentofu/opentofu/version.dev=no -o tofu github.com/opentofu/opentofu/cmd/tofu GOFLAGS=-mod=mod CGO_ENABLED=0\n",
    );
    expect(read("go.sum")).toBe("sums\n");
    expect(read("go.mod").replace(/\n+/g, "\n")).toBe(`// OpenTofu
module opentofu.invalid/build
go 1.26.6
require (
\texample.com/tool v1.0.0
)
replace example.com/a v1.0.0 => example.com/b v1.0.0
require github.com/opentofu/opentofu v1.12.6
`);
    expect(machine.run("--opentofu")).toMatchObject({ code: 0, err: "" });
  });

  it("do not look for it without being asked, and do not build it with --check", () => {
    const machine = machineWith("echo 'OpenTofu v1.12.6'");
    expect(machine.run().out).not.toContain("OpenTofu");
    const { code, err } = machine.run("--opentofu", "--check");
    expect(code).toBe(1);
    expect(err).toContain(
      "OpenTofu 1.11 or later: not found\n    run: npm run setup -- --opentofu (builds it with Go 1.26.8 in 4 to 8 minutes), or install OpenTofu from https://opentofu.org/docs/intro/install/",
    );
    expect(machine.tools()).toEqual([]);
  });

  it("need a later Go for it than for Helm", () => {
    const machine = machineWith("exit 1", { go: "echo 'go version go1.25.9 linux/amd64'" });
    const { code, err } = machine.run("--opentofu");
    expect(code).toBe(1);
    expect(err).toContain(
      `install OpenTofu from https://opentofu.org/docs/intro/install/, or Go 1.26 or later from https://go.dev/doc/install (found 1.25.9 at ${machine.root}/path/go) and run: npm run setup -- --opentofu`,
    );
  });

  it("build neither before the rest is there", () => {
    const machine = machineWith("exit 1", { helm: "exit 1", terraform: "exit 1" });
    const { code, err } = machine.run("--opentofu");
    expect(code).toBe(1);
    expect(err).toContain("Helm 3.14 or later");
    expect(err).toContain("OpenTofu 1.11 or later");
    expect(err).not.toContain("Building");
    expect(machine.tools()).toEqual([]);
  });

  it.each([
    ["that the result does not run", "exit 1", undefined, "the build ended with code 0 and no usable tofu"],
    [
      "what Go said",
      "",
      `if [ "$1" = version ]; then ${GO_126}; exit; fi; echo 'module lookup disabled' >&2; exit 1`,
      "module lookup disabled",
    ],
  ])("tell %s when the build fails, and leave nothing behind", (_, tofu, go, reason) => {
    const machine = machineWith(tofu, go === undefined ? {} : { go });
    const { code, err } = machine.run("--opentofu");
    expect(code).toBe(1);
    expect(err).toContain(`OpenTofu 1.11 or later: the build failed:\n      ${reason}`);
    expect(err).toContain("or solve what Go complains about and run: npm run setup -- --opentofu");
    expect(err).not.toMatch(/^\s+at /m);
    expect(machine.tools().filter((name) => name.startsWith("bin") || name.startsWith("tofu"))).toEqual(["bin"]);
  });
});
