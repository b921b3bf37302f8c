import { type Mutant } from "../../../sandbox/mutants/mutant";
import { valueIn } from "../../../sandbox/mutants/deployed-values";
import { withoutOrder } from "../../../sandbox/mutants/without-order";
import { deployGraph } from "../../../sandbox/time/graph";

const ACCOUNT = "google_service_account.app";
const valueOf = valueIn(
  new Map([
    [ACCOUNT, { email: "app@p.iam", name: "projects/p/serviceAccounts/app", labels: { a: "${b}" }, list: ["x"] }],
  ]),
);

const mutant = (from: string, to: string, reasons: Mutant["reasons"] = []): Mutant => ({
  id: "m",
  stack: "s",
  from,
  to,
  reasons,
});

/** One block that reads the account, changed. */
function changed(block: object, more: object = {}): Record<string, unknown> {
  const configuration = {
    resource: { google_service_account: { app: { account_id: "app" } }, google_x: { y: block } },
    ...more,
  };
  const result = withoutOrder(configuration, mutant("google_x.y", ACCOUNT), valueOf) as typeof configuration;
  expect(deployGraph(result as never).edges.filter(({ to }) => to === ACCOUNT)).toEqual([]);
  return result.resource.google_x.y as Record<string, unknown>;
}

describe("a configuration without an order", () => {
  it("has no depends_on for it, and keeps the others", () => {
    expect(changed({ depends_on: [ACCOUNT], name: "n" })).toEqual({ name: "n" });
    expect(changed({ depends_on: [ACCOUNT, "google_other.one"] })).toEqual({ depends_on: ["google_other.one"] });
  });

  it.each<[string, unknown, unknown]>([
    ["a whole reference", `\${${ACCOUNT}.email}`, '${"app@p.iam"}'],
    ["a larger template", `serviceAccount:\${${ACCOUNT}.email}`, 'serviceAccount:${"app@p.iam"}'],
    ["nested blocks", { a: [{ b: `\${${ACCOUNT}.name}` }] }, { a: [{ b: '${"projects/p/serviceAccounts/app"}' }] }],
    ["text that is JSON", `{"sa":\${jsonencode(${ACCOUNT}.email)}}`, '{"sa":${jsonencode("app@p.iam")}}'],
    ["whole lists", `\${${ACCOUNT}.list}`, '${(["x"])}'],
    ["text with templates in it", `\${${ACCOUNT}.labels["a"]}`, '${"$${b}"}'],
  ])("has a literal in %s", (_title, value, expected) => {
    expect(changed({ value })).toEqual({ value: expected });
  });

  it("reads copies of the locals that named it, also over other locals", () => {
    const locals = { member: "serviceAccount:${local.email}", email: `\${${ACCOUNT}.email}`, other: "o" };
    const configuration = {
      locals,
      resource: {
        google_service_account: { app: {} },
        google_x: { y: { a: "${local.member}", b: "${local.other}" }, z: { a: "${local.member}" } },
      },
    };
    const result = withoutOrder(configuration, mutant("google_x.y", ACCOUNT), valueOf) as typeof configuration;
    expect(result.resource.google_x).toEqual({
      y: { a: "${local.member_without_order}", b: "${local.other}" },
      z: { a: "${local.member}" },
    });
    expect(result.locals).toEqual({
      ...locals,
      member_without_order: "serviceAccount:${local.email_without_order}",
      email_without_order: '${"app@p.iam"}',
    });
  });

  it("configures the provider with a literal, and only that one", () => {
    const host = `https://\${${ACCOUNT}.email}`;
    const configuration = {
      provider: { helm: [{ host }, { alias: "second", host }] },
      resource: { google_service_account: { app: {} }, helm_release: { r: { name: "r" } } },
    };
    const provider = mutant("helm_release.r", ACCOUNT, [{ via: "provider", provider: "helm", reads: "email" }]);
    const result = withoutOrder(configuration, provider, valueOf) as typeof configuration;
    expect(result.provider.helm).toEqual([{ host: 'https://${"app@p.iam"}' }, { alias: "second", host }]);
  });

  it("still waits for all that the other one waits for, so that nothing else is lost", () => {
    const configuration = {
      ephemeral: { random_password: { p: { depends_on: ["google_api.two"] } } },
      resource: {
        google_api: { one: {}, two: {} },
        google_service_account: {
          app: { depends_on: ["google_api.one"], note: "${ephemeral.random_password.p.result}" },
        },
        google_x: { y: { depends_on: [ACCOUNT] } },
      },
    };
    const result = withoutOrder(configuration, mutant("google_x.y", ACCOUNT), valueOf) as typeof configuration;
    expect(result.resource.google_x.y.depends_on).toEqual(["google_api.two", "google_api.one"]);
  });

  it("is not replaced for its sake", () => {
    const lifecycle = { replace_triggered_by: [`${ACCOUNT}.email`, "google_other.one"], prevent_destroy: true };
    expect(changed({ lifecycle })).toEqual({
      lifecycle: { replace_triggered_by: ["google_other.one"], prevent_destroy: true },
    });
    expect(changed({ lifecycle: [{ replace_triggered_by: [ACCOUNT] }] })).toEqual({ lifecycle: [{}] });
  });

  it("can't be made with a value that the deployed stack has not", () => {
    expect(() => changed({ a: `\${${ACCOUNT}.unknown}` })).toThrow(
      "the deployed stack has no value at google_service_account.app.unknown",
    );
  });
});
