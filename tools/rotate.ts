import { join } from "node:path";
import { rotate } from "./rotate/command";
import { realWorld } from "./rotate/world";

/**
 * `npm run rotate -- <environment> <secret>`: writes a new version of a secret and rolls the workloads that read it. Described in
 * docs/operations/rotate-a-secret.md. Ends with 0 when it is done, 1 when it was refused or is not finished, and 2 when the
 * command line can't be understood.
 */
const root = join(__dirname, "..", "..");

void rotate(process.argv.slice(2), realWorld(join(root, "tools", "prerequisites.js"))).then((code) => {
  process.exitCode = code;
});
