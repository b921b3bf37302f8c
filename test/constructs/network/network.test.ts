import { Fn, TerraformOutput, Token, type TerraformResource } from "cdktf";
import { Network, type NetworkProps } from "../../../constructs/network";
import { newStack, render, renderStack, type Rendered } from "../../support/synth";

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const PROPS: NetworkProps = {
  project: "cliscale-test",
  region: "europe-west1",
  name: "cliscale",
  nodeRange: "10.10.0.0/20",
  podRange: "10.20.0.0/16",
  serviceRange: "10.30.0.0/20",
  privateServiceRange: "10.40.0.0/16",
};

const network = (props: Partial<NetworkProps> = {}): Network =>
  new Network(newStack(), "Network", { ...PROPS, ...props });
const rendered = (props: Partial<NetworkProps> = {}): Rendered =>
  render((stack) => new Network(stack, "Network", { ...PROPS, ...props }));

describe("Network", () => {
  it("is a custom-mode VPC that waits for the API and gives GKE time to clean up", () => {
    expect(rendered().only("google_compute_network")).toMatchObject({
      project: "cliscale-test",
      name: "cliscale",
      auto_create_subnetworks: false,
      routing_mode: "REGIONAL",
      timeouts: { delete: "30m" },
      depends_on: [like(/^google_project_service\..*compute/)],
    });
  });

  it("has one subnetwork with pod and service ranges, private Google access and flow logs", () => {
    expect(rendered().only("google_compute_subnetwork")).toMatchObject({
      name: "cliscale-nodes",
      region: "europe-west1",
      network: like(/^\$\{google_compute_network\..*\.id\}$/),
      ip_cidr_range: "10.10.0.0/20",
      private_ip_google_access: true,
      secondary_ip_range: [
        { range_name: "pods", ip_cidr_range: "10.20.0.0/16" },
        { range_name: "services", ip_cidr_range: "10.30.0.0/20" },
      ],
      log_config: { aggregation_interval: "INTERVAL_5_SEC", flow_sampling: 0.5, metadata: "INCLUDE_ALL_METADATA" },
      timeouts: { delete: "30m" },
    });
  });

  it("takes other flow log settings one by one", () => {
    const flowLogs = { sampling: 0.1, metadata: undefined };
    expect(rendered({ flowLogs }).only("google_compute_subnetwork").log_config).toEqual({
      aggregation_interval: "INTERVAL_5_SEC",
      flow_sampling: 0.1,
      metadata: "INCLUDE_ALL_METADATA",
    });
  });

  it("leaves through two static addresses and nothing else", () => {
    const out = rendered();
    expect(out.resources("google_compute_address").map((address) => address.name)).toEqual([
      "cliscale-nat-0",
      "cliscale-nat-1",
    ]);
    for (const address of out.resources("google_compute_address")) {
      expect(address).toMatchObject({
        address_type: "EXTERNAL",
        region: "europe-west1",
        depends_on: [like(/./)],
      });
    }
    expect(out.only("google_compute_router")).toMatchObject({ name: "cliscale-router", region: "europe-west1" });
    const nat = out.only("google_compute_router_nat");
    expect(nat).toMatchObject({
      name: "cliscale-nat",
      router: like(/^\$\{google_compute_router\..*\.name\}$/),
      nat_ip_allocate_option: "MANUAL_ONLY",
      source_subnetwork_ip_ranges_to_nat: "LIST_OF_SUBNETWORKS",
      subnetwork: [
        {
          name: like(/google_compute_subnetwork\..*\.id/),
          source_ip_ranges_to_nat: ["ALL_IP_RANGES"],
        },
      ],
      log_config: { enable: true, filter: "ERRORS_ONLY" },
    });
    expect(nat.nat_ips).toEqual([like(/Address0.*self_link/), like(/Address1.*self_link/)]);
  });

  it("hands out 64 to 4096 ports to each node, which rules endpoint-independent mapping out", () => {
    expect(rendered().only("google_compute_router_nat")).toMatchObject({
      enable_dynamic_port_allocation: true,
      enable_endpoint_independent_mapping: false,
      min_ports_per_vm: 64,
      max_ports_per_vm: 4096,
    });
  });

  it("hands out a fixed number of ports when told to", () => {
    const nat = rendered({ nat: { ports: { allocation: "static" } } }).only("google_compute_router_nat");
    expect(nat).toMatchObject({
      enable_dynamic_port_allocation: false,
      enable_endpoint_independent_mapping: false,
      min_ports_per_vm: 64,
    });
    expect(nat).not.toHaveProperty("max_ports_per_vm");
    const mapped = rendered({
      nat: { ports: { allocation: "static", perNode: 512, endpointIndependentMapping: true } },
    });
    expect(mapped.only("google_compute_router_nat")).toMatchObject({
      enable_endpoint_independent_mapping: true,
      min_ports_per_vm: 512,
    });
  });

  it("offers endpoint-independent mapping with static ports only", () => {
    // @ts-expect-error Google refuses the mapping together with dynamic allocation
    const nat: NetworkProps["nat"] = { ports: { allocation: "dynamic", endpointIndependentMapping: true } };
    expect(rendered({ nat }).only("google_compute_router_nat").enable_endpoint_independent_mapping).toBe(false);
  });

  it("gives Google's services a range and a peering that a destroy leaves behind", () => {
    const out = rendered();
    expect(out.only("google_compute_global_address")).toMatchObject({
      name: "cliscale-private-services",
      purpose: "VPC_PEERING",
      address_type: "INTERNAL",
      address: "10.40.0.0",
      prefix_length: 16,
      network: like(/google_compute_network\..*\.id/),
    });
    expect(out.only("google_service_networking_connection")).toMatchObject({
      service: "servicenetworking.googleapis.com",
      reserved_peering_ranges: [like(/^\$\{google_compute_global_address\..*\.name\}$/)],
      deletion_policy: "ABANDON",
      update_on_creation_fail: true,
      depends_on: [like(/servicenetworking/)],
    });
  });

  it("refuses and logs what comes in, at the lowest priority", () => {
    expect(rendered().where("google_compute_firewall", "name", "cliscale-deny-ingress")).toMatchObject({
      direction: "INGRESS",
      priority: 65535,
      source_ranges: ["0.0.0.0/0"],
      deny: [{ protocol: "all" }],
      log_config: { metadata: "INCLUDE_ALL_METADATA" },
    });
  });

  it("lets Google's load balancers reach port 8080 of all nodes", () => {
    const rule = rendered().where("google_compute_firewall", "name", "cliscale-allow-lb");
    expect(rule).toMatchObject({
      direction: "INGRESS",
      priority: 1000,
      source_ranges: ["35.191.0.0/16", "130.211.0.0/22"],
      allow: [{ protocol: "tcp", ports: ["8080"] }],
      log_config: { metadata: "INCLUDE_ALL_METADATA" },
    });
    expect(rule).not.toHaveProperty("target_tags");
  });

  it("lets them reach other ports of tagged nodes", () => {
    const out = rendered({ loadBalancerPorts: [8000, 3000], loadBalancerTargetTags: ["gke-web"] });
    expect(out.where("google_compute_firewall", "name", "cliscale-allow-lb")).toMatchObject({
      allow: [{ protocol: "tcp", ports: ["8000", "3000"] }],
      target_tags: ["gke-web"],
    });
  });

  it("writes no load balancer rule without a port", () => {
    expect(rendered({ loadBalancerPorts: [] }).only("google_compute_firewall").name).toBe("cliscale-deny-ingress");
  });

  it("tells others what it consists of", () => {
    const stack = newStack();
    const it = new Network(stack, "Network", PROPS);
    expect(it).toMatchObject({
      project: "cliscale-test",
      region: "europe-west1",
      nodeRange: "10.10.0.0/20",
      podRange: "10.20.0.0/16",
      serviceRange: "10.30.0.0/20",
      privateServiceRange: "10.40.0.0/16",
      podRangeName: "pods",
      serviceRangeName: "services",
      nat: { addressCount: 2, ports: { allocation: "dynamic" }, logFilter: "ERRORS_ONLY" },
      flowLogs: { aggregationInterval: "INTERVAL_5_SEC", sampling: 0.5, metadata: "INCLUDE_ALL_METADATA" },
    });
    const { networkId, networkName, subnetworkId, privateServiceRangeName, natAddresses } = it;
    new TerraformOutput(stack, "references", {
      value: { networkId, networkName, subnetworkId, privateServiceRangeName, natAddresses },
    });
    expect(renderStack(stack).json.output?.references).toEqual({
      value: {
        networkId: like(/google_compute_network\..*\.id/),
        networkName: like(/google_compute_network\..*\.name/),
        subnetworkId: like(/google_compute_subnetwork\..*\.id/),
        privateServiceRangeName: like(/google_compute_global_address\..*\.name/),
        natAddresses: [like(/Address0.*\.address\}/), like(/Address1.*\.address\}/)],
      },
    });
    expect((it.privateServiceConnection as TerraformResource).terraformResourceType).toBe(
      "google_service_networking_connection",
    );
  });

  it.each<Partial<NetworkProps>>([
    { name: "a".repeat(46) },
    { nodeRange: "10.10.0.0/29" },
    { podRange: "10.20.0.0/24" },
    { serviceRange: "10.30.0.0/27" },
    { privateServiceRange: "10.40.0.0/24" },
    { privateServiceRange: "172.18.0.0/16" },
    { privateServiceRange: "172.16.0.0/16" },
    { flowLogs: { sampling: 0.01 } },
    { flowLogs: { sampling: 1 } },
    { nat: { addressCount: 1 } },
    { nat: { ports: { allocation: "dynamic", minimum: 32, maximum: 64 } } },
    { nat: { ports: { allocation: "dynamic", minimum: 32_768, maximum: 65_536 } } },
    { nat: { ports: { allocation: "static", perNode: 1 } } },
    { nat: { ports: { allocation: "static", perNode: 65_536 } } },
    { loadBalancerPorts: [1, 65_535] },
    { name: Token.asString(Fn.lower("Name")), region: Token.asString(Fn.lower("Region")) },
  ])("accepts %j", (props) => {
    expect(() => network(props)).not.toThrow();
  });

  it.each<[Partial<NetworkProps>, RegExp]>([
    [
      { name: "a".repeat(47) },
      /'name' must have at most 46 characters, since '-private-services' is put behind it, got 'a{47}'/,
    ],
    [{ name: "Cliscale" }, /'name' must have 1 to 63 lowercase letters.*got 'Cliscale'/],
    [{ project: "x" }, /'project' must have 6 to 30 lowercase letters.*got 'x'/],
    [{ region: "europe-west1-b" }, /'region' must be a region such as europe-west1, got 'europe-west1-b'/],
    [{ nodeRange: "10.10.0.0/30" }, /'nodeRange' must have a prefix of \/29 or shorter, got '10\.10\.0\.0\/30'/],
    [{ nodeRange: "10.10.0.1/20" }, /'nodeRange' must have no bits set behind its prefix.*write 10\.10\.0\.0\/20/],
    [{ nodeRange: "ten" }, /'nodeRange' must be an IPv4 range in CIDR notation, got 'ten'/],
    [
      { nodeRange: Token.asString(Fn.lower("x")) },
      /'nodeRange' must be written out, since it is compared with the other ranges at synth/,
    ],
    [{ podRange: "10.20.0.0/25" }, /'podRange' must have a prefix of \/24 or shorter/],
    [{ podRange: "8.8.0.0/16" }, /'podRange' must be a private range, got '8\.8\.0\.0\/16'/],
    [{ serviceRange: "10.30.0.0/28" }, /'serviceRange' must have a prefix of \/27 or shorter/],
    [{ privateServiceRange: "10.40.0.0/25" }, /'privateServiceRange' must have a prefix of \/24 or shorter/],
    [{ privateServiceRange: "172.17.128.0/24" }, /'privateServiceRange' must not overlap 172\.17\.0\.0\/16/],
    [{ privateServiceRange: "172.16.0.0/15" }, /'privateServiceRange' must not overlap 172\.17\.0\.0\/16/],
    [
      { podRange: "10.10.0.0/16" },
      /'podRange' must not overlap 'nodeRange' \(10\.10\.0\.0\/20\), got '10\.10\.0\.0\/16'/,
    ],
    [{ privateServiceRange: "10.20.4.0/24" }, /'privateServiceRange' must not overlap 'podRange'/],
    [{ flowLogs: { sampling: 0 } }, /'flowLogs\.sampling' must be above 0 and at most 1, got 0/],
    [{ flowLogs: { sampling: 1.01 } }, /'flowLogs\.sampling' must be above 0 and at most 1, got 1\.01/],
    [
      { nat: { addressCount: 0 } },
      /'nat\.addressCount' must be a whole number of at least 1, got 0; give NAT an address/,
    ],
    [{ nat: { addressCount: 1.5 } }, /'nat\.addressCount' must be a whole number of at least 1, got 1\.5/],
    [
      { nat: { ports: { allocation: "dynamic", minimum: 16 } } },
      /'nat\.ports\.minimum' must be a power of two between 32 and 32768, got 16/,
    ],
    [
      { nat: { ports: { allocation: "dynamic", minimum: 100 } } },
      /'nat\.ports\.minimum' must be a power of two.*got 100/,
    ],
    [
      { nat: { ports: { allocation: "dynamic", minimum: 65_536 } } },
      /'nat\.ports\.minimum' must be a power of two.*got 65536/,
    ],
    [
      { nat: { ports: { allocation: "dynamic", maximum: 131_072 } } },
      /'nat\.ports\.maximum' must be a power of two.*got 131072/,
    ],
    [
      { nat: { ports: { allocation: "dynamic", maximum: 3000 } } },
      /'nat\.ports\.maximum' must be a power of two.*got 3000/,
    ],
    [
      { nat: { ports: { allocation: "dynamic", maximum: 64 } } },
      /'nat\.ports\.maximum' must be above 'nat\.ports\.minimum' \(64\), got 64; choose at least 128/,
    ],
    [
      { nat: { ports: { allocation: "static", perNode: 0 } } },
      /'nat\.ports\.perNode' must be a whole number between 1 and 65536 ports, got 0/,
    ],
    [
      { nat: { ports: { allocation: "static", perNode: 65_537 } } },
      /'nat\.ports\.perNode' must be a whole number.*got 65537/,
    ],
    [{ loadBalancerPorts: [0] }, /'loadBalancerPorts\[0\]' must be a whole number between 1 and 65535, got 0/],
    [
      { loadBalancerPorts: [80, 65_536] },
      /'loadBalancerPorts\[1\]' must be a whole number between 1 and 65535, got 65536/,
    ],
    [{ loadBalancerPorts: [80, 80] }, /'loadBalancerPorts' must name each port once, got \[80,80\]/],
    [
      { loadBalancerTargetTags: ["Web"] },
      /'loadBalancerTargetTags\[0\]' must have 1 to 63 lowercase letters.*got 'Web'/,
    ],
  ])("refuses %j", (props, message) => {
    expect(() => network(props)).toThrow(message);
  });

  it("reports every problem at once", () => {
    expect(() => network({ name: "A", nodeRange: "x", nat: { addressCount: 0 } })).toThrow(
      /Network at test\/Network:\n {2}- 'name'.*\n {2}- 'nodeRange'.*\n {2}- 'nat\.addressCount'/,
    );
  });
});
