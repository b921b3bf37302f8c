import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cloud } from "../../../sandbox/cloud/cloud";
import { Store } from "../../../sandbox/cloud/store";
import { readResults, rehearseAll } from "../../../sandbox/faults/campaign";
import { killPoints, resourcesOf, sample, singleFaults } from "../../../sandbox/faults/enumerate";
import { type Fault, readFaults } from "../../../sandbox/faults/fault";
import { FaultyProvider } from "../../../sandbox/faults/faulty-provider";
import { Ledger } from "../../../sandbox/faults/ledger";
import { type Result } from "../../../sandbox/faults/rehearse-fault";
import { sightOf } from "../../../sandbox/faults/sight";
import { type Provider } from "../../../sandbox/plugin/provider";
import { type ObjectValue } from "../../../sandbox/plugin/values";
import { errorsOf } from "../../../sandbox/rehearsal/outcome";

const directory = mkdtempSync(join(tmpdir(), "faults-test-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let clouds = 0;
const freshCloud = () => join(directory, `cloud-${(clouds += 1)}`);

const NETWORK = "google_compute_network";

describe("a file of faults", () => {
  const read = (content: unknown) => {
    const file = join(directory, "faults.json");
    writeFileSync(file, JSON.stringify(content));
    return () => readFaults(file);
  };

  it("is a list of what goes wrong where", () => {
    const faults: readonly Fault[] = [
      { id: "a", kind: "error", action: "create", type: NETWORK, where: { name: "main" }, nth: 1, times: 4, code: 429 },
      { id: "b", kind: "slow", action: "read", delay: 60_000 },
      { id: "c", kind: "kill", action: "delete", when: "after-commit", repeat: "refused" },
    ];
    expect(read(faults)()).toEqual(faults);
  });

  it("is refused with every problem at once", () => {
    const wrong = [
      { id: "a", kind: "explosion", action: "build", code: 418 },
      { id: "a", kind: "slow", action: "create", delay: 60_001, nth: 0, times: 1.5 },
      { id: "b", kind: "unseen", action: "delete", where: { name: 3 }, color: "red" },
      { id: "c", kind: "lost-reply", action: "read" },
      { kind: "error", action: "create" },
    ];
    expect(read(wrong)).toThrow(/'a' has the kind "explosion"; it must be one of error, lost-reply/);
    for (const message of [
      `'a' has the action "build"; it must be one of create, update`,
      "'a' has the code 418; it must be one of 403, 409",
      "'a' has delay 60001; it must be a whole number from 1 to 60000",
      "'a' has nth 0; it must be a whole number from 1",
      "'a' has times 1.5; it must be a whole number from 1",
      "'b' is 'unseen', which only a create can be",
      "'b' has a where that is not texts by path",
      "'b' has a field 'color' that faults do not have",
      "'c' strikes after the commit, but a read has none",
      "entry 4 has no id",
      "the id 'a' is given twice",
    ]) {
      expect(read(wrong)).toThrow(message);
    }
    expect(read({})).toThrow("the file must hold a JSON list of faults");
  });
});

describe("the ledger", () => {
  const call = { type: NETWORK, action: "create" };

  it("strikes from the nth call on, so many times, and never again", () => {
    const ledger = new Ledger(freshCloud());
    const fault: Fault = { id: "x/y z", kind: "error", action: "create", nth: 2, times: 2 };
    expect([1, 2, 3, 4, 5].map(() => ledger.strikes(fault, call))).toEqual([false, true, true, false, false]);
    expect(ledger.strikesSoFar().map((strike) => strike.call)).toEqual([2, 3]);
  });

  it("strikes the first call once when nothing else is said", () => {
    const ledger = new Ledger(freshCloud());
    const fault: Fault = { id: "x", kind: "error", action: "create" };
    expect([ledger.strikes(fault, call), ledger.strikes(fault, call)]).toEqual([true, false]);
  });

  it("counts for several processes and runs together", () => {
    const cloud = freshCloud();
    const fault: Fault = { id: "x", kind: "error", action: "create", nth: 3 };
    const counted = [1, 2, 3, 4].map(() => new Ledger(cloud).strikes(fault, call));
    expect(counted).toEqual([false, false, true, false]);
  });

  it("strikes once for 'unseen', whose times are looks", () => {
    const ledger = new Ledger(freshCloud());
    const fault: Fault = { id: "x", kind: "unseen", action: "create", times: 5 };
    expect([ledger.strikes(fault, call), ledger.strikes(fault, call)]).toEqual([true, false]);
  });
});

describe("what is unseen", () => {
  const hidden = { fault: "f", type: NETWORK, id: "n1", run: "now", looks: 2 };
  const cloudWith = () => {
    const cloud = freshCloud();
    const store = new Store(cloud);
    store.create({ type: NETWORK, key: "k1", created: "", attributes: { id: "n1" } });
    store.create({ type: NETWORK, key: "k2", created: "", attributes: { id: "n2" } });
    const ledger = new Ledger(cloud);
    ledger.hide(hidden);
    return { store, ledger };
  };

  it("is missed for its number of looks, a look being one request, and then found", () => {
    const { store, ledger } = cloudWith();
    const look = () => sightOf(ledger, "now")(store);
    for (let looks = 0; looks < 2; looks += 1) {
      const view = look();
      expect(view.list(NETWORK).map(({ key }) => key)).toEqual(["k2"]);
      expect(view.get(NETWORK, "k1")).toBeUndefined();
    }
    expect(look().get(NETWORK, "k1")?.key).toBe("k1");
  });

  it("is found in the next run, and by a request about itself", () => {
    const { store, ledger } = cloudWith();
    expect(sightOf(ledger, "next")(store).get(NETWORK, "k1")?.key).toBe("k1");
    expect(sightOf(ledger, "now")(store, { type: NETWORK, key: "k1" }).get(NETWORK, "k1")?.key).toBe("k1");
  });

  it("is not found by a cloud that looks through it", () => {
    const { store, ledger } = cloudWith();
    const cloud = new Cloud(store, () => [], { run: "now", sight: sightOf(ledger, "now") });
    const kind = { id: "{id}" };
    expect(cloud.read(NETWORK, kind, { id: "k2" })).toEqual({ id: "n2" });
    expect(cloud.read(NETWORK, kind, { id: "k1" })).toBeUndefined();
    expect(cloud.view.list(NETWORK)).toHaveLength(1);
    expect(cloud.read(NETWORK, kind, { id: "k1" })).toEqual({ id: "n1" });
  });
});

describe("a lost reply", () => {
  const kind = { id: "{name}" };
  const block = {
    attributes: { id: { type: "string" as const, computed: true }, name: { type: "string" as const } },
    blocks: {},
  };
  const change = { type: NETWORK, kind, block, planned: { id: "a", name: "a" }, writeOnly: {}, project: "p" };
  const taken = ({ action, type, key }: { action: string; type: string; key: string }, view: { get: Store["get"] }) =>
    action === "create" && view.get(type, key) !== undefined ? { message: "409" } : undefined;

  it("lets the next run take the object up again, though Terraform ended in good order", () => {
    const store = new Store(freshCloud());
    const first = new Cloud(store, () => [taken], { run: "1" });
    const { attributes } = first.create(change);
    first.replyLost(NETWORK, attributes);
    first.acknowledgeAll();
    expect(new Cloud(store, () => [taken], { run: "2" }).create(change).attributes).toEqual(attributes);
  });

  it("is not acknowledged by another provider of the run, which Terraform ends earlier", () => {
    const store = new Store(freshCloud());
    const { attributes } = new Cloud(store, () => [taken], { run: "1" }).create(change);
    new Cloud(store, () => [taken], { run: "1" }).acknowledgeAll();
    expect(new Cloud(store, () => [taken], { run: "2" }).create(change).attributes).toEqual(attributes);
  });

  it("that was not lost makes a second create a 409", () => {
    const store = new Store(freshCloud());
    const first = new Cloud(store, () => [taken], { run: "1" });
    first.create(change);
    first.acknowledgeAll();
    expect(() => new Cloud(store, () => [taken], { run: "2" }).create(change)).toThrow("409");
  });
});

describe("FaultyProvider", () => {
  const request = (name: string, type = NETWORK) => ({ type, prior: null, planned: { name }, config: { name } });

  function faulty(...faults: readonly Fault[]) {
    const log: string[] = [];
    const note = <T>(text: string, result: T): T => {
      log.push(text);
      return result;
    };
    const inner = {
      plan: () => note("plan", { planned: {}, requiresReplace: [] }),
      apply: async ({ planned }: { planned: ObjectValue | null }) =>
        note("apply", { state: planned === null ? null : { ...planned, id: "1" } }),
      read: (_type: string, current: ObjectValue) => note("read", current),
      open: async () => note("open", { result: {} }),
      readData: async () => note("readData", {}),
    } as unknown as Provider;
    const ledger = new Ledger(freshCloud());
    const provider = new FaultyProvider(inner, {
      faults,
      ledger,
      run: "now",
      replyLost: (type) => log.push(`lost ${type}`),
      processes: { crash: () => log.push("crash"), kill: () => log.push("kill") },
    });
    return { provider, log, ledger };
  }

  const on = (fault: Partial<Fault>): Fault => ({ id: "f", kind: "error", action: "create", ...fault });

  it("passes on what no fault strikes: other types, other objects, other actions", async () => {
    const { provider, log } = faulty(
      on({ id: "1", type: "google_sql_user" }),
      on({ id: "2", where: { name: "other" } }),
      on({ id: "3", action: "update" }),
      on({ id: "4", kind: "lock" }),
    );
    expect(await provider.apply(request("main"))).toEqual({ state: { name: "main", id: "1" } });
    expect(log).toEqual(["apply"]);
  });

  it.each([
    [403, "googleapi: Error 403: The caller does not have permission, forbidden"],
    [409, "googleapi: Error 409: Operation failed because another operation was already in progress."],
    [429, "googleapi: Error 429: Quota exceeded for quota metric"],
    [500, "googleapi: Error 500: Internal error encountered., backendError"],
    [503, "googleapi: Error 503: The service is currently unavailable., backendError"],
  ] as const)("answers %d in Google's words before anything is done", async (code, message) => {
    const { provider, log } = faulty(on({ code, times: 4, where: { name: "main" } }));
    await expect(provider.apply(request("main"))).rejects.toThrow(`Error creating ${NETWORK}: ${message}`);
    expect(log).toEqual([]);
  });

  it.each([409, 429, 500, 503] as const)(
    "repeats a %d by itself three times, as the google provider does",
    async (code) => {
      await expect(faulty(on({ code, times: 3 })).provider.apply(request("main"))).resolves.toBeDefined();
      await expect(faulty(on({ code, times: 4 })).provider.apply(request("main"))).rejects.toThrow(`Error ${code}`);
    },
  );

  it("repeats neither a 403 nor what the kubernetes provider gets", async () => {
    await expect(faulty(on({ code: 403 })).provider.apply(request("main"))).rejects.toThrow("Error 403");
    const { provider } = faulty(on({ code: 503 }));
    await expect(provider.apply(request("main", "kubernetes_namespace_v1"))).rejects.toThrow(
      "Error creating kubernetes_namespace_v1: the server is currently unable to handle the request",
    );
  });

  it("loses the reply to what was done, and tells the cloud", async () => {
    const { provider, log } = faulty(on({ kind: "lost-reply" }));
    await expect(provider.apply(request("main"))).rejects.toThrow('request to "https://googleapis.com": EOF');
    expect(log).toEqual(["apply", `lost ${NETWORK}`]);
  });

  it("keeps it from the cloud when a repeated create is to be refused", async () => {
    const { provider, log } = faulty(on({ kind: "lost-reply", repeat: "refused" }));
    await expect(provider.apply(request("main"))).rejects.toThrow("EOF");
    expect(log).toEqual(["apply"]);
  });

  it("loses the reply to a delete", async () => {
    const { provider, log } = faulty(on({ kind: "lost-reply", action: "delete", where: { name: "main" } }));
    const gone = { type: NETWORK, prior: { name: "main" }, planned: null, config: null };
    await expect(provider.apply(gone)).rejects.toThrow(`Error deleting ${NETWORK}`);
    expect(log).toEqual(["apply"]);
  });

  it("times out in the provider's words; a cluster stays in the state, to be tainted", async () => {
    const words = "timeout while waiting for state to become 'DONE'";
    await expect(faulty(on({ kind: "timeout" })).provider.apply(request("main"))).rejects.toThrow(words);
    const cluster = await faulty(on({ kind: "timeout" })).provider.apply(request("main", "google_container_cluster"));
    expect(cluster.state).toEqual({ name: "main", id: "1" });
    expect(cluster.diagnostics?.map(({ severity }) => severity)).toEqual(["error"]);
    expect(cluster.diagnostics?.[0]?.summary).toContain(words);
  });

  it("hides a new object", async () => {
    const { provider, ledger } = faulty(on({ kind: "unseen", times: 3 }));
    await provider.apply(request("main"));
    expect(ledger.hidden()).toEqual([{ fault: "f", type: NETWORK, id: "1", run: "now", looks: 3 }]);
  });

  it("takes its time, and then does it", async () => {
    const { provider, log } = faulty(
      on({ kind: "slow", delay: 60 }),
      on({ id: "r", kind: "slow", action: "read", delay: 60 }),
    );
    let began = performance.now();
    await provider.apply(request("main"));
    // timers may fire a millisecond early
    expect(performance.now() - began).toBeGreaterThan(55);
    began = performance.now();
    provider.read(NETWORK, { name: "main" });
    expect(performance.now() - began).toBeGreaterThan(55);
    expect(log).toEqual(["apply", "read"]);
  });

  it.each([
    ["crash", "before-commit", ["crash"]],
    ["crash", "after-commit", ["apply", `lost ${NETWORK}`, "crash"]],
    ["kill", "before-commit", ["kill"]],
    ["kill", "after-commit", ["apply", `lost ${NETWORK}`, "kill"]],
  ] as const)("ends by %s %s, and answers nobody from then on", async (kind, when, expected) => {
    const { provider, log } = faulty(on({ kind, when }));
    let answered = false;
    const asked = [provider.apply(request("main")), provider.apply(request("second"))];
    void Promise.race(asked.slice(0, 1)).then(() => (answered = true));
    await new Promise((done) => setTimeout(done, 200));
    expect(log.filter((entry) => entry !== "apply" || when === "after-commit")).toEqual(
      expect.arrayContaining([...expected]),
    );
    expect(log.filter((entry) => entry === kind)).toHaveLength(1);
    expect(answered).toBe(false);
    const before = log.length;
    void provider.apply(request("third"));
    await new Promise((done) => setTimeout(done, 20));
    expect(log).toHaveLength(before);
  });

  it("strikes plans, reads, data sources and ephemeral resources, too", async () => {
    const { provider, log } = faulty(
      on({ id: "p", action: "plan", kind: "crash" }),
      on({ id: "r", action: "read", type: NETWORK, code: 403 }),
      on({ id: "d", action: "read", type: "google_project", code: 403 }),
      on({ id: "o", action: "open", code: 403 }),
    );
    provider.plan({ type: NETWORK, prior: null, proposed: {}, config: {} });
    expect(log[0]).toBe("crash");
    expect(() => provider.read(NETWORK, {})).toThrow(`Error reading ${NETWORK}: googleapi: Error 403`);
    await expect(provider.readData("google_project", {})).rejects.toThrow("Error reading google_project");
    await expect(provider.open("google_secret_manager_secret_version", {})).rejects.toThrow("Error opening");
    expect(log).not.toContain("open");
  });
});

describe("the faults of a stack", () => {
  const synthesized = {
    resource: {
      google_service_account: {
        b: { account_id: "b", display_name: "${var.x}", depends_on: ["x"], provider: "google.other" },
        a: { account_id: "a" },
      },
      google_sql_user: { first: { name: "${local.a}", password: "hunter2" }, second: { name: "${local.b}" } },
      kubernetes_namespace_v1: { app: { metadata: { name: "app" } } },
      random_id: { main: { byte_length: 4 } },
    },
    ephemeral: { google_secret_manager_secret_version: { s: { secret: "s" } } },
  };

  it("come from its resources in the order of addresses, told apart by their texts, then by number", () => {
    expect(resourcesOf(synthesized).map(({ address, where, nth }) => [address, where, nth])).toEqual([
      ["google_service_account.a", { account_id: "a" }, 1],
      ["google_service_account.b", { account_id: "b" }, 1],
      ["google_sql_user.first", {}, 1],
      ["google_sql_user.second", {}, 2],
      ["kubernetes_namespace_v1.app", { "metadata.name": "app" }, 1],
      ["random_id.main", {}, 1],
      ["ephemeral.google_secret_manager_secret_version.s", { secret: "s" }, 1],
    ]);
  });

  it("are each way to fail for each resource, with ids of their own, all valid", () => {
    const faults = singleFaults(synthesized);
    const file = join(directory, "enumerated.json");
    writeFileSync(file, JSON.stringify([...faults, ...killPoints(3)]));
    expect(readFaults(file)).toHaveLength(faults.length + 6);
    const of = (prefix: string) => faults.map(({ id }) => id).filter((id) => id.startsWith(prefix));
    expect(of("create/google_service_account.a/").map((id) => id.split("/")[2])).toEqual([
      ...["error-403", "error-409", "error-429", "error-500", "error-503", "lost-reply", "timeout", "unseen", "slow"],
      ...["crash-before", "kill-before", "crash-after", "kill-after"],
    ]);
    expect(of("create/random_id.main/")).toHaveLength(4);
    expect(of("open/")).toHaveLength(8);
    expect(of("create/state/lock")).toHaveLength(1);
  });

  it("outlast the provider's own retries", () => {
    const times = (id: string) => singleFaults(synthesized).find((fault) => fault.id === id)?.times;
    expect(times("create/google_service_account.a/error-503")).toBe(4);
    expect(times("create/google_service_account.a/error-403")).toBe(1);
    expect(times("create/kubernetes_namespace_v1.app/error-503")).toBe(1);
  });

  it("can be sampled by a seed, whatever order they come in; a larger sample begins with a smaller one", () => {
    const faults = singleFaults(synthesized);
    const five = sample(faults, "1", 5);
    expect(sample([...faults].reverse(), "1", 5)).toEqual(five);
    expect(sample(faults, "1", 9).slice(0, 5)).toEqual(five);
    expect(sample(faults, "2", 5)).not.toEqual(five);
    expect(sample(faults, "1", 10_000)).toHaveLength(faults.length);
  });

  it("have two kill points for each change", () => {
    expect(killPoints(2, "delete").map(({ nth, when }) => [nth, when])).toEqual([
      [1, "before-commit"],
      [1, "after-commit"],
      [2, "before-commit"],
      [2, "after-commit"],
    ]);
  });
});

describe("a series of rehearsals", () => {
  const faults = killPoints(2);
  const result = (fault: Fault): Result => ({
    fault,
    verdict: fault.when === "after-commit" ? "lost" : "recovered",
    moreRuns: 1,
    errors: [],
    missing: [],
    extra: [],
    seconds: 1,
  });

  it("goes on where it was stopped, past a line that a kill tore", async () => {
    const results = join(directory, "results.jsonl");
    const rehearsed: string[] = [];
    const rehearse = async (fault: Fault) => {
      rehearsed.push(fault.id);
      return result(fault);
    };
    const first = await rehearseAll(faults.slice(0, 2), rehearse, { results });
    expect(first).toMatchObject({ total: 2, done: 2, verdicts: { recovered: 1, lost: 1 } });
    appendFileSync(results, '\n{"fault":{"id":"create/ki');

    const steps: string[] = [];
    const progress = ({ fault }: Result, done: number, total: number) => steps.push(`${done}/${total} ${fault.id}`);
    const second = await rehearseAll(faults, rehearse, { results, progress });
    expect(rehearsed).toEqual(faults.map(({ id }) => id));
    expect(steps).toEqual(["3/4 create/kill/2/before-commit", "4/4 create/kill/2/after-commit"]);
    expect(second.findings.map(({ fault }) => fault.id)).toEqual([
      "create/kill/1/after-commit",
      "create/kill/2/after-commit",
    ]);
    expect(readResults(results)).toHaveLength(4);
  });

  it("rehearses a fault again that was changed under its old id", async () => {
    const results = join(directory, "changed.jsonl");
    const rehearse = jest.fn(async (fault: Fault) => result(fault));
    const [fault] = faults;
    if (fault === undefined) throw new Error("there are no kill points");
    await rehearseAll([fault], rehearse, { results });
    await rehearseAll([{ ...fault, nth: 9 }], rehearse, { results });
    expect(rehearse).toHaveBeenCalledTimes(2);
  });

  it("begins no more after its time", async () => {
    const rehearse = jest.fn(async (fault: Fault) => result(fault));
    const late = await rehearseAll(faults, rehearse, {
      results: join(directory, "none.jsonl"),
      until: Date.now(),
    });
    expect(rehearse).not.toHaveBeenCalled();
    expect(late).toMatchObject({ total: 4, done: 0 });
  });

  it("rehearses as many at once as it has workers, each fault once", async () => {
    let atOnce = 0;
    let most = 0;
    const rehearse = jest.fn(async (fault: Fault) => {
      most = Math.max(most, (atOnce += 1));
      await new Promise((done) => setTimeout(done, 5));
      atOnce -= 1;
      return result(fault);
    });
    const results = join(directory, "workers.jsonl");
    expect(await rehearseAll(faults, rehearse, { results, workers: 2 })).toMatchObject({ total: 4, done: 4 });
    expect(rehearse).toHaveBeenCalledTimes(4);
    expect(most).toBe(2);
  });

  it("keeps Terraform's errors without their frames", () => {
    const output =
      "x\n\nError: no\n\n  with a.b,\n  on cdk.tf.json line 7:\n   7: { x }\n\nWarning: w\n\nError: second\n";
    expect(errorsOf({ code: 1, output })).toEqual(["Error: no with a.b, on cdk.tf.json line 7:", "Error: second"]);
    expect(errorsOf({ code: 1, output: "╷\n│ Error: framed\n╵\n" })).toEqual(["Error: framed"]);
    expect(errorsOf({ code: -1, output: "" })).toEqual(["killed"]);
    expect(errorsOf({ code: 2, output: "Plan: 1 to add" })).toEqual(["exit code 2: Plan: 1 to add"]);
  });
});
