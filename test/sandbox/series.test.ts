import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readLines, rehearseSeries } from "../../sandbox/series";

interface Done {
  readonly item: string;
}

describe("a series", () => {
  const directory = mkdtempSync(join(tmpdir(), "series-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  const run = (
    name: string,
    items: readonly string[],
    rehearse: (item: string) => Promise<Done>,
    more: { readonly workers?: number; readonly until?: number } = {},
  ) =>
    rehearseSeries(
      { items, keyOf: (item) => item, itemOf: ({ item }: Done) => item, rehearse },
      { results: join(directory, name), ...more },
    );

  it("goes on where it was stopped, and takes a torn line for none", async () => {
    const asked: string[] = [];
    const rehearse = async (item: string): Promise<Done> => {
      asked.push(item);
      return { item };
    };
    await run("go-on", ["a", "b"], rehearse);
    appendFileSync(join(directory, "go-on"), '\n{"item":"c');
    const { results, total } = await run("go-on", ["b", "c", "d"], rehearse);
    expect(asked).toEqual(["a", "b", "c", "d"]);
    expect(results.map(({ item }) => item)).toEqual(["b", "c", "d"]);
    expect(total).toBe(3);
    expect(readLines<Done>(join(directory, "none"))).toEqual([]);
  });

  it("begins no other one after its time", async () => {
    const { results, total } = await run("late", ["a"], async (item) => ({ item }), { until: 0 });
    expect([results, total]).toEqual([[], 1]);
  });

  it("writes down what is under way when one fails, begins nothing else, and throws", async () => {
    const begun: string[] = [];
    const rehearse = async (item: string): Promise<Done> => {
      begun.push(item);
      if (item === "bad") throw new Error("a defect");
      await new Promise((later) => setTimeout(later, 50));
      return { item };
    };
    await expect(run("fails", ["slow", "bad", "never"], rehearse, { workers: 2 })).rejects.toThrow("a defect");
    expect(begun).toEqual(["slow", "bad"]);
    expect(readFileSync(join(directory, "fails"), "utf8").trim()).toBe('{"item":"slow"}');
  });
});
