import { execFileSync } from "node:child_process";
import { type ApplyRequest, type Provider } from "../../../sandbox/plugin/provider";
import { ForwardingProvider } from "../../../sandbox/plugin/forwarding-provider";
import { closeWorkspace, type OpenedWorkspace } from "../../../sandbox/rehearsal/prepare";
import { addressesIn } from "../../../sandbox/rehearsal/state";
import { removeDirectories } from "../any-stack/directories";
import { NETWORK, openStack, SMALL } from "./support";

jest.setTimeout(300_000);
afterAll(removeDirectories);

const TWO_PROJECTS = {
  ...SMALL,
  provider: { google: [SMALL.provider.google, { alias: "other", project: "p2" }] },
  resource: {
    google_project_service: {
      ...SMALL.resource.google_project_service,
      other: { service: "compute.googleapis.com", disable_on_destroy: false, provider: "google.other" },
    },
    google_compute_network: {
      main: NETWORK,
      other: { ...NETWORK, provider: "google.other", depends_on: ["google_project_service.other"] },
    },
  },
};

/** What runs below this process at the moment, each with what runs below it. */
function processesBelow(): readonly { readonly program: string; readonly children: readonly string[] }[] {
  const all = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^ *(\d+) +(\d+) (.*)$/.exec(line))
    .map((found) => ({ pid: Number(found?.[1]), parent: Number(found?.[2]), program: found?.[3] ?? "" }));
  return all
    .filter(({ parent, program }) => parent === process.pid && !program.startsWith("ps "))
    .map(({ pid, program }) => ({
      program,
      children: all.filter(({ parent }) => parent === pid).map((child) => child.program),
    }));
}

describe("hosted providers", () => {
  let opened: OpenedWorkspace;
  const close = () => closeWorkspace(opened);

  describe("of a small stack", () => {
    beforeAll(async () => {
      opened = await openStack(SMALL);
    });
    afterAll(close);

    it("create, plan nothing and destroy, and Terraform starts no process for them", async () => {
      const { workspace, hosted } = opened;
      const seen: ReturnType<typeof processesBelow>[number][] = [];
      class Looking extends ForwardingProvider {
        public override async apply(request: ApplyRequest) {
          seen.push(...processesBelow());
          return this.provider.apply(request);
        }
      }
      workspace.around = (provider) => new Looking(provider);
      const apply = await workspace.everywhere("apply", "-auto-approve");
      expect([apply.code, apply.output]).toEqual([0, expect.stringContaining("Resources: 2 added")]);
      expect(seen.length).toBeGreaterThanOrEqual(2);
      expect(seen.filter(({ program }) => /terraform apply/.test(program)).length).toBeGreaterThanOrEqual(2);
      expect(seen.flatMap(({ children }) => children)).toEqual([]);
      expect(workspace.objects()).toEqual([
        "google_compute_network projects/p1/global/networks/main",
        "google_project_service p1/compute.googleapis.com",
      ]);
      expect((await workspace.everywhere("plan", "-detailed-exitcode")).code).toBe(0);
      expect((await workspace.everywhere("destroy", "-auto-approve")).output).toContain("2 destroyed");
      expect(workspace.objects()).toEqual([]);
      expect(hosted.record.laws.get("api-enabled")?.judged).toBeGreaterThan(0);
      expect(hosted.record.refusals()).toEqual([]);
    });

    it("serve one command at a time", async () => {
      const { workspace, hosted } = opened;
      const run = { directory: workspace.directory, cloud: workspace.cloud, kill: () => undefined };
      hosted.begin(run);
      expect(() => hosted.begin(run)).toThrow("hosted providers serve one command at a time");
      hosted.ended(true);
      hosted.begin(run);
      hosted.ended(true);
    });

    it("tell a defect of theirs to whoever ran the command, and serve the next one", async () => {
      const { workspace } = opened;
      class Defective extends ForwardingProvider {
        public override shutdown(): void {
          throw new Error("cannot end");
        }
      }
      workspace.around = (provider) => new Defective(provider);
      await expect(workspace.everywhere("plan")).rejects.toThrow("cannot end");
      workspace.around = (): Provider => {
        throw new Error("cannot be made");
      };
      await expect(workspace.everywhere("plan")).rejects.toThrow("cannot be made");
      workspace.around = undefined;
      expect((await workspace.everywhere("plan")).code).toBe(0);
    });
  });

  it("keep what each configuration of a provider says: two aliases, two projects", async () => {
    opened = await openStack(TWO_PROJECTS);
    const { workspace } = opened;
    expect((await workspace.everywhere("apply", "-auto-approve")).code).toBe(0);
    expect(workspace.objects()).toEqual([
      "google_compute_network projects/p1/global/networks/main",
      "google_compute_network projects/p2/global/networks/main",
      "google_project_service p1/compute.googleapis.com",
      "google_project_service p2/compute.googleapis.com",
    ]);
    const [stack] = workspace.stacks;
    expect(addressesIn(workspace.folderOf(stack?.name ?? ""))).toHaveLength(4);
    expect((await workspace.everywhere("plan", "-detailed-exitcode")).code).toBe(0);
    await close();
  });
});
