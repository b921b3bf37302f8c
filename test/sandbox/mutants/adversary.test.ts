import { Adversary, type AdversaryOptions } from "../../../sandbox/mutants/adversary";
import { ObjectFinder } from "../../../sandbox/mutants/object-finder";
import { Refusal } from "../../../sandbox/plugin/diagnostics";
import { type ObjectValue } from "../../../sandbox/plugin/values";

const NAMES = ["from", "to", "behind", "other"];
const finder = new ObjectFinder(new Map(NAMES.map((name) => [`t_x.${name}`, { name }])));

function adversary(options: Partial<AdversaryOptions> = {}): Adversary {
  return new Adversary({ from: "t_x.from", to: "t_x.to", finder, quiet: 100, ...options });
}

/** Does calls at once, and tells in which order they were done. */
function calls(subject: Adversary, action: "create" | "delete" | "update" = "create") {
  const done: string[] = [];
  const call = (name: string, work: () => void = () => undefined) =>
    subject.during({ action, type: "t_x" }, { name }, async () => {
      work();
      done.push(name);
    });
  return { done, call };
}

describe("the adversary", () => {
  it("holds what should come first until the other one is there", async () => {
    const subject = adversary({ quiet: 10_000 });
    const { done, call } = calls(subject);
    await Promise.all([call("to"), call("other").then(() => call("from"))]);
    expect(done).toEqual(["other", "from", "to"]);
    expect(subject.order).toBe("reversed");
  });

  it("holds it until all that is behind the other one is there, too", async () => {
    const subject = adversary({ quiet: 10_000, behind: ["t_x.behind"] });
    const { done, call } = calls(subject);
    await Promise.all([call("to"), call("from").then(() => call("behind"))]);
    expect(done).toEqual(["from", "behind", "to"]);
  });

  it("lets it go when nothing happens any more, because the other one waits by another way", async () => {
    const subject = adversary();
    const { done, call } = calls(subject);
    await call("to").then(() => call("from"));
    expect(done).toEqual(["to", "from"]);
    expect(subject.order).toBe("kept");
  });

  it("does not take work in progress for quiet", async () => {
    const subject = adversary({ quiet: 50 });
    const { done, call } = calls(subject);
    const slow = subject.during({ action: "create", type: "t_x" }, { name: "other" }, async () => {
      await new Promise((later) => setTimeout(later, 300));
      done.push("other");
    });
    await Promise.all([slow.then(() => call("from")), call("to")]);
    expect(done).toEqual(["other", "from", "to"]);
  });

  it("lets it go as well when the other one failed", async () => {
    const subject = adversary({ quiet: 10_000 });
    const { done, call } = calls(subject);
    const failing = call("from", () => {
      throw new Refusal("no");
    });
    await expect(Promise.all([call("to"), failing])).rejects.toThrow("no");
    await new Promise((later) => setTimeout(later, 100));
    expect(done).toEqual(["to"]);
    expect(subject.order).toBe("reversed");
  });

  it("cuts the rest short once there is a verdict, but for deletes", async () => {
    const seen: unknown[] = [];
    const refused: AdversaryOptions["refused"] = ({ message }, { address }) => seen.push([message, address]) > 0;
    const subject = adversary({ refused });
    const { call } = calls(subject);
    const failing = call("from", () => {
      throw new Refusal("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(seen).toEqual([["no", "t_x.from"]]);
    await expect(call("other")).rejects.toThrow("the rehearsal has its verdict");
    const gone = calls(subject, "delete");
    await gone.call("other");
    expect(gone.done).toEqual(["other"]);
  });

  it("turns a destroy round the other way", async () => {
    const subject = adversary({ quiet: 10_000, behind: ["t_x.behind"] });
    const { done, call } = calls(subject, "delete");
    await Promise.all([call("behind"), call("from"), call("other").then(() => call("to"))]);
    expect(done[0]).toBe("other");
    expect(done[1]).toBe("to");
    expect(subject.order).toBe("reversed");
  });

  it("does not hold an update, and says when it saw neither", async () => {
    const subject = adversary({ quiet: 10_000 });
    await calls(subject, "update").call("other");
    expect(subject.order).toBe("not-seen");
    const { done, call } = calls(subject, "update");
    await call("to");
    expect(done).toEqual(["to"]);
  });
});

describe("the finder of objects", () => {
  const member = (role: string, who: string): ObjectValue => ({ role, member: who, condition: [], etag: "x" });
  const objects = new ObjectFinder(
    new Map([
      ["t_iam.a", member("reader", "a")],
      ["t_iam.b", member("reader", "b")],
      ["t_iam.more", { ...member("reader", "a"), condition: [{ title: "t" }] }],
      ["data.t_iam.a", member("reader", "a")],
      ["t_only.one", { name: "one" }],
    ]),
  );

  it("tells objects of one type apart by all their values", () => {
    expect(objects.find("resource", "t_iam", { role: "reader", member: "a" })).toBe("t_iam.a");
    expect(objects.find("resource", "t_iam", { role: "reader", member: "b" })).toBe("t_iam.b");
    expect(objects.find("resource", "t_iam", { role: "reader", member: "a", condition: [{ title: "t" }] })).toBe(
      "t_iam.more",
    );
  });

  it("tells modes apart, takes the only one of its type, and finds nothing for others", () => {
    expect(objects.find("data", "t_iam", { role: "writer" })).toBe("data.t_iam.a");
    expect(objects.find("resource", "t_only", { name: "another" })).toBe("t_only.one");
    expect(objects.find("resource", "t_none", {})).toBeUndefined();
  });
});
