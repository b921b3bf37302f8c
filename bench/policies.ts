/**
 * What the guardrails add to a synth: CPU time of the application with and without them, helm included, beside that of the whole
 * `cdktf synth`, which compiles, starts the application and reads what it wrote. Interleaved runs, medians; run it with
 * `npm run bench:policies`. The target is a share below 15 %.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";

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

/** Puts an empty guard in the place of the guardrails. */
const unguarded: Plugin = {
  name: "unguarded",
  setup: (context) =>
    context.onResolve({ filter: /\/guardrails$/ }, () => ({ path: resolve("bench/no-guardrails.ts") })),
};

/** The application as tools/compile.js bundles it. */
async function bundle(outfile: string, ...plugins: Plugin[]): Promise<string> {
  await build({
    entryPoints: ["main.ts"],
    outfile,
    plugins,
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

async function measure(): Promise<void> {
  try {
    // beside dist/main.js, from where it finds the sandbox
    const withThem = await bundle("dist/bench-guarded.js");
    const withoutThem = await bundle("dist/bench-unguarded.js", unguarded);
    const withPack: number[] = [];
    const without: number[] = [];
    const whole: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      withPack.push(cpuSeconds(`node ${flags} ${withThem}`));
      without.push(cpuSeconds(`node ${flags} ${withoutThem}`));
      whole.push(cpuSeconds("node_modules/.bin/cdktf synth"));
      // cdktf synth has made dist/ anew
      await bundle(withThem);
      await bundle(withoutThem, unguarded);
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
}

void measure();
