import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { reportHtml } from "../../sandbox/report/html";
import { findChromium, startChromium } from "../support/chromium";
import { cliscaleReport, fullReport, smallReport } from "../sandbox/report/support";

// a browser has to start, and the page of two real stacks has thousands of elements
jest.setTimeout(120_000);

const report = cliscaleReport();
const written = new Map<unknown, string>();
const folder = mkdtempSync(join(tmpdir(), "cliscale-report-"));
let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
});

afterAll(async () => {
  // without Chromium there is nothing to close
  await (browser as Browser | undefined)?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  /** Everything that the console said. */
  readonly said: readonly string[];
  readonly requests: readonly string[];
  readonly url: string;
}

/** Each report is written once. */
function fileOf(of: typeof report): string {
  const file = written.get(of) ?? join(folder, `report-${written.size}.html`);
  if (!written.has(of)) {
    writeFileSync(file, reportHtml(of));
    written.set(of, file);
  }
  return file;
}

/** Opens a report from its file and hands it to a test. */
async function withPage(
  test: (opened: Opened) => Promise<void>,
  { of = report, ...options }: BrowserContextOptions & { readonly of?: typeof report } = {},
): Promise<void> {
  const file = fileOf(of);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  try {
    const page = await context.newPage();
    const said: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    const url = pathToFileURL(file).href;
    await page.goto(url);
    await test({ page, said, requests, url });
  } finally {
    await context.close();
  }
}

const openAll = (page: Page): Promise<void> =>
  page.evaluate<void>("document.querySelectorAll('details').forEach((one) => { one.open = true; })");

describe("the report in a browser", () => {
  it("loads from its file without a word on the console or any other request", () =>
    withPage(async ({ page, said, requests, url }) => {
      await openAll(page);

      expect(await page.title()).toBe("Rehearsal of cliscale");
      expect(said).toEqual([]);
      expect(requests).toEqual([url]);
    }));

  it("runs nothing that came in with a text", () =>
    withPage(
      async ({ page, said }) => {
        expect(await page.title()).toBe("Rehearsal of </title><script>document.title = 'taken over'</script>");
        expect(said).toEqual([]);
      },
      { of: smallReport({ title: "</title><script>document.title = 'taken over'</script>" }) },
    ));

  it("needs no script: every section is there, and every folded part opens", () =>
    withPage(
      async ({ page }) => {
        for (const heading of await page.locator("h1, h2, h3").all()) {
          expect(await heading.isVisible()).toBe(true);
        }
        const folded = page.locator("main > section > details, .filtered > details");
        expect(await folded.count()).toBeGreaterThan(5);
        for (const details of await folded.all()) {
          // what needs attention is open already
          if ((await details.getAttribute("open")) === null) {
            await details.locator("> summary").click();
          }
          expect(await details.locator("> :not(summary)").first().isVisible()).toBe(true);
        }
        expect(await page.locator(".with-script, .tools").filter({ visible: true }).count()).toBe(0);
      },
      { javaScriptEnabled: false },
    ));

  it("shows as many bars as there are blocks that take time", () =>
    withPage(async ({ page }) => {
      await openAll(page);
      const times = report.stacks.flatMap((stack) => stack.times);
      const blocks = times.flatMap((time) => time.blocks);

      const bars = await page.locator("svg.gantt[role=img] .bar").all();
      expect(bars).toHaveLength(blocks.length);
      expect(await page.locator("svg.gantt[role=img] .critical .bar").count()).toBe(
        blocks.filter(({ critical }) => critical).length,
      );
      const widths = await page.evaluate<readonly number[]>(
        "[...document.querySelectorAll('svg.gantt[role=img] .bar')].map((bar) => bar.getBoundingClientRect().width)",
      );
      expect(Math.min(...widths)).toBeGreaterThan(1);
    }));

  it("keeps every text of a chart within its column, and out of its neighbors", () =>
    withPage(async ({ page }) => {
      await openAll(page);
      const outside = await page.evaluate<readonly string[]>(`
        [...document.querySelectorAll("svg.gantt[role=img]")].flatMap((svg) => {
          const whole = svg.getBoundingClientRect();
          return [...svg.querySelectorAll(".row")].flatMap((row) => {
            const label = row.querySelector(".label").getBoundingClientRect();
            const length = row.querySelector(".length").getBoundingClientRect();
            const first = (row.querySelector(".wait") ?? row.querySelector(".bar")).getBoundingClientRect();
            const bar = row.querySelector(".bar").getBoundingClientRect();
            const fits = whole.left <= label.left && label.right < whole.left + 400 && label.right < first.left
              && bar.right <= length.left && length.right <= whole.right;
            return fits ? [] : [row.textContent];
          });
        })`);

      expect(outside).toEqual([]);
    }));

  it("keeps every text of the graph within its box", () =>
    withPage(async ({ page }) => {
      const outside = await page.evaluate<readonly string[]>(`
        [...document.querySelectorAll("a.node, g.group")].flatMap((node) => {
          const box = node.querySelector("rect").getBoundingClientRect();
          return [...node.querySelectorAll("text")].flatMap((text) => {
            const { left, right, top, bottom } = text.getBoundingClientRect();
            return box.left <= left && right <= box.right && box.top <= top && bottom <= box.bottom ? [] : [text.textContent];
          });
        })`);

      expect(outside).toEqual([]);
    }));

  it.each(["light", "dark"] as const)("has enough contrast for every text in %s colors", (colorScheme) =>
    withPage(
      async ({ page }) => {
        await openAll(page);

        expect(await page.evaluate<readonly string[]>(FAINT)).toEqual([]);
      },
      { colorScheme, of: fullReport() },
    ),
  );

  it("has colors of its own when it is dark", () =>
    withPage(
      async ({ page }) => {
        expect(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")).toBe(
          "rgb(20, 23, 27)",
        );
      },
      { colorScheme: "dark", of: smallReport() },
    ));

  it("scrolls sideways in its frames only when the screen is narrow", () =>
    withPage(
      async ({ page }) => {
        await openAll(page);

        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(400);
      },
      { viewport: { width: 400, height: 800 } },
    ));

  it("lights up the edges of the block that is pointed at or has the focus", () =>
    withPage(
      async ({ page }) => {
        const lit = (): Promise<number> => page.locator("svg.graph .edge.lit").count();
        const release = page.locator("a.node[aria-label^='helm_release.app:']");

        await release.hover();
        expect(await lit()).toBe(3);
        // the one that follows from others shows now
        expect(await page.locator(".edge.implied").first().isVisible()).toBe(true);
        await page.mouse.move(0, 0);
        expect(await lit()).toBe(0);
        await release.focus();
        expect(await lit()).toBe(3);
      },
      { of: smallReport() },
    ));

  it("leads from a block of the graph to its row, folded or filtered out or not", () =>
    withPage(
      async ({ page, said }) => {
        const row = page
          .locator(".filtered tbody tr")
          .filter({ has: page.locator("th code", { hasText: "helm_release.app" }) });

        await page.locator(".filtered summary").click();
        await page.getByRole("searchbox").fill("replica");
        expect(await row.isVisible()).toBe(false);
        expect(await page.locator("[role=status]").textContent()).toBe("1 of 5");
        await page.locator(".filtered summary").click();
        await page.locator("a.node[aria-label^='helm_release.app:']").press("Enter");
        await row.waitFor({ state: "visible" });
        expect(said).toEqual([]);
      },
      { of: smallReport() },
    ));

  it("names every chart, picture and table, and has headings in order", () =>
    withPage(
      async ({ page }) => {
        const roles = ["img", "group", "table", "region"] as const;
        await openAll(page);
        for (const role of roles) {
          const all = page.locator("main").getByRole(role);
          expect(await all.count()).toBeGreaterThan(0);
          expect(await page.locator("main").getByRole(role, { name: /\w/ }).count()).toBe(
            role === "group" ? (await all.count()) - (await page.locator("main details").count()) : await all.count(),
          );
        }
        const levels = await page.evaluate<readonly number[]>(
          "[...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.localName[1]))",
        );
        expect(levels[0]).toBe(1);
        expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
      },
      { of: fullReport() },
    ));
});

describe("findChromium", () => {
  it("says what to do when there is none", () => {
    expect(() => findChromium({ PATH: "/nowhere" })).toThrow("no Chromium on PATH (chromium, chromium-browser");
    expect(() => findChromium({ CHROMIUM_BIN: "/nowhere/chromium", PATH: "" })).toThrow(
      "CHROMIUM_BIN is '/nowhere/chromium', which can't be executed",
    );
  });
});

/** Texts with less than 4.5 to 1 against the nearest ground behind them (WCAG 2.2, 1.4.3). */
const FAINT = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = channels(color).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const opaque = (color) => (channels(color)[3] ?? 1) > 0;
  const ground = (element) => {
    const { backgroundColor } = getComputedStyle(element);
    return opaque(backgroundColor) ? backgroundColor : ground(element.parentElement);
  };
  const behind = (element) => {
    const rect = element.closest(".node, .group")?.querySelector("rect");
    return rect ? getComputedStyle(rect).fill : ground(element);
  };
  const texts = [...document.querySelectorAll("body *")].filter((element) =>
    element.checkVisibility() &&
    !element.closest("script, title, desc, option") &&
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""));
  return texts.flatMap((element) => {
    const style = getComputedStyle(element);
    const [bright, dark] = [element instanceof SVGElement ? style.fill : style.color, behind(element)]
      .map(luminance)
      .sort((left, right) => right - left);
    const ratio = (bright + 0.05) / (dark + 0.05);
    return ratio >= 4.5 ? [] : [ratio.toFixed(2) + " " + element.localName + "." + element.className + " " + element.textContent.slice(0, 40)];
  });
})()`;
