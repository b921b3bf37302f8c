import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { TerraformStack } from "cdktf";
import { dependOn } from "../../../constructs/core/dependencies";
import { ProjectServices } from "../../../constructs/core/project-services";
import { EphemeralResource } from "../../../constructs/core/ephemeral-resource";
import { check, outOfRange, ValidationError } from "../../../constructs/core/validation";
import { NAME_RULES, nameProblem } from "../../../constructs/core/naming";
import { newStack, render, renderStack } from "../../support/synth";

describe("ProjectServices", () => {
  it("enables an API once per project and never disables it", () => {
    const rendered = render((stack) => {
      ProjectServices.of(stack).enable("cliscale-test", "container.googleapis.com");
      ProjectServices.of(stack).enable("cliscale-test", "container.googleapis.com", "sqladmin.googleapis.com");
    });

    expect(rendered.resources("google_project_service").map((service) => service.service)).toEqual([
      "container.googleapis.com",
      "sqladmin.googleapis.com",
    ]);
    expect(rendered.resources("google_project_service").every((service) => service.disable_on_destroy === false)).toBe(
      true,
    );
  });

  it("makes a service agent exist once its API is enabled", () => {
    const rendered = render((stack) => ProjectServices.of(stack).agent("cliscale-test", "sqladmin.googleapis.com"));

    const agent = rendered.only("google_project_service_identity");
    expect(agent).toMatchObject({
      project: "cliscale-test",
      service: "sqladmin.googleapis.com",
      provider: "google-beta",
    });
    expect(agent.depends_on).toEqual([expect.stringMatching(/^google_project_service\./)]);
  });

  it("leaves the APIs alone when they are managed elsewhere", () => {
    const stack = newStack();
    ProjectServices.of(stack).assumeEnabledElsewhere();

    expect(ProjectServices.of(stack).enable("cliscale-test", "dns.googleapis.com")).toEqual([]);
    expect(renderStack(stack).resources("google_project_service")).toEqual([]);
  });
});

describe("EphemeralResource", () => {
  it("renders an ephemeral block and a reference to its value", () => {
    const stack = newStack();
    const password = new EphemeralResource(stack, "Password", { type: "random_password", arguments: { length: 32 } });

    expect(renderStack(stack).json.ephemeral).toEqual({ random_password: { Password: { length: 32 } } });
    expect(password.value("result")).toBe("${ephemeral.random_password.Password.result}");
  });
});

describe("check", () => {
  it("names the construct and every problem at once", () => {
    const stack = newStack();

    expect(() =>
      check(stack, "Network", [
        nameProblem(NAME_RULES.compute, "name", "Bad_Name"),
        outOfRange("retentionDays", 8, 1, 7, { unit: "days" }),
        outOfRange("retentionDays", 7, 1, 7),
      ]),
    ).toThrow(
      "Network at test:\n" +
        "  - 'name' must have 1 to 63 lowercase letters, digits or hyphens, start with a letter and not end with a hyphen, got 'Bad_Name'; choose another Compute Engine resource name (https://cloud.google.com/compute/docs/naming-resources)\n" +
        "  - 'retentionDays' must be a whole number between 1 and 7 days, got 8; choose a value from 1 to 7",
    );
  });

  it("throws an error whose stack is its message", () => {
    const error = new ValidationError("environments/prod.ts", "Settings", [
      { setting: "project", must: "be set", fix: "set it" },
    ]);

    expect(error.stack).toBe("ValidationError: Settings at environments/prod.ts:\n  - 'project' must be set; set it");
  });
});

describe("dependOn", () => {
  it("writes a dependency once", () => {
    const stack = newStack();
    const network = new ComputeNetwork(stack, "network", { name: "a" });
    const other = new ComputeNetwork(stack, "other", { name: "b" });
    dependOn(other, network, network);
    dependOn(other, network);

    expect(renderStack(stack).where("google_compute_network", "name", "b").depends_on).toEqual([
      "google_compute_network.network",
    ]);
  });

  it("orders the stacks instead when the dependency lives in another one", () => {
    const platform = newStack("platform");
    const workload = new TerraformStack(platform.node.root, "workload");
    const network = new ComputeNetwork(platform, "network", { name: "a" });
    const other = new ComputeNetwork(workload, "other", { name: "b" });
    dependOn(other, network);

    expect(other.dependsOn).toBeUndefined();
    expect(workload.dependencies).toEqual([platform]);
  });
});
