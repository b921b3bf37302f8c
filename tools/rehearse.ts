import { stopOnSignals } from "../sandbox/rehearsal/stopped";
import { runRehearse } from "./rehearse/command";

// npm run rehearse -- <environment>: the life of an environment with real Terraform and a simulated cloud.
stopOnSignals();
void runRehearse(process.argv.slice(2), {
  print: (text) => console.log(text),
  say: (text) => console.error(text),
}).then((code) => {
  process.exitCode = code;
});
