import { textOf, Unknown } from "./unknown";

/** A function of Terraform's language. */
export type Callable = (args: readonly unknown[]) => unknown;

type Text = (...args: readonly string[]) => unknown;

/** Functions that synthesized configurations call. https://developer.hashicorp.com/terraform/language/functions */
export class Functions {
  private readonly table: ReadonlyMap<string, Callable>;

  /** @param now what `plantimestamp()` is, so that conditions on the time of a deploy can be decided */
  public constructor(now: Date) {
    const ofTexts = (call: Text): Callable => {
      return (args) => args.find((arg) => arg instanceof Unknown) ?? call(...args.map(textOf));
    };
    this.table = new Map<string, Callable>([
      ["jsonencode", ([value]) => JSON.stringify(known(value))],
      ["jsondecode", ([text]) => (text instanceof Unknown ? text : decode(textOf(text)))],
      [
        "join",
        ([separator, list]) =>
          list instanceof Unknown ? list : (list as readonly unknown[]).map(textOf).join(textOf(separator)),
      ],
      ["tostring", ([value]) => (value instanceof Unknown ? value : textOf(value))],
      ["concat", (lists) => lists.flat()],
      ["element", ([list, index]) => (list as readonly unknown[])[Number(index)]],
      ["trimsuffix", ofTexts((text = "", end = "") => (text.endsWith(end) ? text.slice(0, -end.length) : text))],
      ["trimprefix", ofTexts((text = "", start = "") => (text.startsWith(start) ? text.slice(start.length) : text))],
      ["replace", ofTexts((text = "", from = "", to = "") => text.replaceAll(from, () => to))],
      ["split", ofTexts((separator = "", text = "") => text.split(separator))],
      ["lower", ofTexts((text = "") => text.toLowerCase())],
      ["upper", ofTexts((text = "") => text.toUpperCase())],
      ["format", ofTexts((pattern = "", ...values) => format(pattern, values))],
      ["plantimestamp", () => now.toISOString()],
      ["timestamp", () => now.toISOString()],
      ["timecmp", ofTexts((one = "", other = "") => Math.sign(Date.parse(one) - Date.parse(other)))],
      ["timeadd", ofTexts((moment = "", hours = "") => later(moment, hours))],
    ]);
  }

  /** The function of that name, if there is one here. */
  public find(name: string): Callable | undefined {
    return this.table.get(name);
  }
}

/** Unknown parts become text, because JSON has no place for them. */
function known(value: unknown): unknown {
  if (value instanceof Unknown) {
    return textOf(value);
  }
  if (Array.isArray(value)) {
    return value.map(known);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, known(inner)]))
    : value;
}

function decode(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return new Unknown("jsondecode(…)");
  }
}

function format(pattern: string, values: readonly string[]): string {
  const rest = [...values];
  return pattern.replaceAll(/%(%|[sdv])/g, (_, verb: string) => (verb === "%" ? "%" : (rest.shift() ?? "")));
}

function later(moment: string, duration: string): unknown {
  const [, hours] = /^(\d+)h$/.exec(duration) ?? [];
  return hours === undefined
    ? new Unknown(`timeadd(${moment}, ${duration})`)
    : new Date(Date.parse(moment) + Number(hours) * 3_600_000).toISOString();
}
