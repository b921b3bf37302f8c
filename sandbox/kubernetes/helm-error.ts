const HEADINGS = {
  missing: "Helm is missing:",
  values: "The chart refuses its values:",
  chart: "helm cannot render the chart:",
} as const;

/** Why a chart could not be rendered, in lines that its user can act on. Its stack is its message. */
export class HelmError extends Error {
  /**
   * @param code `missing`: no helm on this machine; `values`: the values break the chart's values.schema.json;
   *   `chart`: the chart does not load or render
   * @param problems one line each, at least one
   */
  public constructor(
    public readonly code: "missing" | "values" | "chart",
    public readonly problems: readonly string[],
  ) {
    super([HEADINGS[code], ...problems.map((line) => `  - ${line}`)].join("\n"));
    this.name = "HelmError";
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Turns what helm wrote to stderr into a {@link HelmError}. */
export function explainHelmFailure(stderr: string): HelmError {
  const lines = stderr.split("\n").filter((line) => !line.startsWith("WARNING:") && !line.startsWith("Use --debug"));
  const schema = lines.findIndex((line) => line.includes("the specifications of the schema(s)"));
  if (schema >= 0) {
    return new HelmError("values", explainSchema(lines.slice(schema + 1)));
  }
  const text = lines
    .join("\n")
    .replace(/^Error: /, "")
    .trim();
  return new HelmError("chart", [explainTemplate(text)]);
}

interface Complaint {
  readonly indent: number;
  readonly pointer: string;
  readonly text: string;
}

/**
 * helm prints a chart's name and below it an outline such as `- at '/replicas': got string, want integer`.
 * Only the innermost lines say something; those above them repeat that validation failed.
 */
function explainSchema(lines: readonly string[]): string[] {
  const problems: string[] = [];
  let chart = "";
  lines.forEach((line, index) => {
    const complaint = parseComplaint(line);
    if (complaint === undefined) {
      chart = line.endsWith(":") ? line.slice(0, -1).trim() : chart;
      return;
    }
    const below = lines.slice(index + 1).map(parseComplaint);
    const end = below.findIndex((item) => item === undefined || item.indent <= complaint.indent);
    const children = below.slice(0, end < 0 ? below.length : end).filter((item) => item !== undefined);
    if (children.length === 0 && !isAlternative(lines, index, complaint)) {
      problems.push(`${explain(complaint)} (chart '${chart}')`);
    } else if (isChoice(complaint)) {
      const reasons = children.filter((item) => !isChoice(item) && item.text !== "validation failed").map(explain);
      problems.push(
        `${settingName(complaint.pointer)} fits none of what is allowed: ${reasons.join(", or: ")} (chart '${chart}')`,
      );
    }
  });
  return problems.length > 0 ? problems : [lines.join(" ").trim()];
}

function parseComplaint(line: string): Complaint | undefined {
  const [, indent, pointer, text] = /^(\s*)- at '([^']*)': (.*)$/.exec(line) ?? [];
  return indent === undefined || pointer === undefined || text === undefined
    ? undefined
    : { indent: indent.length, pointer, text };
}

const isChoice = ({ text }: Complaint): boolean => /^'(anyOf|oneOf)' failed/.test(text);

/** True below an `anyOf` or `oneOf`, whose own line lists all alternatives. */
function isAlternative(lines: readonly string[], index: number, complaint: Complaint): boolean {
  let indent = complaint.indent;
  for (let above = index - 1; above >= 0 && indent > 0; above -= 1) {
    const line = parseComplaint(lines[above] ?? "");
    if (line === undefined) {
      return false;
    }
    if (line.indent < indent) {
      if (isChoice(line)) {
        return true;
      }
      indent = line.indent;
    }
  }
  return false;
}

/** `/services/web/ports/0` becomes `'services.web.ports[0]'`. */
function settingName(pointer: string, below = ""): string {
  const steps = [...pointer.split("/").slice(1), ...(below === "" ? [] : [below])];
  const names = steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const path = names.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join("");
  return path === "" ? "the values" : `'${path.replace(/^\./, "")}'`;
}

function explain({ pointer, text }: Complaint): string {
  const quoted = (list: string): string[] =>
    [...list.matchAll(/'([^']*)'/g)].map(([, name = ""]) => settingName(pointer, name));
  const [, unknown] = /^additional propert(?:y|ies) (.*) not allowed$/.exec(text) ?? [];
  if (unknown !== undefined) {
    const names = quoted(unknown);
    const what =
      names.length === 1 ? "is no setting of this chart; remove it" : "are no settings of this chart; remove them";
    return `${names.join(", ")} ${what} or correct the spelling`;
  }
  const [, missing] = /^missing propert(?:y|ies):? (.*)$/.exec(text) ?? [];
  if (missing !== undefined) {
    const names = quoted(missing);
    return `${names.join(", ")} ${names.length === 1 ? "is missing; set it" : "are missing; set them"}`;
  }
  const must = text.replace(/^got (.*), want (.*)$/, "must be $2, got $1").replace(/^value must be /, "must be ");
  return `${settingName(pointer)} ${must}`;
}

function explainTemplate(text: string): string {
  const [, place, reason] = /^execution error at \(([^)]*)\): (.*)$/s.exec(text) ?? [];
  const readable = place !== undefined && reason !== undefined ? `${reason} (${place})` : text;
  return readable.replace(/\S*\/values-(\d+)\.yaml/g, "values[$1]");
}
