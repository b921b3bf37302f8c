import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Rule, WebFirewall, type FirewallRule } from "../../constructs/cloud-armor";
import { newStack, renderStack, type Block } from "../support/synth";
import { buildSandbox, Workspace } from "./terraform";

jest.setTimeout(300_000);

const PROJECT = "cliscale-test";

/** Two limits in one band, `sessions` and `rest`; the first one's requests may differ, and a rule may stand between. */
function rules(requests: number, between: readonly FirewallRule[] = []): readonly FirewallRule[] {
  const limit = (name: string, count: number) =>
    Rule.throttle({ name, keys: [{ type: "IP" }], limit: { requests: count, intervalSeconds: 60 }, ...onlyPath(name) });
  return [limit("sessions", requests), ...between, limit("rest", 1000)];
}

const onlyPath = (name: string) => (name === "rest" ? {} : { ranges: ["203.0.113.0/24"] });

const OBJECTS = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, annotations: { networking.gke.io/certmap: {{ .Values.map }} } }
spec:
  gatewayClassName: gke-l7-global-external-managed
  addresses: [{ type: NamedAddress, value: {{ .Values.address }} }]
  listeners: [{ name: https, protocol: HTTPS, port: 443 }]
---
apiVersion: networking.gke.io/v1
kind: GCPGatewayPolicy
metadata: { name: web }
spec:
  default: { sslPolicy: {{ .Values.sslPolicy }} }
  targetRef: { group: gateway.networking.k8s.io, kind: Gateway, name: web }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: networking.gke.io/v1
kind: GCPBackendPolicy
metadata: { name: web }
spec:
  default: { securityPolicy: {{ .Values.securityPolicy }} }
  targetRef: { group: "", kind: Service, name: web }
`;

type Resources = Record<string, Record<string, Block>>;

/** What stands beside the firewall: what a Gateway uses, a cluster, and a release whose objects name all of it. */
function surroundings(names: Readonly<Record<string, string>>, waits: readonly string[]): Resources {
  const apis = ["container.googleapis.com", "certificatemanager.googleapis.com"];
  const depends_on = ["google_project_service.apis"];
  const api = Object.keys(firewall(rules(20)).resource.google_project_service ?? {});
  const compute = { depends_on: api.map((name) => `google_project_service.${name}`) };
  return {
    google_project_service: {
      apis: { for_each: `\${toset(${JSON.stringify(apis)})}`, service: "${each.key}", disable_on_destroy: false },
    },
    google_compute_global_address: { edge: { name: "edge", ...compute } },
    google_compute_ssl_policy: { edge: { name: "edge", min_tls_version: "TLS_1_2", ...compute } },
    google_certificate_manager_certificate_map: { edge: { name: "edge", depends_on } },
    google_container_cluster: {
      main: { name: "main", location: "europe-west1", enable_autopilot: true, deletion_protection: false, depends_on },
    },
    kubernetes_namespace_v1: { app: { metadata: { name: "app" } } },
    helm_release: {
      web: {
        name: "web",
        chart: "./chart",
        namespace: "${kubernetes_namespace_v1.app.metadata[0].name}",
        values: [JSON.stringify(names)],
        depends_on: waits,
      },
    },
  };
}

/** The firewall as its construct renders it. */
function firewall(list: readonly FirewallRule[]) {
  const stack = newStack();
  new WebFirewall(stack, "Firewall", {
    project: PROJECT,
    name: "edge",
    defaultAction: "allow",
    rules: list,
    allowDestroy: true,
  });
  return renderStack(stack).json as unknown as { readonly terraform: Block; readonly resource: Resources };
}

const REFERENCES = {
  map: "${google_certificate_manager_certificate_map.edge.name}",
  address: "${google_compute_global_address.edge.name}",
  sslPolicy: "${google_compute_ssl_policy.edge.name}",
};

/** The whole stack. With the policy `named`, the release and the rules say its name and nothing refers to the resource. */
function configuration(
  list: readonly FirewallRule[],
  options: { readonly named?: string; readonly policy?: boolean } = {},
) {
  const { terraform, resource } = firewall(list);
  const [id = ""] = Object.keys(resource.google_compute_security_policy ?? {});
  const reference = `\${google_compute_security_policy.${id}.name}`;
  const rulesOfPolicy = Object.keys(resource.google_compute_security_policy_rule ?? {});
  const names = { ...REFERENCES, securityPolicy: options.named ?? reference };
  const waits = rulesOfPolicy.map((name) => `google_compute_security_policy_rule.${name}`);
  const own = surroundings(names, waits);
  const merged = {
    ...resource,
    ...own,
    google_project_service: { ...resource.google_project_service, ...own.google_project_service },
  };
  const endpoint = "${google_container_cluster.main.control_plane_endpoints_config[0].dns_endpoint_config[0].endpoint}";
  const host = `https://${endpoint}`;
  const whole = {
    terraform: { required_providers: terraform.required_providers },
    provider: {
      google: { project: PROJECT, region: "europe-west1" },
      kubernetes: { host },
      helm: { kubernetes: { host } },
    },
    resource: merged,
  };
  const text =
    options.named === undefined ? JSON.stringify(whole) : JSON.stringify(whole).replaceAll(reference, "edge");
  const result = JSON.parse(text) as { resource: Record<string, unknown> };
  if (options.policy === false) {
    delete result.resource.google_compute_security_policy;
  }
  return result;
}

describe("a firewall in front of a Gateway, in the sandbox", () => {
  const main = buildSandbox();
  const workspace = new Workspace(main);
  const between = [
    Rule.throttle({
      name: "between",
      keys: [{ type: "IP" }],
      limit: { requests: 5, intervalSeconds: 60 },
      ranges: ["198.51.100.0/24"],
    }),
  ];

  /** What a plan would do, as `address action`; nothing that stays as it is. */
  const planned = async (): Promise<readonly string[]> => {
    const { code, output } = await workspace.run("plan", "-detailed-exitcode", "-out=next.plan");
    const changes = [...output.matchAll(/# (\S+?)(?:_[0-9A-F]{8})? (?:will|must) be ([a-z]+)/g)];
    if (code === 1 || (code === 2) !== changes.length > 0) throw new Error(output);
    return changes.map(([, address, action]) => `${address} ${action}`).sort();
  };
  const applied = async (...args: readonly string[]) => {
    const { code, output } = await workspace.run("apply", "-auto-approve", ...args);
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
  };

  beforeAll(async () => {
    const chart = join(workspace.directory, "chart");
    mkdirSync(join(chart, "templates"), { recursive: true });
    writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: web\nversion: 0.1.0\n");
    writeFileSync(join(chart, "templates", "objects.yaml"), OBJECTS);
    workspace.write(configuration(rules(20)));
    await workspace.init();
    await applied();
  });
  afterAll(() => workspace.remove());

  it("stands, with the default rule that came with the policy", async () => {
    expect(workspace.objects()).toEqual(
      expect.arrayContaining([
        `google_compute_security_policy projects/${PROJECT}/global/securityPolicies/edge`,
        `google_compute_security_policy_rule projects/${PROJECT}/global/securityPolicies/edge/priority/2147483647`,
        "kubernetes_object app/web/networking.gke.io|GCPBackendPolicy|app|web",
      ]),
    );
    expect(await planned()).toEqual([]);
  });

  it("changes one rule in place when its limit changes, and nothing else", async () => {
    workspace.write(configuration(rules(30)));

    expect(await planned()).toEqual(["google_compute_security_policy_rule.Firewall_Rule-40000 updated"]);
    await applied("next.plan");
  });

  it("takes a rule in the middle of a band: nothing is replaced, and the policy is left alone", async () => {
    workspace.write(configuration(rules(30, between)));

    expect(await planned()).toEqual([
      "google_compute_security_policy_rule.Firewall_Rule-40010 updated",
      "google_compute_security_policy_rule.Firewall_Rule-40020 created",
    ]);
    await applied("next.plan");
  });

  it("refuses to destroy a policy that the release still names, and loses nothing", async () => {
    const before = workspace.objects();
    workspace.write(configuration(rules(30, between), { named: "edge", policy: false }));

    expect(await planned()).toEqual(["google_compute_security_policy.Firewall destroyed"]);
    const { code, output } = await workspace.run("apply", "next.plan");
    expect(code).toBe(1);
    expect(output).toContain(
      `The security_policy resource 'projects/${PROJECT}/global/securityPolicies/edge' is already being used by ` +
        `'projects/${PROJECT}/global/backendServices/gkegw1-`,
    );
    expect(output).toContain("GKE made that for GCPBackendPolicy app/web of the release app/web");
    expect(workspace.objects()).toEqual(before);

    workspace.write(configuration(rules(30, between)));
    expect(await planned()).toEqual([]);
  });

  it("refuses a release that names a policy which does not exist, and leaves the old one installed", async () => {
    workspace.write(configuration(rules(30, between), { named: "missing" }));
    const { code, output } = await workspace.run("apply", "-auto-approve");

    expect(code).toBe(1);
    expect(output).toContain(
      `GCPBackendPolicy app/web: error cause: gceSync: generic::not_found: googleapi: Error 404: The resource 'projects/${PROJECT}/global/securityPolicies/missing' was not found`,
    );
    workspace.write(configuration(rules(30, between)));
    expect(await planned()).toEqual([]);
  });

  it("is destroyed completely, the release first", async () => {
    const { code, output } = await workspace.run("destroy", "-auto-approve");

    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    expect(workspace.objects()).toEqual([]);
  });
});
