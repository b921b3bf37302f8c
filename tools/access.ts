import { styleText } from "node:util";
import { runAccess } from "./access/command";

// npm run access -- <environment>: who can do what in it.
const isTerminal = process.stdout.isTTY && process.env.NO_COLOR === undefined;

void runAccess(process.argv.slice(2), {
  print: (text) => console.log(text),
  printError: (text) => console.error(text),
  now: () => new Date(),
  emphasize: isTerminal ? (text) => styleText("bold", text) : undefined,
}).then((code) => {
  process.exitCode = code;
});
