import { createHash } from "node:crypto";
import { html, Markup } from "./markup";
import { SCRIPT } from "./script";
import { STYLE } from "./style";

/** A link of the table of contents. */
export interface PageLink {
  readonly id: string;
  readonly title: string;
}

/**
 * A whole document in one file. Its policy lets the browser run this script, apply this style sheet, and do nothing else: no request
 * leaves the page, and a tag that came in with a text would neither run nor load anything.
 */
export function page(title: string, head: Markup, links: readonly PageLink[], body: Markup): string {
  const policy = [
    "default-src 'none'",
    `style-src ${digest(STYLE)}`,
    `script-src ${digest(SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  // the policy is an attribute: its quotes may stay as they are, and readers of the source see them so
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${embedded("style", STYLE)}
      </head>
      <body>
        <a class="jump" href="#content">Skip to the content</a>
        ${head}
        <nav aria-label="Contents">
          <ul>
            ${links.map(({ id, title: text }) => html`<li><a href="#${id}">${text}</a></li>`)}
          </ul>
        </nav>
        <main id="content" tabindex="-1">${body}</main>
        <footer>
          <p>
            Times are those of a simulated clock: reported durations of typical operations, walked as Terraform walks
            them. A real deploy may take half or double; compare by the ratio to what the cloud forces. Wall times are
            those of the simulated commands.
          </p>
        </footer>
        ${embedded("script", SCRIPT)}
      </body>
    </html> `.text;
}

/** Not a template: the browser compares the digest with every character between the tags, line ends included. */
const embedded = (tag: "style" | "script", text: string): Markup => new Markup(`<${tag}>${text}</${tag}>`);

const digest = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
