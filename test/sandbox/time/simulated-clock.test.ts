import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Applied, type ApplyRequest, type Provider } from "../../../sandbox/plugin/provider";
import { UNKNOWN, type ObjectValue } from "../../../sandbox/plugin/values";
import { InProgress } from "../../../sandbox/time/in-progress";
import { SimulatedClock } from "../../../sandbox/time/simulated-clock";

const NETWORK = "google_compute_network";
const SQL_USER = "google_sql_user";
const SQL = "google_sql_database_instance";

/** Does at once what it is told to. */
function providerThat(apply: (request: ApplyRequest) => void = () => undefined): Provider {
  return {
    apply: async (request: ApplyRequest): Promise<Applied> => {
      apply(request);
      return { state: request.planned };
    },
  } as unknown as Provider;
}

const create = (type: string, planned: ObjectValue = {}): ApplyRequest => ({
  type,
  prior: null,
  planned,
  config: planned,
});

/** When each request was answered, in seconds of the clock. */
async function answers(clock: SimulatedClock, ...requests: readonly ApplyRequest[]): Promise<readonly number[]> {
  const provider = clock.around(providerThat());
  return Promise.all(
    requests.map(async (request) => {
      await provider.apply(request);
      return clock.now;
    }),
  );
}

describe("a simulated clock", () => {
  it("lets a change take as long as it typically does, and side by side what comes together", async () => {
    // the numbers are those of sandbox/time/latencies.ts
    expect(await answers(new SimulatedClock(), create(NETWORK), create(NETWORK))).toEqual([22, 22]);
  });

  it("goes on where it is: what follows a reply begins then", async () => {
    const clock = new SimulatedClock();
    await answers(clock, create(NETWORK));
    expect(await answers(clock, create(NETWORK))).toEqual([44]);
    clock.restart();
    expect(clock.now).toBe(0);
  });

  it("takes one after the other what the cloud does one at a time", async () => {
    const user = (instance: string) => create(SQL_USER, { instance });
    expect(await answers(new SimulatedClock(), user("a"), user("a"), user("b"))).toEqual([5, 10, 5]);
  });

  it("knows a replica by an argument that is set, and not by one that is only known later", async () => {
    const [primary, unknown, replica] = await answers(
      new SimulatedClock(),
      create(SQL),
      create(SQL, { master_instance_name: UNKNOWN }),
      create(SQL, { master_instance_name: "a" }),
    );
    expect(unknown).toBe(primary);
    expect(replica).not.toBe(primary);
  });

  it("takes no time for a type that nobody has measured, nor for what is refused", async () => {
    const clock = new SimulatedClock();
    expect(await answers(clock, create("other_thing"))).toEqual([0]);
    const refusing = clock.around(
      providerThat(() => {
        throw new Error("403");
      }),
    );
    await expect(refusing.apply(create(NETWORK))).rejects.toThrow("403");
    expect(clock.now).toBe(0);
  });

  it("stands still as long as Terraform is busy", async () => {
    const clock = new SimulatedClock();
    let asked = 0;
    clock.restart(() => (asked += 1) < 4);
    expect(await answers(clock, create(NETWORK))).toEqual([22]);
    expect(asked).toBeGreaterThanOrEqual(4);
  });

  it("stands still as long as a provider is at work", async () => {
    const clock = new SimulatedClock();
    const times: number[] = [];
    const waiting = clock.until(10).then(() => times.push(clock.now));
    await clock.work(() => new Promise((done) => setTimeout(done, 60)));
    expect(times).toEqual([]);
    await waiting;
    expect(times).toEqual([10]);
  });
});

describe("what is in progress", () => {
  const directory = mkdtempSync(join(tmpdir(), "in-progress-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const object = { type: NETWORK, key: "main", created: "2026-11-26T00:00:00Z", attributes: { name: "main" } };
  const [one, other] = [Symbol("one"), Symbol("other")];

  it("is there for the operation that makes it, and for others once it is complete", () => {
    const progress = new InProgress();
    const store = progress.storeIn(join(directory, "made"));
    const seenBy = (operation: symbol) =>
      progress.within(operation, () => [
        progress.sight(store).get(NETWORK, "main")?.key,
        progress.sight(store).list(NETWORK).length,
      ]);
    progress.within(one, () => store.create(object));
    expect(seenBy(one)).toEqual(["main", 1]);
    expect(seenBy(other)).toEqual([undefined, 0]);
    // a refresh is no operation: it asks for what it knows to be there
    expect(progress.sight(store).list(NETWORK)).toHaveLength(1);
    progress.complete(one);
    expect(seenBy(other)).toEqual(["main", 1]);
  });

  it("is still there for others while it is being deleted", () => {
    const progress = new InProgress();
    const store = progress.storeIn(join(directory, "deleted"));
    store.create(object);
    progress.within(one, () => store.remove(NETWORK, "main"));
    const seenBy = (operation: symbol) => progress.within(operation, () => progress.sight(store).list(NETWORK).length);
    expect(seenBy(one)).toBe(0);
    expect(seenBy(other)).toBe(1);
    expect(progress.within(other, () => progress.sight(store).get(NETWORK, "main"))).toEqual(object);
    progress.complete(one);
    expect(seenBy(other)).toBe(0);
  });
});
