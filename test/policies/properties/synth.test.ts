import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import fc from "fast-check";
import { resolveSettings, type EnvironmentInput } from "../../../environments";
import { addCliscale } from "../../../stacks/cliscale";
import { ValidationError } from "../../../constructs/core/validation";
import { PolicyError } from "../../../policies";
import { guard } from "../../../stacks/guardrails";
import { anyValidSettings } from "./arbitrary-settings";
import { fit } from "./fit-settings";
import { runs } from "./runs";

/** Rules that ask for more room than the settings do, where no nearby settings have it: ranges depend on each other. */
const STRICTER: readonly string[] = ["subnet-serves-cluster"];

/** Every file that a synth writes, by its path: the whole application as `cdktf synth` makes it, judged by the policy pack. */
function synthesized(input: EnvironmentInput, forgiven: readonly string[] = []): Readonly<Record<string, string>> {
  const outdir = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    const app = new App({ outdir });
    const stacks = resolveSettings([input]).flatMap((settings) =>
      addCliscale(app, settings).map((stack) => ({ settings, stack })),
    );
    guard(app, stacks);
    try {
      app.synth();
    } catch (error) {
      const [, section = ""] =
        /\nErrors:\n([\s\S]*?)(?:\n\n|$)/.exec(error instanceof PolicyError ? error.message : "") ?? [];
      const broken = [...section.matchAll(/^ {2}([a-z0-9-]+): /gm)].map(([, id = ""]) => id);
      if (broken.length === 0 || !broken.every((id) => forgiven.includes(id))) throw error;
    }
    const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return Object.fromEntries(
      files.map(({ parentPath, name }) => [
        join(parentPath, name).slice(outdir.length),
        // a report names files outside the working directory as they are
        readFileSync(join(parentPath, name), "utf8").replaceAll(outdir, ""),
      ]),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

describe("random valid settings", () => {
  beforeEach(() => {
    // warnings of the policy pack
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("synthesize to the same bytes twice, without an error of the policy pack", () => {
    fc.assert(
      fc.property(anyValidSettings.map(fit), (input) => {
        const files = synthesized(input, STRICTER);
        expect(Object.keys(files).filter((file) => file.endsWith("cdk.tf.json"))).not.toEqual([]);
        expect(synthesized(input, STRICTER)).toEqual(files);
      }),
      // one failure is enough: to make it smaller would take minutes
      { ...runs(0.01), endOnFailure: true },
    );
  }, 600_000);

  it("synthesize or are refused in words, by the policy pack or by a construct, never with another error", () => {
    fc.assert(
      fc.property(anyValidSettings, (input) => {
        try {
          synthesized(input);
        } catch (error) {
          expect(
            error instanceof PolicyError || ValidationError.isValidationError(error) ? undefined : error,
          ).toBeUndefined();
          expect((error as Error).stack).not.toMatch(/^\s+at /m);
        }
      }),
      { ...runs(0.005), endOnFailure: true },
    );
  }, 600_000);
});
