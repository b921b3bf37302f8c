import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { TerraformStack, Testing } from "cdktf";
import { waitFor } from "../../../constructs/core/wait-for";
import { renderStack } from "../../support/synth";

function stackIn(app: ReturnType<typeof Testing.app>, id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new GoogleProvider(stack, "google", { project: "cliscale-test" });
  return stack;
}

describe("waitFor", () => {
  it("writes depends_on within a stack, once", () => {
    const stack = stackIn(Testing.app(), "one");
    const first = new ServiceAccount(stack, "first", { accountId: "first-account" });
    const second = new ServiceAccount(stack, "second", { accountId: "second-account" });
    waitFor(second, first, first);
    expect(renderStack(stack).where("google_service_account", "account_id", "second-account").depends_on).toEqual([
      "google_service_account.first",
    ]);
  });

  it("makes one stack follow the other across stacks", () => {
    const app = Testing.app();
    const [platform, workload] = [stackIn(app, "platform"), stackIn(app, "workload")];
    const first = new ServiceAccount(platform, "first", { accountId: "first-account" });
    const second = new ServiceAccount(workload, "second", { accountId: "second-account" });
    waitFor(second, first);
    expect(workload.dependsOn(platform)).toBe(true);
    expect(renderStack(workload).only("google_service_account")).not.toHaveProperty("depends_on");
  });
});
