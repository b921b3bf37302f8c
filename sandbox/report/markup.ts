import { stripVTControlCharacters } from "node:util";

/** Text that is HTML or SVG already, and needs no escaping any more. */
export class Markup {
  /** @param text well-formed: whoever makes one by hand has escaped what is in it */
  public constructor(public readonly text: string) {}
}

/** What may stand in a template: markup goes in as it is, text and numbers are escaped, undefined leaves nothing. */
export type Part = Markup | string | number | undefined | readonly Part[];

/** The source's indentation is for its readers, not for those of the page. */
const INDENT = /\n\s+/g;

/**
 * A template whose values can't become tags or attributes: addresses, paths and error texts come from outside.
 * Attributes are always in double quotes.
 *
 * @example html`<td title="${address}">${name}</td>`
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, index) => text.replace(INDENT, "\n") + render(parts[index])).join(""));
}

/** Without colors, cursor movements and other characters that steer a terminal or that HTML doesn't allow. */
export function plain(text: string): string {
  // tabs and line ends stay
  return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, "");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function render(part: Part): string {
  if (part === undefined) {
    return "";
  }
  if (part instanceof Markup) {
    return part.text;
  }
  if (typeof part === "string" || typeof part === "number") {
    return plain(String(part)).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
  }
  return part.map(render).join("");
}
