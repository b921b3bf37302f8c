import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { runApp } from "../constructs/core/run";
import { keepRelease } from "./rehearse/older-keep";

// npm run keep-release: keeps what this version synthesizes for the sandbox, for upgrades from it that are rehearsed later.
runApp(() => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly version: string };
  const folder = relative(".", keepRelease(version, process.cwd()));
  console.log(`Kept ${version} in ${folder}. Look at it and commit it; from then on it never changes.`);
});
