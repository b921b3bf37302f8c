import { TerraformVariable, Testing } from "cdktf";
import { ValidationError } from "../../../constructs/core/validation";
import { AutopilotCluster } from "../../../constructs/gke";
import { type Network } from "../../../constructs/network";
import { Secret, SecretStore, SecretValue } from "../../../constructs/secret-manager";
import { resolveSettings, type EnvironmentInput } from "../../../environments";
import { addCliscale } from "../../../stacks/cliscale";
import { network } from "../../constructs/gke/fixtures";
import { changed, refusalOf, type Changes } from "../../support/environments";
import { newStack } from "../../support/synth";

/** What the random tests brought to light and nobody has put right yet. Each fails as soon as it is: take `failing` away then. */
describe("settings that resolve and that a construct refuses in words of its own", () => {
  const settingsRefused = (environment: string, changes: Changes): readonly string[] =>
    refusalOf(changed(environment, changes))?.problems.map(({ setting }) => setting) ?? [];

  it.failing("two replicas of the database in one region", () => {
    const input = changed("prod", {
      "database.replicas": [
        { name: "dr", region: "europe-west4" },
        { name: "reports", region: "europe-west4" },
      ],
    });
    expect(built(input)).toBeUndefined();
  });

  it.failing("a pod that is killed before its load balancer has drained", () => {
    const changes = { "workloads.gateway.drainSeconds": 5, "workloads.gateway.terminationGraceSeconds": 15 };
    expect(settingsRefused("prod", changes)).toContain("prod.workloads.gateway.terminationGraceSeconds");
  });

  it.failing("node pools that fill the pod range before an upgrade adds its nodes", () => {
    const changes = {
      cluster: {
        mode: "standard",
        maxPodsPerNode: 110,
        expectedNodes: 64,
        expectedPods: 400,
        nodePools: [{ name: "default", machineType: "e2-standard-4", maxNodes: 64 }],
      },
      "network.pods": "10.20.0.0/18",
    };
    expect(settingsRefused("dev", changes)).not.toEqual([]);
  });

  it.failing("an enforced WAF rule without the limit of bodies that it relies on", () => {
    const changes = { "firewall.previewNewRules": true, "firewall.enforcedRules": ["waf-sqli"] };
    expect(settingsRefused("prod", changes)).toContain("prod.firewall.enforcedRules");
  });
});

describe("constructs", () => {
  it.failing("refuse more NAT addresses than a gateway can have", () => {
    expect(() => networkWith(1000)).toThrow(ValidationError);
  });
});

describe("constructs that need a number at synth", () => {
  it.failing("refuse a token for the version of a secret, which names its resource", () => {
    const stack = newStack();
    const version = new TerraformVariable(stack, "version", { type: "number" }).numberValue;
    const store = new SecretStore(stack, "Store", { project: "cliscale-test" });
    const previous = { readableUntil: "2027-12-01T00:00:00Z" };
    expect(
      () => new Secret(stack, "It", { store, name: "key", value: SecretValue.generated(), version, previous }),
    ).toThrow(ValidationError);
  });

  it.failing("refuse a token for the hour of a cluster's maintenance", () => {
    const stack = newStack();
    const startHour = new TerraformVariable(stack, "hour", { type: "number" }).numberValue;
    const props = { name: "cliscale", network: network(stack), maintenance: { window: { startHour } } };
    expect(() => new AutopilotCluster(stack, "It", props)).toThrow(ValidationError);
  });
});

describe("a ValidationError", () => {
  it.failing("shows a value that JSON can't", () => {
    expect(refusalOf(changed("prod", { "quota.pods": 5n }))?.message).toContain("'prod.quota.pods' must ");
  });
});

function built(input: EnvironmentInput): unknown {
  const app = Testing.app();
  try {
    resolveSettings([input]).forEach((settings) => addCliscale(app, settings));
    return undefined;
  } catch (error) {
    return error;
  }
}

function networkWith(addressCount: number): Network {
  return network(newStack(), { nat: { addressCount } });
}
