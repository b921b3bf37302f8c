import { schedule, type Schedule } from "../../../sandbox/time/schedule";
import { chart, secondsOf } from "./support";

const times = ({ tasks }: Schedule): Record<string, readonly [number, number]> =>
  Object.fromEntries(
    tasks.map(({ address, start, end }) => [address.replace("terraform_data.", ""), [start, end] as const]),
  );

const task = ({ tasks }: Schedule, name: string): Schedule["tasks"][number] | undefined =>
  tasks.find(({ address }) => address === `terraform_data.${name}`);

describe("schedule", () => {
  it("starts each block as soon as all that it waits for is complete", () => {
    const walk = schedule(chart({ a: [], b: [], c: ["a", "b"] }), secondsOf({ a: 3, b: 5, c: 2 }));

    expect(times(walk)).toEqual({ a: [0, 3], b: [0, 5], c: [5, 7] });
    expect(walk.makespan).toBe(7);
    expect(task(walk, "c")?.cause).toEqual({ kind: "edge", of: "terraform_data.b" });
  });

  it("works on ten blocks at once unless told otherwise", () => {
    const eleven = Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [`n${String(index).padStart(2, "0")}`, []]),
    );
    const seconds = (): number => 4;

    expect(schedule(chart(eleven), seconds).makespan).toBe(8);
    expect(schedule(chart(eleven), seconds, { parallelism: 11 }).makespan).toBe(4);
  });

  it("serves first what became ready first, and says which worker it waited for", () => {
    const walk = schedule(chart({ a: [], b: [], c: [], d: ["a"] }), secondsOf({ a: 1, b: 3, c: 5, d: 1 }), {
      parallelism: 2,
    });

    expect(times(walk)).toEqual({ a: [0, 1], b: [0, 3], c: [1, 6], d: [3, 4] });
    expect(task(walk, "d")?.cause).toEqual({ kind: "parallelism", of: "terraform_data.b" });
  });

  it("takes blocks that are ready together in the given order", () => {
    const options = { parallelism: 1, before: (left: string, right: string) => (left > right ? -1 : 1) };

    expect(times(schedule(chart({ a: [], b: [] }), secondsOf({ a: 1, b: 2 }), options))).toEqual({
      b: [0, 2],
      a: [2, 3],
    });
  });

  it("needs no worker for what takes no time", () => {
    const walk = schedule(chart({ a: [], b: [], c: ["b"] }), secondsOf({ a: 9, b: 0, c: 0 }), { parallelism: 1 });

    expect(times(walk)).toEqual({ a: [0, 9], b: [0, 0], c: [0, 0] });
  });

  it("lets a block that waits for a lock keep its worker", () => {
    const walk = schedule(chart({ a: [], b: [], c: [] }), secondsOf({ a: 4, b: 3, c: 1 }), {
      parallelism: 2,
      lock: (address) => (address.endsWith("c") ? undefined : "instance"),
    });

    expect(task(walk, "b")).toMatchObject({
      start: 0,
      begin: 4,
      end: 7,
      cause: { kind: "lock", of: "terraform_data.a" },
    });
    expect(times(walk).c).toEqual([4, 5]);
  });

  it("tells how much longer each block could take", () => {
    const walk = schedule(chart({ a: [], b: [], c: ["a"], d: ["b", "c"] }), secondsOf({ a: 2, b: 3, c: 4, d: 1 }));

    expect(Object.fromEntries(walk.tasks.map(({ address, slack }) => [address.at(-1), slack]))).toEqual({
      a: 0,
      b: 3,
      c: 0,
      d: 0,
    });
  });

  it("refuses a cycle", () => {
    expect(() => schedule(chart({ a: ["b"], b: ["a"], c: [] }), () => 1)).toThrow(
      "the graph has a cycle among or before terraform_data.a, terraform_data.b",
    );
  });

  it("takes no time for nothing", () => {
    expect(schedule(chart({}), () => 1)).toEqual({ makespan: 0, tasks: [] });
  });
});
