import { readFileSync } from "node:fs";
import { parse, printParseErrorCode, visit, type ParseError } from "jsonc-parser";
import { ValidationError, type Problem } from "../constructs/core/validation";

/** A file that people or tools write, and what to say when it can't be used. */
export interface JsonFile {
  /** Where it lies. */
  readonly path: string;
  /** The path as the user wrote it, for messages. */
  readonly file: string;
  /** What is in it, for the error's first line. */
  readonly what: string;
  /** Where somebody finds out how it looks, as a phrase such as `see environments/README.md`. */
  readonly seeAlso: string;
}

/**
 * Reads a JSON file more strictly than `JSON.parse`: with the line and column of each mistake, and each key once.
 *
 * @returns undefined when there is no such file
 * @throws ValidationError when it can't be read or is no JSON
 */
export function readJsonFile(source: JsonFile): unknown {
  const text = readText(source);
  return text === undefined ? undefined : parseJson(text, source);
}

function readText({ path, file, what, seeAlso }: JsonFile): string | undefined {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    if (code === "ENOENT") {
      return undefined;
    }
    const must = code === "EISDIR" ? "be a file, and it is a directory" : `be readable (${code})`;
    throw new ValidationError(file, what, [{ setting: file, must, fix: `make it a readable file, ${seeAlso}` }]);
  }
}

function parseJson(text: string, { file, what }: JsonFile): unknown {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const problems = [
    ...errors.map(({ error, offset }): Problem => {
      const said = printParseErrorCode(error)
        .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
        .toLowerCase();
      return {
        setting: `${file}:${position(text, offset)}`,
        must: `be JSON (${said})`,
        fix: "correct it at this line and column",
      };
    }),
    ...repeatedKeys(text).map(({ key, offset }): Problem => {
      const must = `have each key once, and '${key}' is there again`;
      return { setting: `${file}:${position(text, offset)}`, must, fix: "remove one of them" };
    }),
  ];
  if (problems.length > 0) {
    throw new ValidationError(file, what, problems);
  }
  // jsonc-parser tells positions, but would take a key "__proto__" for the prototype
  return JSON.parse(text);
}

/** Keys that stand twice in one object: JSON takes the last of them without a word. */
function repeatedKeys(text: string): readonly { readonly key: string; readonly offset: number }[] {
  const repeated: { key: string; offset: number }[] = [];
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (key, offset) => {
      if (open.at(-1)?.has(key)) {
        repeated.push({ key, offset });
      }
      open.at(-1)?.add(key);
    },
  });
  return repeated;
}

/** `line:column`, both from 1. */
function position(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
