import { ordersIn, whyNoOrders } from "../../../sandbox/rehearsal/order-campaign";
import { type Undisturbed } from "../../../sandbox/rehearsal/undisturbed";
import { directoryWith, removeDirectories } from "../any-stack/directories";
import { OPTIONS, SMALL } from "./support";

afterAll(removeDirectories);

/** Stacks as they were written, without a run. */
function undisturbed(files: Readonly<Record<string, object | string>>, notTimed?: string): Undisturbed {
  const directory = directoryWith(files);
  const stack = { name: "s", folder: ".", configuration: {}, providers: [], timing: { notTimed } };
  return { stacks: [stack], empty: { folderOf: () => directory } } as unknown as Undisturbed;
}

describe("orders to take out", () => {
  it("are drawn by the seed, and a larger sample begins with a smaller one", () => {
    const service = (name: string) => ({ service: `${name}.googleapis.com` });
    const services = Object.fromEntries(["a", "b", "c", "d"].map((name) => [name, service(name)]));
    const networks = Object.fromEntries(
      ["a", "b", "c", "d"].map((name) => [name, { name, depends_on: [`google_project_service.${name}`] }]),
    );
    const stack = undisturbed({
      "cdk.tf.json": { resource: { google_project_service: services, google_compute_network: networks } },
    });
    const idsOf = (seed: string, mutants?: number) =>
      ordersIn(stack, { seed, mutants }, OPTIONS.projectDirectory).mutants.map(({ id }) => id);
    const all = idsOf("1");
    expect(all).toHaveLength(4);
    expect(new Set(all).size).toBe(4);
    expect(idsOf("1", 2)).toEqual(all.slice(0, 2));
    expect(idsOf("1", 9)).toEqual(all);
    expect([...idsOf("2")].sort()).toEqual([...all].sort());
    expect(["2", "3", "4", "5"].some((seed) => idsOf(seed)[0] !== all[0])).toBe(true);
  });

  it("are none in HCL, nor where the graph can't be read, and it says why", () => {
    expect(whyNoOrders(undisturbed({ "cdk.tf.json": SMALL }))).toBeUndefined();
    expect(whyNoOrders(undisturbed({ "main.tf": "" }))).toBe("s was not written by cdktf");
    expect(whyNoOrders(undisturbed({ "cdk.tf.json": SMALL }, "modules aren't modeled"))).toBe(
      "s: modules aren't modeled",
    );
  });
});
