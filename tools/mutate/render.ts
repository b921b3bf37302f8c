import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { type EnvironmentSettings } from "../../environments";
import { exceptionsIn } from "../../policies/acknowledge";
import { type RenderedEnvironment } from "../../policies/mutation/environment";
import { Literals } from "../../policies/rendered/literals";
import { type StackJson } from "../../policies/rendered/rendered-stack";
import { renderReleases } from "../../policies/rendered/releases";
import { addCliscale } from "../../stacks/cliscale";
import { KINDS } from "../../stacks/guardrails";

/** Renders the stacks of an environment and their charts once, in a directory of its own, which is removed. */
export function renderForMutation(settings: EnvironmentSettings, now: Date): readonly RenderedEnvironment[] {
  const outdir = mkdtempSync(join(tmpdir(), "cliscale-mutate-"));
  try {
    const app = new App({ outdir });
    const stacks = addCliscale(app, settings);
    app.synth();
    return stacks.map((construct) => {
      const name = construct.node.id;
      const directory = join(outdir, "stacks", name);
      const json = JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")) as StackJson;
      const stack = { name, directory, json };
      const releases = renderReleases([stack], new Literals([stack], now));
      const [refusal] = releases.unknown.flatMap(({ error }) => error ?? []);
      // without its objects, a good part of the environment would silently not be made worse
      if (refusal !== undefined) throw refusal;
      return {
        name: stacks.length === 1 ? settings.name : name,
        kind: KINDS[settings.stage],
        stack,
        releases,
        exceptions: exceptionsIn(app),
        ownWords: ownWordsOf(settings),
      };
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** What every installation calls otherwise. Regions are left: a replica in another one is another resource. */
function ownWordsOf({ project, domain, wsDomain, monitoring }: EnvironmentSettings): RenderedEnvironment["ownWords"] {
  return {
    // the sandbox has the one name for both
    [project]: "cliscale-<environment>",
    [domain]: "<domain>",
    [wsDomain]: "<ws-domain>",
    ...Object.fromEntries(monitoring.emails.map((email, index) => [email, `<email ${index + 1}>`])),
  };
}
