"use strict";
/**
 * Makes `dist/` from the sources in a fraction of a second: the application as one file, because loading and reading 400
 * modules is what a synth spends most time on, and everything else file by file. Types are checked apart, by `npm run typecheck`.
 */
const { rmSync } = require("node:fs");
const { buildSync } = require("esbuild");

const common = { platform: "node", target: "node20", format: "cjs", logLevel: "error" };

rmSync("dist", { recursive: true, force: true });
buildSync({
  ...common,
  entryPoints: ["constructs", "stacks", "environments", "policies", "sandbox", "tools", "bench"].map(
    (folder) => `${folder}/**/*.ts`,
  ),
  outdir: "dist",
  outbase: ".",
});
buildSync({
  ...common,
  entryPoints: ["main.ts"],
  outfile: "dist/main.js",
  bundle: true,
  // names stay, for the stack traces of our own defects
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  // jsonc-parser's other build asks for its parts in a way that no bundler sees
  mainFields: ["module", "main"],
  conditions: ["require"],
});
