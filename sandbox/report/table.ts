import { html, type Markup, type Part } from "./markup";

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  /** The first column names the row for who can't see the table. */
  readonly cell: (row: Row) => Part;
  /** Numbers stand at the right, so that their digits stand below each other. */
  readonly number?: boolean;
}

/** A table that scrolls by itself when it is wider than the page. */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  idOf: (row: Row) => string | undefined = () => undefined,
): Markup {
  const kind = ({ number }: Column<Row>): Markup => (number === true ? html` class="number"` : html``);
  const row = (data: Row): Markup => {
    const id = idOf(data);
    return html`<tr${id === undefined ? undefined : html` id="${id}" tabindex="-1"`}>${columns.map((column, index) =>
      index === 0
        ? html`<th scope="row" ${kind(column)}>${column.cell(data)}</th>`
        : html`<td${kind(column)}>${column.cell(data)}</td>`,
    )}</tr>`;
  };
  return scrolling(
    caption,
    html`<table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" ${kind(column)}>${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>`,
  );
}

/** Something wide in a frame that scrolls, by keyboard too. */
export function scrolling(label: string, content: Markup, kind = ""): Markup {
  return html`<div class="scroll ${kind}" role="region" aria-label="${label}" tabindex="0">${content}</div>`;
}

/** A part that is closed at first. */
export function folded(summary: Part, content: Markup, open = false): Markup {
  return html`<details${open ? html` open` : undefined}><summary>${summary}</summary>${content}</details>`;
}

/** A word with a sign before it, so that its color isn't all that tells. */
export function sign(tone: "good" | "warning" | "bad" | "neutral", text: string): Markup {
  const mark = { good: "✓", warning: "!", bad: "✗", neutral: "–" }[tone];
  return html`<span class="sign ${tone}"><span aria-hidden="true">${mark}</span> ${text}</span>`;
}

/** A part of the page with a heading that the table of contents leads to. */
export function section(id: string, title: string, content: Markup): Markup {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`;
}
