import { literal, rewriteTraversals, type Traversal, traversalsIn } from "../../../sandbox/mutants/traversals";

const NETWORK = "google_compute_network.main";

/** Puts `LITERAL` wherever the network is read. */
const replaced = (value: unknown): unknown =>
  rewriteTraversals(value, ({ root }) => (root === NETWORK ? "LITERAL" : undefined));

describe("the traversals of a value", () => {
  it.each<[string, unknown, readonly Traversal[]]>([
    ["a whole reference", `\${${NETWORK}.id}`, [{ root: NETWORK, steps: ["id"] }]],
    ["a whole block", `\${${NETWORK}}`, [{ root: NETWORK, steps: [] }]],
    ["indexes and keys", `\${${NETWORK}.a[0].b["c d"].1}`, [{ root: NETWORK, steps: ["a", 0, "b", "c d", 1] }]],
    ["a splat, which ends it", `\${${NETWORK}.list[*].name}`, [{ root: NETWORK, steps: ["list"] }]],
    ["data", "${data.google_project.this.number}", [{ root: "data.google_project.this", steps: ["number"] }]],
    [
      "ephemeral values",
      "${ephemeral.random_password.x.result}",
      [{ root: "ephemeral.random_password.x", steps: ["result"] }],
    ],
    ["locals", "${local.names.a}", [{ root: "local.names", steps: ["a"] }]],
    [
      "functions around quoted templates",
      `{"a":\${jsonencode(join("", ["x-", ${NETWORK}.name, "/\${google_x.y-z.id}"]))}}`,
      [
        { root: NETWORK, steps: ["name"] },
        { root: "google_x.y-z", steps: ["id"] },
      ],
    ],
    ["nested blocks", { a: [{ b: `\${${NETWORK}.id}` }] }, [{ root: NETWORK, steps: ["id"] }]],
    ["a heredoc", `\${<<-EOT\n  \${${NETWORK}.id}\n  EOT\n}`, [{ root: NETWORK, steps: ["id"] }]],
  ])("are found in %s", (_title, value, expected) => {
    expect(traversalsIn(value)).toEqual(expected);
  });

  it.each([
    ["plain text", `${NETWORK}.id`],
    ["a doubled dollar", `$\${${NETWORK}.id}`],
    ["quoted text", `\${upper("${NETWORK}.id")}`],
    ["a comment", `\${1 /* ${NETWORK}.id */}`],
    ["an attribute of something computed", `\${f(x)[0].${NETWORK}.id}`],
  ])("are not found in %s", (_title, value) => {
    expect(replaced(value)).toBe(value);
  });

  it("are replaced where they stand, and nothing else changes", () => {
    expect(replaced(`serviceAccount:\${${NETWORK}.email}, \${upper(${NETWORK}.id)} and $\${x}`)).toBe(
      "serviceAccount:${LITERAL}, ${upper(LITERAL)} and $${x}",
    );
    expect(replaced({ n: 1, b: true, none: null, list: [`\${${NETWORK}.id}`] })).toEqual({
      n: 1,
      b: true,
      none: null,
      list: ["${LITERAL}"],
    });
  });
});

describe("a literal", () => {
  it.each<[unknown, string]>([
    ["text", '"text"'],
    ['a "quote"\n', '"a \\"quote\\"\\n"'],
    ["${x} and %{y}", '"$${x} and %%{y}"'],
    [12, "12"],
    [null, "null"],
    [["a"], '(["a"])'],
    [{ a: 1 }, '({"a":1})'],
  ])("of %j is %s", (value, expected) => {
    expect(literal(value)).toBe(expected);
  });
});
