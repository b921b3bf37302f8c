/**
 * What synth costs beyond loading the provider modules that it needs: CPU time of a complete synth of all four
 * environments, against a process that only loads the same modules. Interleaved runs, medians; run it with
 * `npm run bench`. The target is a ratio below 2.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const RUNS = 9;
const work = mkdtempSync(join(tmpdir(), "cliscale-bench-"));
const main = join(__dirname, "..", "main.js");
// both processes run with the flags that cdktf.json gives the application
const { app } = JSON.parse(readFileSync("cdktf.json", "utf8")) as { app: string };
const flags = (/\bnode (--.*) dist\/main\.js$/.exec(app)?.[1] ?? "").split(" ").filter((flag) => flag !== "");
const env = {
  ...process.env,
  CLISCALE_INSTALLATION: "environments/installation.example.json",
  CDKTF_OUTDIR: join(work, "out"),
};

const list = join(work, "modules.json");
const cpu = join(work, "cpu.json");
const report = join(work, "report.cjs");
writeFileSync(
  report,
  `process.on("exit", () => {
     const { writeFileSync } = require("node:fs");
     const { user, system } = process.cpuUsage();
     writeFileSync(${JSON.stringify(cpu)}, JSON.stringify((user + system) / 1e6));
   });`,
);
// the application itself is one file, so the modules that are in it are listed by loading the stacks from their own files
const lister = join(work, "list.cjs");
writeFileSync(
  lister,
  `require(${JSON.stringify(join(__dirname, "..", "stacks", "cliscale.js"))});
   const files = Object.keys(require.cache).filter((file) => /node_modules\\/(@cdktf|cdktf|constructs)\\//.test(file));
   require("node:fs").writeFileSync(${JSON.stringify(list)}, JSON.stringify(files));`,
);
const load = join(work, "load.cjs");
writeFileSync(
  load,
  `for (const file of JSON.parse(require("node:fs").readFileSync(${JSON.stringify(list)}, "utf8"))) require(file);`,
);

function cpuSeconds(script: string): number {
  const run = spawnSync(process.execPath, [...flags, "--require", report, script], { env, encoding: "utf8" });
  if (run.status !== 0) {
    throw new Error(`${script} failed:\n${run.stderr}`);
  }
  return Number(readFileSync(cpu, "utf8"));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

try {
  cpuSeconds(lister);
  const synth: number[] = [];
  const modules: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    synth.push(cpuSeconds(main));
    modules.push(cpuSeconds(load));
  }
  const ratio = median(synth) / median(modules);
  console.log(`synth of all environments: ${median(synth).toFixed(2)} s CPU`);
  console.log(`loading the same modules:  ${median(modules).toFixed(2)} s CPU`);
  console.log(`ratio: ${ratio.toFixed(2)} (target: below 2), medians of ${RUNS} interleaved runs`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
