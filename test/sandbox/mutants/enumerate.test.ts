import { behind, ordersOf } from "../../../sandbox/mutants/enumerate";
import { type Knowledge, knowledge } from "../../../sandbox/mutants/known-values";
import { deployGraph } from "../../../sandbox/time/graph";

const known = (answer: Knowledge) => () => answer;

const a = (type: string, name = "x") => `${type}.${name}`;
const NETWORK = a("google_compute_network");
const SUBNET = a("google_compute_subnetwork");
const API = a("google_project_service");

const STACK = {
  resource: {
    google_project_service: { x: { service: "compute.googleapis.com" } },
    google_compute_network: { x: { name: "n", depends_on: [API] } },
    google_compute_subnetwork: { x: { network: `\${${NETWORK}.id}`, depends_on: [API] } },
  },
};

describe("the orders of a stack", () => {
  it("are mutants, unless they follow from others", () => {
    const { mutants, equivalents } = ordersOf({ name: "s", configuration: STACK }, known("written"));
    expect(mutants.map(({ id }) => id)).toEqual([`s: ${NETWORK} without ${API}`, `s: ${SUBNET} without ${NETWORK}`]);
    expect(mutants[1]?.reasons).toEqual([{ via: "reference", argument: "network", reads: "id" }]);
    expect(equivalents).toEqual([
      {
        stack: "s",
        from: SUBNET,
        to: API,
        because: `the order follows from others: ${SUBNET} waits for ${NETWORK}, which waits for ${API}`,
      },
    ]);
  });

  it.each<[Knowledge, string]>([
    ["chosen", "id is chosen by the API and known only afterwards: Terraform itself keeps this order"],
    ["secret", "id is a secret, which no configuration may hold"],
  ])("are no mutants where a value is %s", (answer, because) => {
    const { mutants, equivalents } = ordersOf({ name: "s", configuration: STACK }, known(answer));
    expect(mutants.map(({ from }) => from)).toEqual([NETWORK]);
    expect(equivalents.find(({ from, to }) => from === SUBNET && to === NETWORK)?.because).toBe(because);
  });

  it("are no mutants where something is only read", () => {
    const configuration = {
      data: { google_project: { x: {} } },
      ephemeral: { random_password: { x: { length: 20 } } },
      resource: {
        google_secret_manager_secret_version: {
          x: { secret_data_wo: "${ephemeral.random_password.x.result}", secret: "${data.google_project.x.number}" },
        },
      },
    };
    const { mutants, equivalents } = ordersOf({ name: "s", configuration }, known("written"));
    expect(mutants).toEqual([]);
    expect(equivalents.map(({ because }) => because)).toEqual([
      "an ephemeral value exists while Terraform runs only: Terraform itself keeps this order",
      "reading changes nothing that anybody could miss; what it reads is known afterwards",
    ]);
  });

  it("are followed over locals and a provider's configuration", () => {
    const configuration = {
      locals: { email: "${local.account}", account: "${google_service_account.x.email}" },
      provider: { helm: [{ kubernetes: { host: "https://${google_container_cluster.x.endpoint}" } }] },
      resource: {
        google_service_account: { x: { account_id: "app" } },
        google_container_cluster: { x: { name: "c" } },
        google_project_iam_member: { x: { member: "serviceAccount:${local.email}" } },
        helm_release: { x: { name: "r" } },
      },
    };
    const asked: string[] = [];
    const { mutants } = ordersOf({ name: "s", configuration }, ({ type }, steps) => {
      asked.push([type, ...steps].join("."));
      return "written";
    });
    expect(mutants.map(({ from, to }) => [from, to])).toEqual([
      ["google_project_iam_member.x", "google_service_account.x"],
      ["helm_release.x", "google_container_cluster.x"],
    ]);
    expect(asked).toEqual(["google_service_account.email", "google_container_cluster.endpoint"]);
  });

  it("are no mutants for pairs whose order makes no difference", () => {
    const configuration = {
      resource: {
        google_sql_database: { x: { name: "db" } },
        google_secret_manager_secret_version: {
          x: { secret_data_wo: "postgres://localhost/${google_sql_database.x.name}" },
        },
      },
    };
    const { mutants, equivalents } = ordersOf({ name: "s", configuration }, known("written"));
    expect(mutants).toEqual([]);
    expect(equivalents[0]?.because).toMatch(/^a payload is text to Secret Manager/);
  });
});

describe("what is behind an order", () => {
  it("waited for the one only because it waits for the other", () => {
    const configuration = {
      resource: {
        t_to: { x: {} },
        t_from: { x: { depends_on: ["t_to.x"] } },
        t_user: { x: { depends_on: ["t_from.x"] } },
        t_both: { x: { depends_on: ["t_from.x", "t_to.x"] } },
        t_last: { x: { depends_on: ["t_both.x", "t_user.x"] } },
      },
    };
    expect(behind(configuration, { from: "t_from.x", to: "t_to.x" })).toEqual(["t_user.x"]);
  });
});

describe("who knows a value", () => {
  const blocks = {
    google_service_account: { x: { account_id: "app", project: "p" } },
    google_compute_network: { x: { name: "n" } },
    google_compute_global_address: { x: { name: "a" }, fixed: { name: "a", address: "10.0.0.1" } },
    google_container_cluster: {
      x: { name: "c", control_plane_endpoints_config: { dns_endpoint_config: { allow_external_traffic: true } } },
    },
    google_monitoring_notification_channel: { x: { type: "email" } },
    google_monitoring_uptime_check_config: { x: { display_name: "u" } },
    google_secret_manager_secret_version: { x: { secret: "s" } },
    google_sql_database_instance: { x: { name: "db" } },
    google_sql_user: { x: { name: "app", password: "p" } },
    google_dns_managed_zone: { x: { name: "z" } },
    google_project_service_identity: { x: { service: "pubsub.googleapis.com" } },
    kubernetes_namespace_v1: { x: { metadata: { name: "ns" } } },
    random_password: { x: { length: 20 } },
    random_id: { x: { byte_length: 4 } },
    other_thing: { x: {} },
  };
  const { nodes } = deployGraph({ resource: blocks });
  const of = knowledge();

  it.each<[string, readonly (string | number)[], Knowledge]>([
    ["google_service_account.x", ["email"], "written"],
    ["google_service_account.x", ["member"], "written"],
    ["google_service_account.x", ["unique_id"], "chosen"],
    ["google_compute_network.x", ["id"], "written"],
    ["google_compute_network.x", ["self_link"], "written"],
    ["google_compute_global_address.x", ["address"], "chosen"],
    ["google_compute_global_address.fixed", ["address"], "written"],
    ["google_container_cluster.x", ["endpoint"], "chosen"],
    [
      "google_container_cluster.x",
      ["control_plane_endpoints_config", 0, "dns_endpoint_config", 0, "endpoint"],
      "chosen",
    ],
    ["google_container_cluster.x", ["workload_identity_config", 0, "workload_pool"], "written"],
    ["google_monitoring_notification_channel.x", ["id"], "chosen"],
    ["google_monitoring_uptime_check_config.x", ["uptime_check_id"], "chosen"],
    ["google_secret_manager_secret_version.x", ["version"], "written"],
    ["google_sql_database_instance.x", ["connection_name"], "written"],
    ["google_sql_user.x", ["password"], "secret"],
    ["google_project_service_identity.x", ["member"], "written"],
    ["kubernetes_namespace_v1.x", ["metadata", 0, "name"], "written"],
    ["kubernetes_namespace_v1.x", ["metadata", 0, "uid"], "chosen"],
    ["random_password.x", ["result"], "secret"],
    ["random_id.x", ["hex"], "chosen"],
    ["other_thing.x", ["anything"], "written"],
  ])("%s %j: %s", (address, steps, expected) => {
    const node = nodes.get(address);
    expect(node === undefined ? undefined : of(node, steps)).toBe(expected);
  });
});
