/** One reference to a block of the same stack. */
export interface FoundReference {
  /** `google_x.y`, `data.google_x.y` or `ephemeral.google_x.y`. */
  readonly address: string;
  /** The argument it stands in, dotted, without list positions. */
  readonly argument: string;
  /** The attribute that is read, such as `id`; empty for the whole block. */
  readonly reads: string;
}

/** Arguments that carry no values of the resource: cdktf's metadata, and what becomes an edge of another kind. */
const NOT_ARGUMENTS: ReadonlySet<string> = new Set(["//", "depends_on", "provider", "lifecycle"]);

const IDENTIFIER = String.raw`[A-Za-z_][\w-]*`;
const TRAVERSAL = new RegExp(
  String.raw`(?<![\w.-])((?:data\.|ephemeral\.)?[a-z]\w*)\.(${IDENTIFIER})(?:\.(${IDENTIFIER}))?`,
  "g",
);

/**
 * Every reference in a value, in the order in which they stand; references of locals are followed. What isn't a block's address
 * (`each.value`, a function's result) is told apart by whoever knows the blocks.
 *
 * @param local gives the value of `local.<name>`
 */
export function referencesIn(
  value: unknown,
  local: (name: string) => unknown = () => undefined,
  argument = "",
  followed: readonly string[] = [],
): readonly FoundReference[] {
  if (typeof value === "string") {
    return interpolations(value).flatMap((code) =>
      [...code.matchAll(TRAVERSAL)].flatMap(([, type = "", name = "", attribute = ""]) => {
        if (type === "local") {
          return followed.includes(name) ? [] : referencesIn(local(name), local, argument, [...followed, name]);
        }
        return [{ address: `${type}.${name}`, argument, reads: attribute }];
      }),
    );
  }
  if (Array.isArray(value)) {
    return value.flatMap((item) => referencesIn(item, local, argument, followed));
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .filter(([key]) => argument !== "" || !NOT_ARGUMENTS.has(key))
      .flatMap(([key, item]) => referencesIn(item, local, argument === "" ? key : `${argument}.${key}`, followed));
  }
  return [];
}

/** The code of each `${…}` and `%{…}`; quoted text inside is left out, but not what is interpolated in it. */
function interpolations(template: string): readonly string[] {
  const found: string[] = [];
  const opening = /(\$+|%+)\{/g;
  for (let match; (match = opening.exec(template)) !== null;) {
    // doubled, it is text
    if (match[1]?.length !== 1) continue;
    const { code, end } = codeFrom(template, opening.lastIndex);
    found.push(code);
    opening.lastIndex = end;
  }
  return found;
}

function codeFrom(template: string, start: number): { code: string; end: number } {
  let code = "";
  let depth = 1;
  let at = start;
  while (at < template.length) {
    const aside = asideAt(template, at);
    if (aside !== undefined) {
      code += ` ${interpolations(aside.template).join(" ")} `;
      at = aside.end;
      continue;
    }
    const character = template[at] ?? "";
    at += 1;
    if (character === '"') {
      const end = endOfString(template, at);
      code += ` ${interpolations(template.slice(at, end - 1)).join(" ")} `;
      at = end;
      continue;
    }
    if (character === "{") {
      depth += 1;
    } else if (character === "}" && (depth -= 1) === 0) {
      break;
    }
    code += character;
  }
  return { code, end: at };
}

const COMMENT = /(?:#|\/\/)[^\n]*|\/\*[^]*?\*\//y;
const HEREDOC = /<<-?([A-Za-z_][\w-]*)\r?\n((?:[^]*?\n)?)[ \t]*\1(?=\r?\n|$)/y;

/** What HCL has in the middle of code that is none: a comment, or a heredoc with the template in it. */
function asideAt(text: string, at: number): { template: string; end: number } | undefined {
  for (const pattern of [COMMENT, HEREDOC]) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return { template: match[2] ?? "", end: pattern.lastIndex };
  }
  return undefined;
}

/** The index behind the quote that ends a string; what is interpolated in it may hold quotes of its own. */
function endOfString(template: string, start: number): number {
  let at = start;
  while (at < template.length) {
    if (template[at] === "\\") {
      at += 2;
    } else if (template.startsWith("${", at) && template[at - 1] !== "$") {
      at = codeFrom(template, at + 2).end;
    } else if (template[at] === '"') {
      return at + 1;
    } else {
      at += 1;
    }
  }
  return template.length;
}
