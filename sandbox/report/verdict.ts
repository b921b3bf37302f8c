import { type RehearsalReport } from "./report";
import { count } from "./words";

/** The whole report in one sentence. */
export interface Verdict {
  readonly tone: "good" | "warning" | "bad";
  readonly text: string;
}

/** A report is good when nothing has to be mended, every command went well, every fault was
 * recovered from and an upgrade keeps all data. */
export function verdictOf({ findings, phases, faults, mutants, upgrade }: RehearsalReport): Verdict {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.length - errors;
  const failed = phases.filter(({ ok }) => !ok).length;
  const lost = (faults?.kinds ?? []).reduce((sum, { done, recovered }) => sum + done - recovered, 0);
  const dataLost = upgrade?.dataLost.length ?? 0;
  const survived = (mutants?.mutants ?? []).filter(({ verdict }) => verdict === "survived").length;
  const bad = [
    ...(errors > 0 ? [count(errors, "thing to mend", "things to mend")] : []),
    ...(failed > 0 ? [count(failed, "command failed", "commands failed")] : []),
    ...(lost > 0 ? [count(lost, "fault without recovery", "faults without recovery")] : []),
    ...(dataLost > 0 ? [count(dataLost, "block that loses its data", "blocks that lose their data")] : []),
  ];
  const notes = [
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
    ...(survived > 0 ? [count(survived, "order that nothing needed", "orders that nothing needed")] : []),
  ];
  if (bad.length > 0) {
    return { tone: "bad", text: [...bad, ...notes].join(", ") };
  }
  return notes.length > 0
    ? { tone: "warning", text: `Everything works; ${notes.join(", ")}` }
    : { tone: "good", text: "Everything went as it should" };
}
