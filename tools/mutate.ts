import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironments } from "../environments";
import { mutate } from "./mutate/command";
import { renderForMutation } from "./mutate/render";

/**
 * `npm run mutate`: the mutation score of the policies over the environments of the example installation. Described in
 * policies/mutation/README.md.
 */
const example = { CLISCALE_INSTALLATION: "environments/installation.example.json" };

process.exitCode = mutate(process.argv.slice(2), {
  print: (text) => console.log(text),
  printError: (text) => console.error(text),
  now: () => new Date(),
  write: writeFileSync,
  render: (now) =>
    loadEnvironments({ cwd: join(__dirname, "..", ".."), env: example, secretVersions: "first" }).environments.flatMap(
      (settings) => renderForMutation(settings, now),
    ),
});
