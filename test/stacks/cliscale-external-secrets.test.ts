import { type App, Testing } from "cdktf";
import { resolveSettings } from "../../environments";
import { addCliscale } from "../../stacks/cliscale";
import { guard } from "../../stacks/guardrails";
import { changed, type Changes } from "../support/environments";
import { renderApp, type Block, type Rendered } from "../support/synth";

const EXTERNAL = { "secrets.delivery": "external-secrets" };

function add(app: App, environment: string, changes: Changes): void {
  const [settings] = resolveSettings([changed(environment, changes)]);
  if (settings !== undefined) {
    const stacks = addCliscale(app, settings);
    guard(
      app,
      stacks.map((stack) => ({ settings, stack })),
    );
  }
}

const stackOf = (id: string, environment: string, changes: Changes): Rendered => {
  const stack = renderApp((app) => add(app, environment, changes)).get(id);
  if (stack === undefined) {
    throw new Error(`there is no stack ${id}`);
  }
  return stack;
};

const document = (release: Block): string => (release.values as readonly string[])[0] ?? "";

describe("cliscale, delivering secrets by the External Secrets Operator", () => {
  beforeAll(() => jest.spyOn(process.stderr, "write").mockReturnValue(true));
  afterAll(() => jest.restoreAllMocks());

  it.each(["dev", "staging", "prod"])("passes every guardrail in %s", (environment) => {
    const app = Testing.app();
    add(app, environment, EXTERNAL);

    expect(() => app.synth()).not.toThrow();
  });

  it("protects operator and definitions in prod", () => {
    const stack = stackOf("cliscale-prod", "prod", EXTERNAL);
    const release = stack.where("helm_release", "chart", "external-secrets");

    expect(
      stack.resources("kubernetes_namespace_v1").map(({ metadata, lifecycle }) => ({ metadata, lifecycle })),
    ).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          metadata: expect.objectContaining({ name: "external-secrets" }) as unknown,
          lifecycle: expect.objectContaining({ prevent_destroy: true }) as unknown,
        }),
      ]),
    );
    expect(document(release)).toContain('"helm.sh/resource-policy":"keep"');
  });

  it("lets them go where the environment may be destroyed", () => {
    const stack = stackOf("cliscale-dev", "dev", { ...EXTERNAL, allowDestroys: true });

    expect(document(stack.where("helm_release", "chart", "external-secrets"))).not.toContain("resource-policy");
  });

  it("puts the operator beside the release that needs it, in two stacks, too", () => {
    const stack = stackOf("cliscale-prod-workload", "prod", { ...EXTERNAL, layout: "two-stacks" });

    expect(document(stack.where("helm_release", "name", "cliscale"))).toMatch(
      /"namespace":\$\{jsonencode\(helm_release\.Workload_ExternalSecrets_\w+\.namespace\)\}/,
    );
  });

  it("has no operator when secrets are files", () => {
    const stack = stackOf("cliscale-prod", "prod", {});

    expect(stack.resources("helm_release")).toHaveLength(1);
    expect(document(stack.only("helm_release"))).not.toContain("secretStore");
  });
});
