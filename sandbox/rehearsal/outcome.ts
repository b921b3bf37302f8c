import { RehearsalStopped } from "./stopped";

/** What a Terraform command said. */
export interface Outcome {
  /** -1 when it was killed. */
  readonly code: number;
  readonly output: string;
  /** Wall time. */
  readonly seconds: number;
  /** How long it took on the simulated clock, in seconds; undefined where none runs. */
  readonly clock?: number;
}

/** Longest text of one error that is kept: Google's are long, and what to do stands at their end. */
const LONGEST = 1200;

/** Terraform's errors, without the source they quote; what it said last when it said no error. */
export function errorsOf({ code, output }: Pick<Outcome, "code" | "output">): readonly string[] {
  if (code === -1) return ["killed"];
  const parts = output.replace(/^[│╷╵] ?/gm, "").split(/^(?=(?:Error|Warning): )/m);
  const errors = parts.filter((part) => part.startsWith("Error: "));
  const texts = errors.length > 0 ? errors : [`exit code ${code}: ${output.slice(-LONGEST)}`];
  return texts.map((text) =>
    text
      .replace(/^ *\d+: .*$/gm, "")
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, LONGEST),
  );
}

/** @throws RehearsalStopped with what Terraform said, unless the command succeeded */
export function must(outcome: Outcome): Outcome {
  if (outcome.code !== 0) throw new RehearsalStopped(`The undisturbed run fails:\n${errorsOf(outcome).join("\n")}`);
  return outcome;
}
