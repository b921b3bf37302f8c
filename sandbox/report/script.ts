/**
 * What makes the page handier: it adds nothing to read. Pointing at a block of a graph lights up its edges, a field filters long
 * tables, buttons make a graph smaller.
 */
export const SCRIPT = `
"use strict";
document.documentElement.classList.add("scripted");

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

for (const graph of document.querySelectorAll("svg.graph[role]")) {
  const edges = [...graph.querySelectorAll(".edge")];
  const nodes = new Map([...graph.querySelectorAll("a.node")].map((node) => [node.dataset.node, node]));
  const dark = () => {
    graph.classList.remove("pointing");
    graph.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
  };
  const light = (event) => {
    const node = event.target.closest("a.node");
    if (!node) return;
    dark();
    graph.classList.add("pointing");
    node.classList.add("lit");
    for (const edge of edges) {
      const { from, to } = edge.dataset;
      if (from === node.dataset.node || to === node.dataset.node) {
        edge.classList.add("lit");
        nodes.get(from)?.classList.add("lit");
        nodes.get(to)?.classList.add("lit");
      }
    }
  };
  graph.addEventListener("pointerover", light);
  graph.addEventListener("focusin", light);
  graph.addEventListener("pointerleave", dark);
  graph.addEventListener("focusout", dark);

  const { width, height } = graph.viewBox.baseVal;
  const size = (scale) => {
    graph.setAttribute("width", width * scale);
    graph.setAttribute("height", height * scale);
  };
  const frame = graph.closest(".scroll");
  const button = (text, scale) => element("button", { type: "button", textContent: text, onclick: () => size(scale()) });
  // the first view shows where things begin
  const boxes = [...graph.querySelectorAll("a.node rect")].map(({ x, y }) => ({ x: x.baseVal.value, y: y.baseVal.value }));
  const first = boxes.filter(({ x }) => x === Math.min(...boxes.map((box) => box.x)));
  const middle = first[Math.floor(first.length / 2)];
  frame.scrollTop = middle ? middle.y - frame.clientHeight / 2 : 0;
  frame.before(
    element(
      "div",
      { className: "tools" },
      button("Whole width", () => Math.min(1, (frame.clientWidth - 2) / width)),
      button("Half size", () => 0.5),
      button("Full size", () => 1),
    ),
  );
}

for (const box of document.querySelectorAll(".filtered")) {
  const rows = [...box.querySelectorAll("tbody tr")].map((row) => [row, row.textContent.toLowerCase()]);
  const told = element("span", { role: "status" });
  const field = element("input", { type: "search", placeholder: "part of an address or a law" });
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\\s+/);
    let shown = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    told.textContent = field.value === "" ? "" : shown + " of " + rows.length;
  });
  const clear = () => {
    field.value = "";
    field.dispatchEvent(new Event("input"));
  };
  box.querySelector(".scroll").before(element("p", { className: "tools" }, element("label", {}, "Filter ", field), told));
  // a link to a row has to find it, whatever was filtered
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && box.querySelector("[id='" + CSS.escape(link.getAttribute("href").slice(1)) + "'][hidden]")) clear();
  });
}

const reveal = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = target; at; at = at.parentElement) {
    if (at.localName === "details") at.open = true;
  }
  if (target) target.scrollIntoView({ block: "center" });
};
addEventListener("hashchange", reveal);
reveal();
`;
