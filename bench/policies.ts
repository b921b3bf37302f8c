/**
 * What the guardrails add to a synth: CPU time of the application with and without them, helm included, beside that of the whole
 * `cdktf synth`, which compiles, starts the application and reads what it wrote. Interleaved runs, medians; run it with
 * `npm run bench:policies`. The target is a share below 15 %.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";

const RUNS = 7;
const work = mkdtempSync(join(tmpdir(), "cliscale-bench-"));
const { app } = JSON.parse(readFileSync("cdktf.json", "utf8")) as { app: string };
const flags = /\bnode (--.*) dist\/main\.js$/.exec(app)?.[1] ?? "";
const env = {
  ...process.env,
  CLISCALE_INSTALLATION: "environments/installation.example.json",
  CDKTF_OUTDIR: join(work, "out"),
  CHECKPOINT_DISABLE: "1",
};

/** The application as tools/compile.js bundles it, with something else in the place of a module of ours. */
function bundle(outfile: string, alias: Readonly<Record<string, string>> = {}): string {
  buildSync({
    entryPoints: ["main.ts"],
    outfile,
    alias,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "error",
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    mainFields: ["module", "main"],
    conditions: ["require"],
  });
  return outfile;
}

/** CPU seconds of a command and everything that it started. */
function cpuSeconds(command: string): number {
  const run = spawnSync("bash", ["-c", `TIMEFORMAT="cpu %3U %3S"; time ${command} > ${work}/log 2>&1`], {
    env,
    encoding: "utf8",
  });
  const [, user, system] = /^cpu ([\d.]+) ([\d.]+)$/m.exec(run.stderr) ?? [];
  if (run.status !== 0 || user === undefined || system === undefined) {
    throw new Error(`${command} failed:\n${run.stderr}\n${readFileSync(join(work, "log"), "utf8")}`);
  }
  return Number(user) + Number(system);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

try {
  // beside dist/main.js, from where it finds the sandbox
  const guarded = bundle("dist/bench-guarded.js");
  const unguarded = bundle("dist/bench-unguarded.js", { "./stacks/guardrails": "./bench/no-guardrails" });
  const withPack: number[] = [];
  const without: number[] = [];
  const whole: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    withPack.push(cpuSeconds(`node ${flags} ${guarded}`));
    without.push(cpuSeconds(`node ${flags} ${unguarded}`));
    whole.push(cpuSeconds("node_modules/.bin/cdktf synth"));
    // cdktf synth has made dist/ anew
    bundle(guarded);
    bundle(unguarded, { "./stacks/guardrails": "./bench/no-guardrails" });
  }
  const added = median(withPack) - median(without);
  const share = added / (median(whole) - added);
  console.log(`the application without the guardrails: ${median(without).toFixed(2)} s CPU, all environments`);
  console.log(`the guardrails add:                     ${added.toFixed(2)} s CPU, helm included`);
  console.log(`the whole of cdktf synth:               ${median(whole).toFixed(2)} s CPU`);
  console.log(
    `share: ${(100 * share).toFixed(1)} % on top of a cdktf synth without them (target: below 15 %), medians of ${RUNS} interleaved runs`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
