import { type App, TerraformStack, Testing } from "cdktf";
import { resolveSettings } from "../../environments";
import { addCliscale } from "../../stacks/cliscale";
import { renderOnce } from "../../stacks/render-once";
import { changed, exampleEnvironments } from "../support/environments";

/** As cdktf itself renders it, past what our stacks override. */
const renderedByCdktf = (stack: TerraformStack): unknown => TerraformStack.prototype.toTerraform.call(stack);

describe("renderOnce", () => {
  it("renders every environment's stack as cdktf does", () => {
    const app = Testing.app();
    const stacks = exampleEnvironments().flatMap((settings) => addCliscale(app, settings));

    expect(stacks).toHaveLength(4);
    for (const stack of stacks) {
      expect(renderOnce(stack)).toEqual(renderedByCdktf(stack));
    }
  });

  it("renders references between two stacks as cdktf does", () => {
    const app: App = Testing.app();
    const stacks = resolveSettings([changed("prod", { layout: "two-stacks" })]).flatMap((one) => addCliscale(app, one));
    stacks.forEach((stack) => stack.prepareStack());

    expect(JSON.stringify(renderOnce(stacks[1] as TerraformStack))).toContain("data.terraform_remote_state");
    for (const stack of stacks) {
      expect(renderOnce(stack)).toEqual(renderedByCdktf(stack));
    }
  });
});

describe("EnvironmentStack", () => {
  it("keeps what a caller overrides", () => {
    const [stack] = addCliscale(Testing.app(), exampleEnvironments()[0] as ReturnType<typeof exampleEnvironments>[0]);
    stack?.addOverride("terraform.required_version", "~> 1.12");

    expect(stack?.toTerraform()).toMatchObject({ terraform: { required_version: "~> 1.12" } });
  });
});
