import { type CloudView, type Law, lawsByName, type Operation } from "../../../sandbox/cloud/law";
import { LawRecord } from "../../../sandbox/cloud/law-record";

const EMPTY: CloudView = { get: () => undefined, list: () => [], buried: () => undefined };

const CREATE: Operation = {
  action: "create",
  type: "google_compute_network",
  key: "k",
  project: "p1",
  before: null,
  after: { name: "n", labels: { a: "b" } },
  now: "2026-11-26T00:00:00.000Z",
};

/** Lets one law judge an operation, and gives back its use and what it said. */
function judge(law: Law, operation: Operation = CREATE, cloud: CloudView = EMPTY) {
  const record = new LawRecord();
  const [watched] = record.watching(new Map([["law", law]]));
  const said = watched?.(operation, cloud);
  return { said, use: record.laws.get("law"), record };
}

describe("the record of laws", () => {
  it.each<[string, Law]>([
    ["at the action", ({ action }) => (action === "delete" ? { message: "m" } : undefined)],
    ["at the type", ({ type }) => (type === "google_sql_user" ? { message: "m" } : undefined)],
    ["at what there is not", ({ before }) => (before === null ? undefined : { message: "m" })],
    ["at nothing", () => undefined],
  ])("does not count a law that looks no further than %s", (_where, law) => {
    expect(judge(law).use).toEqual({ judged: 0, refusals: [] });
  });

  /** Looks at something, and has nothing against it. */
  const nothing = (...looked: readonly unknown[]) => (looked.length < 0 ? { message: "never" } : undefined);

  it.each<[string, Law]>([
    ["an attribute", ({ after }) => nothing(after?.["name"])],
    ["an attribute that is not there", ({ after }) => nothing(after?.["description"])],
    ["which attributes there are", ({ after }) => nothing(Object.keys(after ?? {}))],
    ["whether there is an attribute", ({ after }) => nothing("name" in (after ?? {}))],
    ["whether it has an attribute of its own", ({ after }) => nothing(Object.hasOwn(after ?? {}, "name"))],
    ["a copy", ({ after }) => nothing({ ...after })],
    ["an object of the cloud", (_operation, cloud) => nothing(cloud.get("t", "k"))],
    ["the objects of the cloud", (_operation, cloud) => nothing(cloud.list("t"))],
    ["names that are still taken", (_operation, cloud) => nothing(cloud.buried("t", "k"))],
  ])("counts a law that looks at %s", (_what, law) => {
    expect(judge(law).use).toEqual({ judged: 1, refusals: [] });
  });

  it("counts a law that looks at what was there before", () => {
    const law: Law = ({ before }) => nothing(before?.["name"]);
    expect(judge(law, { ...CREATE, action: "delete", before: CREATE.after, after: null }).use?.judged).toBe(1);
  });

  it("counts one judgment, however often the law looks", () => {
    expect(
      judge(({ after }) => nothing(after?.["name"], after?.["labels"], Object.keys(after ?? {}))).use?.judged,
    ).toBe(1);
  });

  it("gives the law what it would see without the record", () => {
    const object = { type: "t", key: "k", created: "", attributes: { id: "i" } };
    const cloud: CloudView = {
      get: (type, key) => (`${type} ${key}` === "t k" ? object : undefined),
      list: (type) => (type === "t" ? [object] : []),
      buried: (type, key) => `${type} ${key}`,
    };
    let seen: unknown;
    judge(
      (operation, view) => {
        seen = [JSON.parse(JSON.stringify(operation)), view.get("t", "k"), view.list("t"), view.buried("t", "k")];
        return undefined;
      },
      CREATE,
      cloud,
    );
    expect(seen).toEqual([CREATE, object, [object], "t k"]);
  });

  it("keeps each refusal with what it was about, and gives it back unchanged", () => {
    const violation = { message: "Error 403", advice: "Enable it", attribute: "name" };
    const { said, use, record } = judge(() => violation);
    expect(said).toBe(violation);
    const refusal = { action: "create", type: "google_compute_network", key: "k", message: "Error 403" };
    expect(use).toEqual({ judged: 1, refusals: [refusal] });
    expect(record.refusals()).toEqual([{ law: "law", ...refusal }]);
  });

  it("counts for several laws apart, in the order in which they are asked, and forgets when it is cleared", () => {
    const record = new LawRecord();
    const watched = record.watching(
      new Map<string, Law>([
        ["b", () => ({ message: "b" })],
        ["a", ({ after }) => (after?.["name"] === "n" ? { message: "a" } : undefined)],
        ["idle", () => undefined],
      ]),
    );
    const askAll = () => watched.forEach((law) => law(CREATE, EMPTY));
    askAll();
    askAll();
    expect([...record.laws].map(([name, { judged }]) => [name, judged])).toEqual([
      ["b", 2],
      ["a", 2],
      ["idle", 0],
    ]);
    expect(record.refusals().map(({ law }) => law)).toEqual(["b", "b", "a", "a"]);
    record.clear();
    expect([...record.laws.values()]).toEqual(Array.from({ length: 3 }, () => ({ judged: 0, refusals: [] })));
    askAll();
    expect(record.refusals()).toHaveLength(2);
  });

  it("lets every law judge as it would without it", () => {
    const laws = lawsByName();
    const watched = new LawRecord().watching(laws);
    const operations: readonly Operation[] = [
      CREATE,
      { ...CREATE, action: "update", before: { name: "old" } },
      { ...CREATE, action: "delete", before: { name: "n", deletion_protection: true }, after: null },
      { ...CREATE, type: "google_sql_database_instance", after: { database_version: "POSTGRES_16", settings: [] } },
      {
        ...CREATE,
        action: "delete",
        type: "google_container_cluster",
        before: { deletion_protection: true },
        after: null,
      },
    ];
    for (const operation of operations) {
      expect(watched.map((law) => law(operation, EMPTY))).toEqual(
        [...laws.values()].map((law) => law(operation, EMPTY)),
      );
    }
  });
});
