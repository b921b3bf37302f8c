import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { ephemeralPassword, ephemeralPrivateKey } from "../../../constructs/core/ephemeral-providers";
import { labelProblems, labelsOrUndefined } from "../../../constructs/core/labels";
import { describeProblem, type Problem } from "../../../constructs/core/validation";
import { isEphemeral } from "../../../constructs/core/write-only-value";
import { newStack, renderStack } from "../../support/synth";

describe("ephemeralPassword and ephemeralPrivateKey", () => {
  it("bring their providers along, once", () => {
    const stack = newStack();
    ephemeralPassword(stack, "A", { length: 32 });
    ephemeralPassword(stack, "B", { length: 32 });
    ephemeralPrivateKey(stack, "C", { algorithm: "RSA" });
    const { provider, ephemeral } = renderStack(stack).json;

    expect(provider).toMatchObject({ random: [{}], tls: [{}] });
    expect(ephemeral).toEqual({
      random_password: { A: { length: 32 }, B: { length: 32 } },
      tls_private_key: { C: { algorithm: "RSA" } },
    });
  });

  it("use a provider that is there, except for an aliased one", () => {
    const own = newStack();
    new RandomProvider(own, "own");
    ephemeralPassword(own, "A", { length: 32 });
    const aliased = newStack();
    new RandomProvider(aliased, "aliased", { alias: "second" });
    ephemeralPassword(aliased, "A", { length: 32 });

    expect(renderStack(own).json.provider?.random).toEqual([{}]);
    expect(renderStack(aliased).json.provider?.random).toEqual([{ alias: "second" }, {}]);
  });
});

describe("isEphemeral", () => {
  it.each([
    "${ephemeral.random_password.x.result}",
    "a${ephemeral.tls_private_key.x.y}b",
    "${trimspace(ephemeral.random_password.x.result)}",
  ])("recognizes %s", (text) => {
    expect(isEphemeral(text)).toBe(true);
  });

  it.each(["ephemeral.random_password.x.result", "hunter2", "${random_password.x.result}", ""])(
    "doesn't take %s for one",
    (text) => {
      expect(isEphemeral(text)).toBe(false);
    },
  );
});

describe("labelProblems", () => {
  const texts = (labels: Readonly<Record<string, string>>) =>
    labelProblems("labels", labels)
      .filter((finding): finding is Problem => typeof finding === "object")
      .map(describeProblem);

  it("accepts what Google Cloud does", () => {
    const most = Object.fromEntries(Array.from({ length: 64 }, (_, index) => [`label-${index}`, "v"]));

    expect([
      texts(most),
      texts({ ["a".repeat(63)]: "b".repeat(63) }),
      texts({ équipe: "", team_2: "1-a" }),
      labelProblems("labels", undefined),
    ]).toEqual([[], [], [], []]);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "65 labels",
      Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`label-${index}`, "v"])),
      "'labels' must have at most 64 labels, got 65; drop some",
    ],
    ["a key of 64 characters", { ["a".repeat(64)]: "" }, "'labels' must have keys of 1 to 63 lowercase letters"],
    ["an empty key", { "": "" }, "'labels' must have keys of 1 to 63"],
    ["a key that starts with a digit", { "1st": "" }, "got '1st'; rename the label"],
    [
      "a value of 64 characters",
      { team: "a".repeat(64) },
      "'labels.team' must have at most 63 lowercase letters, digits, hyphens or underscores",
    ],
    ["a value with a capital letter", { team: "Platform" }, "got 'Platform'; change the label's value"],
  ])("refuses %s", (_case, labels, text) => {
    expect(texts(labels)).toEqual([expect.stringContaining(text)]);
  });
});

describe("labelsOrUndefined", () => {
  it("merges, the later winning, and gives nothing for nothing", () => {
    expect(labelsOrUndefined({ a: "1", b: "1" }, undefined, { b: "2" })).toEqual({ a: "1", b: "2" });
    expect([labelsOrUndefined(), labelsOrUndefined({}, undefined)]).toEqual([undefined, undefined]);
  });
});
