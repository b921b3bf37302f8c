import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tell } from "../../../sandbox/rehearsal/tell";
import { type Finding } from "../../../sandbox/report/report";
import { directoryWith, emptyDirectory, removeDirectories } from "../any-stack/directories";
import { smallReport } from "../report/support";

afterAll(removeDirectories);

const finding = (severity: Finding["severity"]): Finding => ({ severity, summary: "s", subject: "x", detail: "d" });

describe("telling a report", () => {
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  beforeEach(() => (printed.length = 0));

  it("writes the page and the data beside it, and prints the summary and where the page is", () => {
    const page = join(emptyDirectory(), "below", "page.html");
    const report = smallReport();
    expect(tell(report, { page, json: false, print })).toBe(0);
    expect(readFileSync(page, "utf8")).toContain("<!doctype html>");
    expect(JSON.parse(readFileSync(page.replace(".html", ".json"), "utf8"))).toEqual(
      JSON.parse(JSON.stringify(report)),
    );
    expect(printed).toHaveLength(2);
    expect(printed[0]).toContain("database");
    expect(printed[1]).toMatch(/^\nThe whole report: .*page\.html$/);
  });

  it("prints nothing but JSON when asked to", () => {
    const report = smallReport();
    tell(report, { page: join(emptyDirectory(), "page"), json: true, print });
    expect(printed.map((text) => JSON.parse(text) as unknown)).toEqual([JSON.parse(JSON.stringify(report))]);
  });

  it("never writes the data over the page", () => {
    const directory = emptyDirectory();
    for (const name of ["page", "page.htm", "page.json"])
      tell(smallReport(), { page: join(directory, name), json: true, print });
    for (const [name, isPage] of [
      ["page", true],
      ["page.htm", true],
      ["page.json", true],
      ["page.json.json", false],
    ] as const) {
      expect([name, readFileSync(join(directory, name), "utf8").startsWith("<!doctype html>")]).toEqual([name, isPage]);
    }
  });

  it.each([
    [[], 0],
    [[finding("warning")], 0],
    [[finding("warning"), finding("error")], 1],
  ])("ends with 1 only for an error (%j: %d)", (findings, code) => {
    expect(tell(smallReport({ findings }), { page: join(emptyDirectory(), "p.html"), json: false, print })).toBe(code);
  });

  it("prints the summary all the same when the page can't be written", () => {
    const page = join(directoryWith({ file: "" }), "file", "page.html");
    expect(() => tell(smallReport(), { page, json: false, print })).toThrow(
      /^The report can't be written:\n- .*(ENOTDIR|EEXIST).*; name another file with --report$/,
    );
    expect(printed[0]).toContain("database");
    expect(existsSync(page)).toBe(false);
  });
});
