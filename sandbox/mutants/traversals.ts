/** A path into something that an expression names, such as `google_compute_network.main.subnets[0].name`. */
export interface Traversal {
  /** What it begins at: `google_x.y`, `data.google_x.y`, `ephemeral.google_x.y`, `local.name`. */
  readonly root: string;
  /** The steps from there that are fixed; a splat or a computed index ends them. */
  readonly steps: readonly (string | number)[];
}

/** Gives the code that takes a traversal's place, or undefined to leave it. */
export type Rewrite = (traversal: Traversal) => string | undefined;

/** Rewrites every traversal in every template of a value; what stands in plain text stays as it is. */
export function rewriteTraversals(value: unknown, rewrite: Rewrite): unknown {
  if (typeof value === "string") return rewriteTemplate(value, rewrite);
  if (Array.isArray(value)) return value.map((item) => rewriteTraversals(item, rewrite));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rewriteTraversals(item, rewrite)]));
}

/** Every traversal in a value, in the order in which they stand. */
export function traversalsIn(value: unknown): readonly Traversal[] {
  const found: Traversal[] = [];
  rewriteTraversals(value, (traversal) => {
    found.push(traversal);
    return undefined;
  });
  return found;
}

/** A value as an expression of Terraform's language. */
export function literal(value: unknown): string {
  const json = JSON.stringify(value ?? null)
    .replace(/\\b/g, "\\u0008")
    .replace(/\\f/g, "\\u000c")
    .replace(/\$\{/g, "$$$${")
    .replace(/%\{/g, "%%{");
  return typeof value === "object" && value !== null ? `(${json})` : json;
}

const OPENING = /(\$+|%+)\{/g;

function rewriteTemplate(template: string, rewrite: Rewrite): string {
  let result = "";
  let at = 0;
  const opening = new RegExp(OPENING);
  for (let match; (match = opening.exec(template)) !== null;) {
    // doubled, it is text
    if (match[1]?.length !== 1) continue;
    const { code, end } = rewriteCode(template, opening.lastIndex, rewrite);
    result += template.slice(at, opening.lastIndex) + code;
    opening.lastIndex = end;
    at = end;
  }
  return result + template.slice(at);
}

const COMMENT = /(?:#|\/\/)[^\n]*|\/\*[^]*?\*\//y;
const HEREDOC = /(<<-?([A-Za-z_][\w-]*)\r?\n)((?:[^]*?\n)?)([ \t]*\2(?=\r?\n|$))/y;
const WORD = /[A-Za-z_][\w-]*/y;
const STEP = /\.(\d+)|\.([A-Za-z_][\w-]*)|\[\s*(\d+)\s*\]|\[\s*("(?:[^"\\$%]|\\.)*")\s*\]/y;

/** Code up to and with the brace that closes it. */
function rewriteCode(text: string, start: number, rewrite: Rewrite): { readonly code: string; readonly end: number } {
  let code = "";
  let depth = 1;
  let at = start;
  while (at < text.length && depth > 0) {
    const character = text[at] ?? "";
    const comment = match(COMMENT, text, at);
    const heredoc = match(HEREDOC, text, at);
    if (comment !== undefined) {
      code += comment[0];
      at += comment[0].length;
    } else if (heredoc !== undefined) {
      const [whole, head = "", , body = "", tail = ""] = heredoc;
      code += head + rewriteTemplate(body, rewrite) + tail;
      at += whole.length;
    } else if (character === '"') {
      const end = endOfString(text, at + 1);
      code += `"${rewriteTemplate(text.slice(at + 1, end - 1), rewrite)}"`;
      at = end;
    } else if (/[A-Za-z_]/.test(character)) {
      const { traversal, end } = wordsFrom(text, at);
      // behind a dot it is an attribute of something that was computed
      const replaced = traversal === undefined || text[at - 1] === "." ? undefined : rewrite(traversal);
      code += replaced ?? text.slice(at, end);
      at = end;
    } else {
      if (character === "{") depth += 1;
      if (character === "}") depth -= 1;
      code += character;
      at += 1;
    }
  }
  return { code, end: at };
}

/** A word, and when it is the beginning of one, the whole traversal. */
function wordsFrom(text: string, start: number): { readonly traversal?: Traversal; readonly end: number } {
  const [first = ""] = match(WORD, text, start) ?? [];
  let end = start + first.length;
  const steps: (string | number)[] = [];
  for (let step; (step = match(STEP, text, end)) !== undefined; end += step[0].length) {
    const [, position, name, index, quoted] = step;
    if (name !== undefined) steps.push(name);
    else if (quoted !== undefined) steps.push(JSON.parse(quoted) as string);
    else steps.push(Number(position ?? index));
  }
  const names = first === "data" || first === "ephemeral" ? 2 : 1;
  if (steps.length < names) return { end };
  return { traversal: { root: [first, ...steps.slice(0, names)].join("."), steps: steps.slice(names) }, end };
}

/** The index behind the quote that ends a string; what is interpolated in it may hold quotes of its own. */
function endOfString(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    if (text[at] === "\\") at += 2;
    else if (/^[$%]\{/.test(text.slice(at, at + 2)) && text[at - 1] !== text[at]) {
      at = rewriteCode(text, at + 2, () => undefined).end;
    } else if (text[at] === '"') return at + 1;
    else at += 1;
  }
  return text.length;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
