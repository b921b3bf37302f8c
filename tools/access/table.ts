/** Rows of text in columns, each cell wrapped to the width of its column. */
export function table(rows: readonly (readonly string[])[], width: number, indent = 2): readonly string[] {
  const widths = columnWidths(rows, width - indent);
  return rows.flatMap((row) => {
    const cells = row.map((cell, column) => wrap(cell, widths[column] ?? width));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      (
        " ".repeat(indent) + cells.map((cell, column) => (cell[line] ?? "").padEnd(widths[column] ?? 0)).join(GAP)
      ).trimEnd(),
    );
  });
}

const GAP = "  ";

/** No column is made narrower than this for the sake of another. */
const NARROWEST = 16;

/** As wide as the longest cell; when that is too much in all, the widest columns give way. */
function columnWidths(rows: readonly (readonly string[])[], width: number): readonly number[] {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const total = (): number => widths.reduce((sum, one) => sum + one, (columns - 1) * GAP.length);
  while (total() > width && Math.max(...widths) > NARROWEST) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** Where a word that is too long by itself is broken: behind the signs that names are made of, the best ones first. */
const SIGNS: readonly RegExp[] = [/.*[/,@]/, /.*[.-]/];

/** Breaks lines at spaces, and inside of words that are longer than a line. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.slice(0, width + 1).lastIndexOf(" ");
    const word = rest.slice(0, width);
    const sign = SIGNS.map((pattern) => pattern.exec(word)?.[0].length ?? 0).find((length) => length > 0) ?? width;
    const end = space > 0 ? space : sign;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}
