#!/usr/bin/env node
import { basename, join, resolve } from "node:path";
import { InputError } from "./any-stack/input-error";
import { readDirectory } from "./any-stack/read-directory";
import { COMMON_HELP, readCommandLine } from "./rehearsal/command-line";
import { readOutside } from "./rehearsal/outside";
import { rehearse, resultsDirectoryIn } from "./rehearsal/rehearse";
import { exitCodeOf, stopOnSignals } from "./rehearsal/stopped";
import { tell } from "./rehearsal/tell";
import { asOlder } from "./upgrade/older-version";

const HELP = `Rehearses a Terraform configuration with real Terraform against a simulated Google Cloud: create, a second plan that
has to be empty, destroy. Nothing leaves this machine, and the directory is only read.

cliscale-sandbox <dir> [options]

  <dir>              a configuration in HCL or JSON, or what 'cdktf synth' wrote (cdktf.out)
  --from <dir>       an older version of it, which is deployed first: then this one is planned over it, and
                     nothing that holds data may be replaced, destroyed or left behind
  --outside <file>   what exists already and belongs to nobody here: a JSON list of { type, key, attributes }
${COMMON_HELP}

TERRAFORM_BINARY_NAME=tofu takes OpenTofu. Exit code: 0 all went as it should, 1 there are findings, 2 it could not be run.`;

/** `cliscale-sandbox <dir>`. */
async function main(args: readonly string[]): Promise<number> {
  const { line, problems } = readCommandLine(args, { from: { type: "string" }, outside: { type: "string" } });
  const { names, help, minutes, own, ...choices } = line;
  if (help && problems.length === 0) {
    console.log(HELP);
    return 0;
  }
  const [directory = ""] = names;
  const named = names.length === 0 ? "no directory" : `${names.length} directories (${names.join(", ")})`;
  const one = names.length === 1 ? [] : [`it names ${named}; name one: cliscale-sandbox <dir>`];
  if (problems.length + one.length > 0) {
    throw new InputError("The command line can't be understood", [...problems, ...one]);
  }
  const found = await readDirectory(directory);
  const from = own["from"];
  const title = basename(resolve(directory));
  const projectDirectory = resolve(".");
  const report = await rehearse(found, {
    ...choices,
    title,
    projectDirectory,
    older: typeof from === "string" ? { title: from, found: asOlder(await readDirectory(from), found) } : undefined,
    outside: typeof own["outside"] === "string" ? readOutside(own["outside"]) : [],
    resultsDirectory: resultsDirectoryIn(projectDirectory),
    until: minutes === undefined ? undefined : Date.now() + minutes * 60_000,
    say: (line) => console.error(line),
  });
  const page = choices.report ?? join(resultsDirectoryIn(projectDirectory), `${title}.html`);
  return tell(report, { page, json: choices.json, print: (text) => console.log(text) });
}

stopOnSignals();
main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => (process.exitCode = exitCodeOf(error, (text) => console.error(text))),
);
