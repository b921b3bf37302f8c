import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { InputError } from "../any-stack/input-error";
import { reportHtml } from "../report/html";
import { type RehearsalReport } from "../report/report";
import { reportSummary } from "../report/summary";

/** Where a report is told. */
export interface TellOptions {
  /** The page; a JSON file of the same name lies beside it. */
  readonly page: string;
  /** Print the JSON instead of the summary. */
  readonly json: boolean;
  readonly print: (text: string) => void;
}

/**
 * Prints the summary and writes the page.
 *
 * @returns the exit code: 0 when all went as it should, else 1
 * @throws InputError when the page can't be written there
 */
export function tell(report: RehearsalReport, { page, json, print }: TellOptions): 0 | 1 {
  const data = JSON.stringify(report, null, 2);
  const file = resolve(page);
  print(json ? data : reportSummary(report));
  write(file, reportHtml(report));
  write(file.replace(/(\.html?)?$/, ".json"), data);
  if (!json) print(`\nThe whole report: ${relative(process.cwd(), file)}`);
  return report.findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

function write(file: string, content: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError("The report can't be written", [`${reason}; name another file with --report`]);
  }
}
