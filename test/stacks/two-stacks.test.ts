import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { resolveSettings, sandbox } from "../../environments";
import { addCliscale } from "../../stacks/cliscale";
import { buildSandbox, Workspace } from "../sandbox/terraform";

const MINUTES = 60_000;

describe("the layout two-stacks", () => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "two-stacks-")));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it(
    "deploys the platform, then the workload into the same cloud, plans no change and leaves nothing",
    async () => {
      const app = new App({ outdir: join(directory, "cdktf.out") });
      const stacks = resolveSettings([{ ...sandbox, layout: "two-stacks" }]).flatMap((one) => addCliscale(app, one));
      app.synth();
      const main = buildSandbox();
      const workspaces = stacks.map(
        ({ node }) => new Workspace(main, join(app.outdir, "stacks", node.id), join(directory, "cloud")),
      );

      for (const workspace of workspaces) {
        workspace.serve();
        await workspace.init();
        const { code, output } = await workspace.run("apply", "-auto-approve");
        expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
      }
      for (const workspace of workspaces) {
        expect((await workspace.run("plan", "-detailed-exitcode")).output).toContain("No changes.");
      }
      for (const workspace of [...workspaces].reverse()) {
        expect((await workspace.run("destroy", "-auto-approve")).output).toContain("Destroy complete!");
      }
      expect(workspaces[0]?.objects()).toEqual([]);
    },
    10 * MINUTES,
  );
});
