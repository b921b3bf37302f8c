import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readDirectory } from "../../../sandbox/any-stack/read-directory";
import { ForwardingProvider } from "../../../sandbox/plugin/forwarding-provider";
import { type ObjectValue } from "../../../sandbox/plugin/values";
import { type Life, rehearseLife } from "../../../sandbox/rehearsal/life";
import { closeWorkspace, openWorkspace } from "../../../sandbox/rehearsal/prepare";
import { directoryWith, removeDirectories } from "../any-stack/directories";
import { GOOGLE, NETWORK, OPTIONS, openStack, SMALL } from "./support";

jest.setTimeout(300_000);
afterAll(removeDirectories);

const NAME = "stack";

interface LifeOf {
  readonly update?: object;
  readonly file?: string;
  readonly around?: (provider: ForwardingProvider["provider"]) => ForwardingProvider;
}

/** The life of a stack that is always called the same. */
async function lifeOf(stack: object, { update, file = "cdk.tf.json", around }: LifeOf = {}) {
  const found = (content: object) => readDirectory(join(directoryWith({ [`${NAME}/${file}`]: content }), NAME));
  const opened = await openWorkspace(await found(stack), OPTIONS);
  opened.workspace.around = around;
  const said: string[] = [];
  try {
    const life = await rehearseLife(opened, {
      ...OPTIONS,
      parallelism: 5,
      update: update === undefined ? undefined : await found(update),
      say: (line) => said.push(line),
    });
    return { ...told(life), said };
  } finally {
    await closeWorkspace(opened);
  }
}

function told({ phases, findings, kept }: Life) {
  return {
    phases: phases.map(({ name, ok, result }) => `${name}: ${ok ? "ok" : "not ok"}, ${result}`),
    findings,
    kept,
  };
}

const secret = (more: object = {}) => ({
  ...GOOGLE,
  resource: {
    google_project_service: {
      secrets: { service: "secretmanager.googleapis.com", disable_on_destroy: false },
    },
    google_secret_manager_secret: {
      main: {
        secret_id: "main",
        replication: { auto: {} },
        depends_on: ["google_project_service.secrets"],
        ...more,
      },
    },
  },
});

describe("the life of a stack", () => {
  it("goes from a create over an update to a destroy that leaves nothing", async () => {
    const { google_project_service, google_compute_network } = SMALL.resource;
    const main = { ...google_compute_network.main, routing_mode: "GLOBAL" };
    const { phases, findings, kept, said } = await lifeOf(SMALL, {
      update: { ...SMALL, resource: { google_project_service, google_compute_network: { main } } },
    });
    expect(findings).toEqual([]);
    expect(kept).toEqual([]);
    expect(phases).toEqual([
      "create: ok, 2 added, 0 changed, 0 destroyed",
      "second plan: ok, no changes",
      "update: ok, 0 added, 1 changed, 0 destroyed",
      "plan after the update: ok, no changes",
      "destroy: ok, 2 destroyed",
    ]);
    expect(said).toEqual(["create", "second plan", "update", "plan after the update", "destroy"]);
  });

  it("ends with a create that the cloud refuses: what Terraform said, where, and by which law", async () => {
    const network = { name: NETWORK.name, auto_create_subnetworks: false };
    const { phases, findings } = await lifeOf({ ...GOOGLE, resource: { google_compute_network: { main: network } } });
    expect(phases).toEqual(["create: not ok, failed with 1 error"]);
    expect(findings).toEqual([
      {
        severity: "error",
        summary: `The create of ${NAME} fails`,
        subject: "google_compute_network.main",
        detail: expect.stringMatching(
          /^Error: Error creating google_compute_network: googleapi: Error 403: Compute Engine API has not been used in project .* and this resource must depend on it\.\nThe law api-enabled: An API answers only where it is enabled\.$/s,
        ) as string,
      },
    ]);
  });

  it("finds an order that nobody asks for and that safety needs: images are pushed before anybody scans them", async () => {
    const api = (name: string) => ({ service: `${name}.googleapis.com`, disable_on_destroy: false });
    const repository = {
      repository_id: "images",
      format: "DOCKER",
      location: "europe-west1",
      depends_on: ["google_project_service.registry"],
    };
    const services = { registry: api("artifactregistry"), scanning: api("containerscanning") };
    const late = { ...services.scanning, depends_on: ["google_artifact_registry_repository.main"] };
    const stackOf = (scanning: object, main: object) => ({
      ...GOOGLE,
      resource: {
        google_project_service: { ...services, scanning },
        google_artifact_registry_repository: { main },
      },
    });
    const { phases, findings } = await lifeOf(stackOf(late, repository));
    expect(phases.at(-1)).toBe("destroy: ok, 3 destroyed");
    expect(findings).toMatchObject([
      {
        severity: "error",
        summary: "An order that safety needs is missing",
        subject: "api-before-feature",
        detail: expect.stringContaining("containerscanning.googleapis.com") as string,
      },
    ]);
    const inOrder = { ...repository, depends_on: [...repository.depends_on, "google_project_service.scanning"] };
    expect((await lifeOf(stackOf(services.scanning, inOrder))).findings).toEqual([]);
  });

  it("ends with a second plan that is not empty, and names what it would change", async () => {
    const { phases, findings } = await lifeOf({
      ...GOOGLE,
      resource: { terraform_data: { main: { input: "${timestamp()}" } } },
      output: { now: { value: "${timestamp()}" } },
    });
    expect(phases[1]).toBe("second plan: not ok, 0 to add, 1 to change, 0 to destroy");
    expect(findings).toEqual([
      {
        severity: "error",
        summary: `The second plan of ${NAME} is not empty`,
        subject: NAME,
        detail:
          "terraform_data.main will be updated in-place\noutput.now changes\n" +
          "A value that the cloud changes has to be written as the cloud has it, or ignored.",
      },
    ]);
  });

  it("names an output when nothing else changes", async () => {
    const { phases, findings } = await lifeOf({ ...GOOGLE, output: { now: { value: "${timestamp()}" } } });
    expect(phases[1]).toBe("second plan: not ok, changes");
    expect(findings[0]?.detail).toMatch(/^output\.now changes\n/);
  });

  it("finds an attribute that the cloud has otherwise than it was written", async () => {
    class Drifting extends ForwardingProvider {
      public override read(type: string, current: ObjectValue): ObjectValue | null {
        const found = this.provider.read(type, current);
        return found === null || type !== "google_compute_network" ? found : { ...found, description: "changed" };
      }
    }
    const { google_project_service } = SMALL.resource;
    const google_compute_network = { main: { ...NETWORK, description: "as written" } };
    const { findings } = await lifeOf(
      { ...SMALL, resource: { google_project_service, google_compute_network } },
      { around: (provider) => new Drifting(provider) },
    );
    expect(findings[0]).toMatchObject({ summary: `The second plan of ${NAME} is not empty` });
    expect(findings[0]?.detail).toMatch(/^google_compute_network\.main (will be updated in-place|must be replaced)/);
  });

  it("finds what a destroy leaves", async () => {
    const { phases, findings } = await lifeOf(SMALL, {
      update: {
        ...SMALL,
        resource: { google_project_service: SMALL.resource.google_project_service },
        removed: [{ from: "google_compute_network.main", lifecycle: { destroy: false } }],
      },
    });
    expect(phases.at(-1)).toBe("destroy: ok, 1 destroyed");
    expect(findings).toEqual([
      {
        severity: "error",
        summary: "1 object is left after the destroy",
        subject: "google_compute_network projects/p1/global/networks/main",
        detail:
          "google_compute_network projects/p1/global/networks/main\n" +
          "What made them does not know of them any more: remove them by hand, or import them.",
      },
    ]);
  });

  it("does not take a key ring for something left: it stays for ever", async () => {
    const { findings } = await lifeOf({
      ...GOOGLE,
      resource: {
        google_project_service: { kms: { service: "cloudkms.googleapis.com", disable_on_destroy: false } },
        google_kms_key_ring: {
          main: { name: "ring", location: "europe-west1", depends_on: ["google_project_service.kms"] },
        },
      },
    });
    expect(findings).toEqual([]);
  });

  it.each([
    ["by the cloud", { deletion_protection: true }, "deletion_protection"],
    ["by Terraform", { lifecycle: { prevent_destroy: true } }, "prevent_destroy"],
    ["by a value that only a deploy shows", { deletion_protection: '${tobool("true")}' }, "deletion_protection"],
  ])("refuses a destroy of what is protected %s, then takes the protection off", async (_how, more, by) => {
    const { phases, findings, kept } = await lifeOf(secret(more));
    expect(findings).toEqual([]);
    expect(kept).toEqual([{ stack: NAME, address: "google_secret_manager_secret.main", by }]);
    expect(phases.slice(2)).toEqual([
      "destroy while protected: ok, refused, as it should be: 1 resource is protected",
      expect.stringMatching(/^protection taken off: ok, \d added, \d changed, 0 destroyed$/),
      "destroy: ok, 2 destroyed",
    ]);
  });

  it("takes off what nobody wrote: a database is protected by default", async () => {
    const { phases, findings, kept } = await lifeOf({
      ...GOOGLE,
      resource: {
        google_project_service: { sql: { service: "sqladmin.googleapis.com", disable_on_destroy: false } },
        google_sql_database_instance: {
          main: {
            name: "main",
            database_version: "POSTGRES_16",
            settings: { tier: "db-f1-micro", edition: "ENTERPRISE" },
            depends_on: ["google_project_service.sql"],
          },
        },
      },
    });
    expect(kept).toEqual([{ stack: NAME, address: "google_sql_database_instance.main", by: "deletion_protection" }]);
    expect(findings).toEqual([]);
    expect(phases.at(-1)).toBe("destroy: ok, 2 destroyed");
  });

  it("does not try to destroy what is protected in a file that cdktf did not write", async () => {
    const { phases, findings } = await lifeOf(secret({ lifecycle: { prevent_destroy: true } }), {
      file: "main.tf.json",
    });
    expect(findings).toEqual([]);
    expect(phases.slice(2)).toEqual([
      "destroy while protected: ok, refused, as it should be: 1 resource is protected",
      "destroy: ok, not tried: 1 resource is protected, and only what cdktf wrote is rewritten",
    ]);
  });

  it("finds a destroy that goes past the protection", async () => {
    class Unprotected extends ForwardingProvider {
      public override async apply(request: Parameters<ForwardingProvider["apply"]>[0]) {
        if (request.planned === null && request.type === "google_secret_manager_secret") return { state: null };
        return this.provider.apply(request);
      }
    }
    const { phases, findings } = await lifeOf(secret({ deletion_protection: true }), {
      around: (provider) => new Unprotected(provider),
    });
    expect(phases.at(-1)).toBe("destroy while protected: not ok, destroyed all the same");
    expect(findings).toEqual([
      {
        severity: "error",
        summary: "A destroy goes past the protection",
        subject: "destroy while protected",
        detail: "Protected by their configuration, and gone: google_secret_manager_secret.main (deletion_protection)",
      },
    ]);
  });
});

describe("a workspace that can't be opened", () => {
  it("says what Terraform says, and leaves nothing that keeps the process alive", async () => {
    const wrong = { ...SMALL, terraform: { ...SMALL.terraform, required_version: "< 1.0" } };
    await expect(openStack(wrong)).rejects.toThrow(
      /^Terraform can't initialize what is rehearsed:\n- Error: Unsupported Terraform Core version/,
    );
  });

  it.each([
    ["as long as it may be", 80, undefined],
    ["too long", 81, "is 81 bytes long, and sockets below it may have 103 with their names; set TMPDIR"],
  ])("says when the path of its directory is %s", async (_what, length, message) => {
    const base = directoryWith({});
    const directory = join(base, "d".repeat(length - base.length - 1));
    mkdirSync(directory);
    const opening = openStack(SMALL, { directory });
    if (message === undefined) await closeWorkspace(await opening);
    else await expect(opening).rejects.toThrow(message);
    rmSync(base, { recursive: true, force: true });
  });

  it("says that there is no Terraform before anything is made", async () => {
    const before = process.env["TERRAFORM_BINARY_NAME"];
    process.env["TERRAFORM_BINARY_NAME"] = "/nowhere/terraform";
    try {
      await expect(openStack(SMALL)).rejects.toThrow(
        "'/nowhere/terraform' was not found: it is no executable file; correct TERRAFORM_BINARY_NAME, or unset it",
      );
    } finally {
      if (before === undefined) delete process.env["TERRAFORM_BINARY_NAME"];
      else process.env["TERRAFORM_BINARY_NAME"] = before;
    }
  });
});
