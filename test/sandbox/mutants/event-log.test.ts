import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLUSTER_OBJECT } from "../../../sandbox/cloud/object-references";
import { Store } from "../../../sandbox/cloud/store";
import { EventLog } from "../../../sandbox/mutants/event-log";
import { Refusal } from "../../../sandbox/plugin/diagnostics";
import { type ApplyRequest, type Provider } from "../../../sandbox/plugin/provider";
import { type ObjectValue } from "../../../sandbox/plugin/values";

describe("the log of events", () => {
  const directory = mkdtempSync(join(tmpdir(), "events-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  const store = new Store(directory);
  const release: ObjectValue = { id: "app", name: "app", namespace: "ns" };

  /** A provider that does what a release does to the cluster, and refuses what is called `refused`. */
  const provider = {
    apply: async ({ type, planned, prior }: ApplyRequest) => {
      if (planned?.["id"] === "refused") throw new Refusal("no");
      if (type === "helm_release" && planned === null) store.remove(CLUSTER_OBJECT, "o");
      if (type === "helm_release" && prior === null) {
        store.create({
          type: CLUSTER_OBJECT,
          key: "o",
          created: "",
          attributes: { release: "ns/app", manifest: "{}" },
        });
      }
      return { state: planned };
    },
  } as Partial<Provider> as Provider;

  it("has what was made, changed and deleted in its order, with what releases brought", async () => {
    store.create({ type: CLUSTER_OBJECT, key: "x", created: "", attributes: { release: "other/app", manifest: "{}" } });
    const log = new EventLog(directory);
    const logged = log.around(provider);
    const apply = (type: string, prior: ObjectValue | null, planned: ObjectValue | null) =>
      logged.apply({ type, prior, planned, config: planned });
    await apply("google_x", null, { id: "one" });
    await expect(apply("google_x", null, { id: "refused" })).rejects.toThrow("no");
    await apply("google_x", { id: "one" }, { id: "one", changed: true });
    await apply("helm_release", null, release);
    await apply("helm_release", release, null);
    await apply("google_x", { id: "one" }, null);
    expect(log.events.map(({ action, type, key }) => `${action} ${type} ${key}`)).toEqual([
      "create google_x one",
      "update google_x one",
      "create helm_release app",
      `create ${CLUSTER_OBJECT} o`,
      `delete ${CLUSTER_OBJECT} o`,
      "delete helm_release app",
      "delete google_x one",
    ]);
    expect(log.events[1]?.attributes).toEqual({ id: "one", changed: true });
    expect(log.events.at(-1)?.attributes).toEqual({ id: "one" });
  });
});
