/** The page's style sheet: light or dark as the reader's system is, one column, nothing that comes from elsewhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #fbfbf9; --raised: #ffffff; --text: #1b1f24; --quiet: #565e68; --line: #d9dde2; --stripe: #f1f3f5;
  --forced: #1d5bb8; --asked: #7a5200; --critical: #b0281f; --work: #7d93b2; --wait: #b0bac6;
  --good: #17702f; --warning: #7a5200; --bad: #b0281f; --good-ground: #e5f4e9; --warning-ground: #fbf1da; --bad-ground: #fcebe9;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1b2026; --text: #e7eaee; --quiet: #a3acb7; --line: #353d47; --stripe: #20262d;
    --forced: #86b6ff; --asked: #e6b450; --critical: #ff8f85; --work: #64789a; --wait: #56616e;
    --good: #76d492; --warning: #f0c368; --bad: #ff8f85; --good-ground: #16301f; --warning-ground: #372c12; --bad-ground: #3c1f1d;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.55 var(--sans); color: var(--text); background: var(--ground); -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 1216px; padding: 2.5rem 1.5rem 4rem; }
h1, h2, h3, h4 { line-height: 1.25; overflow-wrap: anywhere; text-wrap: balance; }
h1 { font-size: 2rem; margin: 0; letter-spacing: -0.015em; }
h2 { font-size: 1.45rem; margin: 3.5rem 0 0.75rem; padding-top: 1.25rem; border-top: 1px solid var(--line); letter-spacing: -0.01em; }
h3 { font-size: 1.12rem; margin: 2.25rem 0 0.5rem; }
h4 { font-size: 1rem; margin: 1.75rem 0 0.25rem; }
p { margin: 0.5rem 0; max-width: 76ch; overflow-wrap: anywhere; }
a { color: var(--forced); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--forced); outline-offset: 2px; border-radius: 3px; }
code, pre, .when, .seconds, .path { font-family: var(--mono); font-size: 0.86em; overflow-wrap: anywhere; }
.kind { margin: 0; color: var(--quiet); font-size: 0.85rem; }
.about, .path, .neutral, .note, caption { color: var(--quiet); }
.verdict { display: inline-block; margin: 0.9rem 0 0.2rem; padding: 0.35rem 0.8rem; border-radius: 6px; font-weight: 600; }
.verdict.good { color: var(--good); background: var(--good-ground); }
.verdict.warning { color: var(--warning); background: var(--warning-ground); }
.verdict.bad { color: var(--bad); background: var(--bad-ground); }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 208px), 1fr)); gap: 0.75rem; margin: 1.5rem 0 0; }
.tiles > div { display: flex; flex-direction: column; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 0.75rem 0.9rem; }
.tiles dt { font-size: 0.85rem; color: var(--quiet); overflow-wrap: anywhere; }
.tiles dd { margin: 0; }
.tiles a { color: inherit; text-decoration: none; display: block; }
.tiles a:hover .value { text-decoration: underline; }
.value { display: block; font-size: 1.6rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.note { display: block; font-size: 0.85rem; line-height: 1.4; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; padding: 0; margin: 1.5rem 0 0; font-size: 0.92rem; }
.jump { position: absolute; left: -100vw; }
.jump:focus { left: 1rem; top: 0.5rem; }
.skip { font-size: 0.85rem; }
.sign { white-space: nowrap; font-weight: 600; }
p .sign { white-space: normal; }
.sign.good { color: var(--good); } .sign.warning { color: var(--warning); } .sign.bad { color: var(--bad); } .sign.neutral { color: var(--quiet); }
.forced { color: var(--forced); } .asked, .avoidable { color: var(--asked); }
.scroll { overflow-x: auto; max-width: 100%; margin: 0.75rem 0; }
.scroll.picture { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; }
.scroll.tall { max-height: 82vh; overflow: auto; }
table { border-collapse: collapse; width: 100%; min-width: 560px; font-size: 0.92rem; }
caption { text-align: left; font-size: 0.85rem; padding: 0 0 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { font-size: 0.82rem; color: var(--quiet); font-weight: 600; vertical-align: bottom; }
tbody th:has(code) { min-width: 19rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr:target > * { background: var(--warning-ground); }
.lines, pre { white-space: pre-wrap; }
pre { margin: 0.5rem 0 0; padding: 0.7rem 0.9rem; background: var(--stripe); border-radius: 6px; max-height: 24rem; overflow: auto; }
.finding { border: 1px solid var(--line); border-left: 4px solid var(--warning); border-radius: 8px; background: var(--raised); padding: 0.9rem 1.1rem 1rem; margin: 0.75rem 0; }
.finding.error { border-left-color: var(--bad); }
.finding h3 { margin: 0; font-size: 1.02rem; }
details { margin: 0.6rem 0; }
summary { cursor: pointer; padding: 0.2rem 0; font-weight: 600; font-size: 0.95rem; overflow-wrap: anywhere; }
summary::marker { color: var(--quiet); }
details[open] > summary { margin-bottom: 0.4rem; }
.steps { list-style: none; margin: 0.5rem 0; padding: 0; font-size: 0.92rem; }
.steps li { display: flex; gap: 1rem; padding: 0.45rem 0; border-bottom: 1px solid var(--line); }
.steps .what { min-width: 0; overflow-wrap: anywhere; }
.when { flex: 0 0 3.5em; text-align: right; color: var(--quiet); padding-top: 0.1em; }
.seconds { color: var(--quiet); white-space: nowrap; }
.waits, .names { margin: 0; padding-left: 1.1rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem 1.5rem; padding: 0; margin: 0.75rem 0; font-size: 0.87rem; color: var(--quiet); }
.legend svg { vertical-align: -1px; margin-right: 0.35rem; overflow: visible; }
.tools { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; font-size: 0.9rem; }
.tools input { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--quiet); border-radius: 6px; padding: 0.3rem 0.6rem; width: min(100%, 22rem); }
.tools label { display: flex; gap: 0.6rem; align-items: center; }
.tools button { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--quiet); border-radius: 6px; padding: 0.3rem 0.8rem; cursor: pointer; }
.with-script { display: none; }
.scripted .with-script { display: inline; }
[hidden] { display: none !important; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.87rem; color: var(--quiet); }
svg { display: block; }
.legend svg { display: inline; }
svg text { font-family: var(--mono); fill: var(--text); }
.gantt text { font-size: 10.5px; }
.gantt .axis text { fill: var(--quiet); }
.gantt .axis line { stroke: var(--line); }
.gantt .stripe { fill: transparent; }
.gantt .row:nth-of-type(even) .stripe { fill: var(--stripe); fill-opacity: 0.6; }
.gantt .type, .gantt .length { fill: var(--quiet); font-size: 9.5px; }
.gantt .bar { fill: var(--work); }
.gantt .critical .bar { fill: var(--critical); }
.gantt .critical .name { font-weight: 600; }
.gantt .mark { fill: var(--critical); }
.gantt .wait { stroke: var(--quiet); stroke-width: 0.75; }
.gantt .ground { fill: var(--raised); }
.gantt .stroke { fill: var(--wait); }
.gantt .bound line { stroke: var(--forced); stroke-dasharray: 4 3; }
.gantt .bound text { fill: var(--forced); }
.graph .group rect { fill: var(--stripe); stroke: var(--line); }
.graph .group text { font-size: 13px; font-weight: 600; fill: var(--quiet); paint-order: stroke; stroke: var(--raised); stroke-width: 3px; }
.graph .node rect { fill: var(--raised); stroke: var(--quiet); }
.graph .node .name { font-size: 10.5px; }
.graph .node .type { font-size: 9px; fill: var(--quiet); }
.graph .data rect, .graph .ephemeral rect { stroke-dasharray: 3 2; }
.graph .critical rect { stroke: var(--critical); stroke-width: 2.5; }
.graph .critical .name { font-weight: 600; }
.graph .edge { fill: none; stroke-width: 1.1; }
.graph .edge.forced { stroke: var(--forced); }
.graph .edge.asked { stroke: var(--asked); stroke-dasharray: 5 3; }
.graph marker.forced path { fill: var(--forced); }
.graph marker.asked path { fill: var(--asked); }
.graph .implied { display: none; }
.graph .implied.lit { display: inline; }
.graph a:hover rect, .graph a:focus-visible rect { fill: var(--warning-ground); stroke-width: 2.5; }
.graph a:focus-visible { outline: none; }
.graph.pointing .edge { opacity: 0.08; }
.graph.pointing .node:not(.lit) text { opacity: 0.4; }
.graph.pointing .node:not(.lit) rect { stroke-opacity: 0.35; }
.graph.pointing .edge.lit { opacity: 1; stroke-width: 2; }
@media (max-width: 600px) {
  body { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .value { font-size: 1.3rem; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --raised: #fff; }
  html { font-size: 11px; }
  body { max-width: none; padding: 0; }
  nav, .tools, .skip, .jump { display: none; }
  .scroll, .scroll.tall, pre { overflow: visible; max-height: none; }
  .scroll > svg { max-width: 100%; height: auto; }
  h2, h3, h4, summary { break-after: avoid; }
  tr, li, .finding { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
`;
