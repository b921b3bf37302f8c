import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, EXAMPLE } from "../support/environments";
import { accessOf } from "../../tools/access/access-of";
import { runAccess, type CommandWorld } from "../../tools/access/command";
import { Expressions } from "../../policies/rendered/expression";
import { Functions } from "../../policies/rendered/functions";
import { identityOf } from "../../tools/access/identities";
import { type ClusterObject } from "../../policies/rendered/cluster-object";
import { accessReference } from "../../tools/access/reference";
import { consoleReport, type EnvironmentAccess } from "../../tools/access/report";
import { table, wrap } from "../../tools/access/table";
import { conditionInWords, shortName, targetOf } from "../../tools/access/targets";
import { textOf, Unknown } from "../../policies/rendered/unknown";

const NOW = new Date("2026-11-21T12:00:00Z");

describe("Expressions", () => {
  const expressions = new Expressions(
    (steps) => (steps.join(".") === "google_x.a-b.name" ? "real" : new Unknown(steps.join("."))),
    new Functions(NOW),
  );

  it.each([
    ["plain text", "plain", "plain"],
    ["a reference", "${google_x.a-b.name}", "real"],
    ["a reference in brackets", '${google_x["a-b"].name}', "real"],
    ["text around references", "a/${google_x.a-b.name}/${google_x.a-b.name}", "a/real/real"],
    ["escaped dollars", "$${name} and ${google_x.a-b.name}", "${name} and real"],
    ["a template in a string", '${join("/", ["x-${google_x.a-b.name}", "y"])}', "x-real/y"],
    ["quotes and braces in a string", '${join("", ["a\\"}", "b{"])}', 'a"}b{'],
    ["jsonencode", '{"image":${jsonencode(join("", ["r/", google_x.a-b.name]))}}', '{"image":"r/real"}'],
    ["jsondecode", "${jsondecode(jsonencode({ a = [1, google_x.a-b.name] })).a[1]}", "real"],
    ["trimsuffix", '${trimsuffix("a@b.gserviceaccount.com", ".gserviceaccount.com")}', "a@b"],
    ["arithmetic in order", "${1 + 2 * 3 - 4 / 2}", 5],
    ["a comparison", '${google_x.a-b.name == "real" && !(1 >= 2)}', true],
    ["a condition on the time of the deploy, before", condition("2026-11-21T12:00:01Z"), "previous"],
    ["a condition on the time of the deploy, at it", condition("2026-11-21T12:00:00Z"), "current"],
    ["a splat", "${concat([{ a = 1 }, { a = 2 }][*].a, [3])[1]}", 2],
    ["timeadd", '${timeadd(plantimestamp(), "24h")}', "2026-11-22T12:00:00.000Z"],
    ["a condition whose answer doesn't matter", '${google_y.z.enabled ? "same" : "same"}', "same"],
  ])("reads %s", (_, text, value) => {
    expect(expressions.template(text)).toEqual(value);
  });

  it.each([
    ["a reference to what Google makes", "${google_y.z.number}", "<google_y.z.number>"],
    ["one inside of text", "service-${google_y.z.number}@x", "service-<google_y.z.number>@x"],
    ["a condition on it", '${google_y.z.on ? "a" : "b"}', '<"a" : "b">'],
    ["a for expression", "${[for x in google_y.z.list : x]} end", "<[for x in google_y.z.list : x]> end"],
    ["a function that isn't known", '${cidrhost("10.0.0.0/8", 1)}', '<cidrhost("10.0.0.0/8", 1)>'],
    ["an expression without an end", "${google_x.", "<google_x>"],
  ])("leaves %s open", (_, text, shown) => {
    expect(textOf(expressions.template(text))).toBe(shown);
  });

  function condition(until: string): string {
    return `\${timecmp(plantimestamp(), "${until}") < 0 ? "previous" : "current"}`;
  }
});

describe("identityOf", () => {
  const services = ["pubsub.googleapis.com", "compute.googleapis.com"];

  it.each([
    ["serviceAccount:p.svc.id.goog[web/api]", "Kubernetes service account", "web/api"],
    [
      "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p.svc.id.goog/subject/ns/web/sa/api",
      "Kubernetes service account",
      "web/api",
    ],
    ["serviceAccount:a@p.iam.gserviceaccount.com", "service account", "a@p.iam.gserviceaccount.com"],
    [
      "serviceAccount:service-<number of p>@gcp-sa-pubsub.iam.gserviceaccount.com",
      "service agent",
      "pubsub.googleapis.com in p",
    ],
    [
      "serviceAccount:service-123@compute-system.iam.gserviceaccount.com",
      "service agent",
      "compute.googleapis.com in 123",
    ],
    [
      "serviceAccount:service-1@gcp-sa-x.iam.gserviceaccount.com",
      "service account",
      "service-1@gcp-sa-x.iam.gserviceaccount.com",
    ],
    ["serviceAccount:<module.x.email>", "unknown", "<module.x.email>"],
    ["user:a@example.org", "user", "a@example.org"],
    ["group:g@example.org", "group", "g@example.org"],
    ["domain:example.org", "domain", "example.org"],
    ["allUsers", "everyone", "allUsers"],
    ["principalSet://iam.googleapis.com/x", "principal", "principalSet://iam.googleapis.com/x"],
    ["<google_x.y.member>", "unknown", "<google_x.y.member>"],
  ])("takes %s for a %s", (member, kind, name) => {
    expect(identityOf(member, services)).toEqual({ kind, name });
  });
});

describe("targets", () => {
  it("names a secret the same however it was given", () => {
    const full = "projects/p/secrets/pg";
    const expected = { type: "secret", name: "pg", fullName: full, level: "resource" };

    expect(targetOf("secret_manager_secret", { secret_id: full, role: "r", member: "m" }, "p")).toEqual(expected);
    expect(targetOf("secret_manager_secret", { role: "r", secret_id: "pg", project: "p" }, "p")).toEqual(expected);
  });

  it("says the place of what has one", () => {
    expect(targetOf("artifact_registry_repository", { location: "europe-west1", repository: "r" }, "p")).toEqual({
      type: "repository",
      name: "europe-west1/r",
      fullName: "projects/p/locations/europe-west1/repositories/r",
      level: "resource",
    });
    expect(shortName("projects/p/locations/l/keyRings/r/cryptoKeys/k")).toBe("l/r/k");
    expect(shortName("plain/name")).toBe("plain/name");
  });

  it("knows what reaches further than one resource", () => {
    expect(targetOf("project", { project: "p", role: "r" }, "p")).toMatchObject({ level: "project", name: "p" });
    expect(targetOf("folder", { folder: "folders/1" }, "p")).toMatchObject({ level: "folder", name: "folders/1" });
    expect(targetOf("cloud_run_v2_service", { name: "s" }, "p")).toMatchObject({
      type: "cloud run v2 service",
      name: "s",
    });
  });

  it.each([
    [
      'resource.name == "projects/p/instances/db" && resource.type == "sqladmin.googleapis.com/Instance"',
      "only sqladmin Instance db",
    ],
    ['resource.name.startsWith("projects/p/secrets/app")', "only names that start with app"],
    ['request.time < timestamp("2027-01-01T00:00:00Z")', "only until 2027-01-01T00:00:00Z"],
    ['resource.type == "a.googleapis.com/B" || true', 'only when resource.type == "a.googleapis.com/B" || true'],
  ])("puts the condition %s into words", (expression, words) => {
    expect(conditionInWords({ title: "t", expression })).toBe(words);
    expect(conditionInWords([{ title: "t", expression }])).toBe(words);
  });

  it("has no words for no condition", () => {
    expect(conditionInWords(undefined)).toBeUndefined();
  });
});

describe("table", () => {
  it("is as wide as it has to be", () => {
    expect(
      table(
        [
          ["A", "LONG"],
          ["bcd", "e"],
        ],
        120,
      ),
    ).toEqual(["  A    LONG", "  bcd  e"]);
  });

  it("never gets wider than asked for, and loses nothing", () => {
    const rows = [["x".repeat(70), "secret a/b/c ".repeat(8), "y@z.".repeat(20)]];
    const lines = table(rows, 120);

    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
    expect(lines.join("").replaceAll(" ", "")).toHaveLength(rows.flat().join("").replaceAll(" ", "").length);
  });

  it("breaks at spaces, then at the signs of names, then anywhere", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("account@project.example", 12)).toEqual(["account@", "project.", "example"]);
    expect(wrap("abcdefgh", 5)).toEqual(["abcde", "fgh"]);
    expect(wrap("", 5)).toEqual([""]);
  });
});

describe("accessOf", () => {
  const stack = (json: Record<string, unknown>) => ({
    name: "s",
    json: { provider: { google: [{ project: "p" }] }, ...json },
  });
  const path = (name: string) => ({ "//": { metadata: { path: `s/${name}/Resource` } } });
  const member = "serviceAccount:p.svc.id.goog[web/api]";

  it("reads bindings, policies and their data source, whatever the service", () => {
    const { entries } = accessOf(
      [
        stack({
          data: {
            google_iam_policy: {
              readers: {
                binding: [{ role: "roles/storage.objectViewer", members: ["user:a@x.org", "group:g@x.org"] }],
              },
            },
          },
          resource: {
            google_storage_bucket_iam_policy: {
              one: { bucket: "b", policy_data: "${data.google_iam_policy.readers.policy_data}", ...path("Bucket") },
            },
            google_pubsub_topic_iam_policy: {
              two: {
                topic: "t",
                policy_data: JSON.stringify({
                  bindings: [{ role: "roles/pubsub.publisher", members: ["user:b@x.org"] }],
                }),
              },
            },
            google_cloud_run_v2_service_iam_binding: {
              three: { name: "s", location: "l", role: "roles/run.invoker", members: ["allUsers", "user:c@x.org"] },
            },
            google_pubsub_subscription_iam_policy: {
              four: { subscription: "u", policy_data: "${module.x.policy}" },
            },
          },
        }),
      ],
      [],
      NOW,
    );

    expect(entries.map(({ identity, may, on }) => `${identity.name} ${may} ${on.type} ${on.name}`).sort()).toEqual([
      "<module.x.policy> <policy_data> subscription u",
      "a@x.org roles/storage.objectViewer bucket b",
      "allUsers roles/run.invoker cloud run v2 service l/s",
      "b@x.org roles/pubsub.publisher topic t",
      "c@x.org roles/run.invoker cloud run v2 service l/s",
      "g@x.org roles/storage.objectViewer bucket b",
    ]);
    expect(entries.find(({ on }) => on.name === "b")).toMatchObject({
      why: "s/Bucket/Resource",
      source: "google_storage_bucket_iam_policy.one",
    });
  });

  it("shows who may use a bucket, Cloud Storage's own account and a Kubernetes service account included", () => {
    const grant = (role: string, grantee: string) => ({
      bucket: "${google_storage_bucket.it.name}",
      role,
      member: grantee,
    });
    const { entries, findings } = accessOf(
      [
        stack({
          data: {
            google_project: { it: { project_id: "p" } },
            google_storage_project_service_account: { it: { project: "p" } },
          },
          resource: {
            google_project_service: { storage: { project: "p", service: "storage.googleapis.com" } },
            google_storage_bucket: { it: { name: "exports" } },
            google_storage_bucket_iam_member: {
              direct: {
                ...grant(
                  "roles/storage.objectCreator",
                  "principal://iam.googleapis.com/projects/${data.google_project.it.number}/locations/global/workloadIdentityPools/p.svc.id.goog/subject/ns/web/sa/api",
                ),
                ...path("Exports"),
              },
              logs: grant("roles/storage.objectCreator", "group:cloud-storage-analytics@google.com"),
            },
            google_kms_crypto_key_iam_member: {
              key: {
                crypto_key_id: "projects/p/locations/l/keyRings/r/cryptoKeys/k",
                role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
                member: "${data.google_storage_project_service_account.it.member}",
              },
            },
          },
        }),
      ],
      [],
      NOW,
    );

    expect(
      entries
        .map(({ identity, may, on }) => `${identity.kind} ${identity.name}: ${may} on ${on.type} ${on.name}`)
        .sort(),
    ).toEqual([
      "Kubernetes service account web/api: roles/storage.objectCreator on bucket exports",
      "group cloud-storage-analytics@google.com: roles/storage.objectCreator on bucket exports",
      "service agent storage.googleapis.com in p: roles/cloudkms.cryptoKeyEncrypterDecrypter on KMS key l/r/k",
    ]);
    expect(entries.find(({ on }) => on.type === "bucket")).toMatchObject({ why: "s/Exports/Resource" });
    expect(findings).toEqual([]);
  });

  it("shows grants to a Kubernetes service account itself and through the account that it acts as", () => {
    const { entries, secrets } = accessOf(
      [
        stack({
          data: { google_project: { it: { project_id: "p" } } },
          resource: {
            google_service_account: { api: { account_id: "api-account" } },
            google_secret_manager_secret: {
              one: { secret_id: "one" },
              two: { secret_id: "two" },
              three: { secret_id: "three" },
            },
            google_service_account_iam_member: {
              a: {
                service_account_id: "${google_service_account.api.name}",
                role: "roles/iam.workloadIdentityUser",
                member,
              },
            },
            google_secret_manager_secret_iam_member: {
              direct: {
                secret_id: "${google_secret_manager_secret.one.id}",
                role: "roles/secretmanager.secretAccessor",
                member:
                  "principal://iam.googleapis.com/projects/${data.google_project.it.number}/locations/global/workloadIdentityPools/p.svc.id.goog/subject/ns/web/sa/api",
              },
              chained: {
                secret_id: "${google_secret_manager_secret.two.secret_id}",
                role: "roles/secretmanager.secretAccessor",
                member: "${google_service_account.api.member}",
              },
            },
          },
        }),
      ],
      [],
      NOW,
    );

    expect(secrets.map(({ name, readers }) => ({ name, readers }))).toEqual([
      { name: "one", readers: ["web/api"] },
      { name: "three", readers: [] },
      { name: "two", readers: ["web/api"] },
    ]);
    expect(entries.map(({ identity, actsAs, on }) => [identity.name, actsAs, on.name])).toEqual([
      ["web/api", undefined, "one"],
      ["web/api", undefined, "api-account@p.iam.gserviceaccount.com"],
      ["web/api", "api-account@p.iam.gserviceaccount.com", "two"],
    ]);
  });

  it("finds fault with roles on a whole project only where Google has a policy on something smaller", () => {
    const on = (role: string) => ({ role, member: "user:a@x.org" });
    const { entries, findings } = accessOf(
      [
        stack({
          resource: {
            google_project_iam_member: {
              one: on("roles/secretmanager.secretAccessor"),
              two: on("roles/cloudsql.client"),
            },
            google_folder_iam_binding: {
              three: { folder: "folders/1", role: "roles/iam.workloadIdentityUser", members: ["user:b@x.org"] },
            },
          },
        }),
      ],
      [],
      NOW,
    );

    expect(entries).toHaveLength(3);
    expect(findings.map(({ kind, problem }) => `${kind}: ${problem}`)).toEqual([
      "project-level-role: a@x.org has roles/secretmanager.secretAccessor on the whole project p.",
      "project-level-role: b@x.org has roles/iam.workloadIdentityUser on the whole folder folders/1.",
    ]);
  });

  it("counts: what there are none of grants nothing", () => {
    const grant = (count: unknown, key: string) => ({
      topic: "t",
      role: "roles/pubsub.publisher",
      member: `user:${key}@x.org`,
      count,
    });
    const { entries } = accessOf(
      [
        stack({
          resource: {
            google_service_account: {
              none: { account_id: "none-account", count: 0 },
              one: { account_id: "one-account", count: "${true ? 1 : 0}" },
            },
            google_pubsub_topic_iam_member: {
              zero: grant(0, "zero"),
              later: grant('${timecmp(plantimestamp(), "2026-11-21T12:00:01Z") < 0 ? 1 : 0}', "until"),
              over: grant('${timecmp(plantimestamp(), "2026-11-21T12:00:00Z") < 0 ? 1 : 0}', "over"),
              open: grant("${google_x.y.z}", "perhaps"),
              first: {
                ...grant(1, ""),
                member: "${concat(google_service_account.none[*].member, google_service_account.one[*].member)[0]}",
              },
            },
          },
        }),
      ],
      [],
      NOW,
    );

    expect(entries.map(({ identity }) => identity.name)).toEqual([
      "one-account@p.iam.gserviceaccount.com",
      "perhaps@x.org",
      "until@x.org",
    ]);
  });

  it("reads who logs in to a database, and who nodes are", () => {
    const { entries } = accessOf(
      [
        stack({
          resource: {
            google_service_account: { n: { account_id: "nodes-account" } },
            google_sql_user: {
              sa: { instance: "db", name: "api@p.iam", type: "CLOUD_IAM_SERVICE_ACCOUNT" },
              user: { instance: "db", name: "a@x.org", type: "CLOUD_IAM_USER" },
              group: { instance: "db", name: "g@x.org", type: "CLOUD_IAM_GROUP" },
              app: { instance: "db", name: "app" },
            },
            google_container_cluster: { c: { name: "main" } },
            google_container_node_pool: {
              pool: {
                cluster: "${google_container_cluster.c.name}",
                node_config: { service_account: "${google_service_account.n.email}" },
              },
            },
            google_project_iam_member: {
              l: { role: "roles/logging.logWriter", member: "${google_service_account.n.member}" },
            },
          },
        }),
      ],
      [],
      NOW,
    );

    expect(
      entries.map(({ identity, actsAs, may, on }) => [identity.kind, identity.name, actsAs, may, on.name]),
    ).toEqual([
      ["database user", "app", undefined, "log in with a password", "db"],
      ["group", "g@x.org", undefined, "log in", "db"],
      ["nodes", "nodes of main", undefined, "act as", "nodes-account@p.iam.gserviceaccount.com"],
      ["nodes", "nodes of main", "nodes-account@p.iam.gserviceaccount.com", "roles/logging.logWriter", "p"],
      ["service account", "api@p.iam.gserviceaccount.com", undefined, "log in", "db"],
      ["user", "a@x.org", undefined, "log in", "db"],
    ]);
  });

  it("reads objects of the kubernetes provider like those of a chart", () => {
    const { entries, workloads, findings } = accessOf(
      [
        stack({
          resource: {
            kubernetes_service_account_v1: {
              api: {
                metadata: {
                  name: "api",
                  namespace: "web",
                  annotations: { "iam.gke.io/gcp-service-account": "x@p.iam.gserviceaccount.com" },
                },
              },
            },
            kubernetes_role: {
              r: {
                metadata: [{ name: "r", namespace: "web" }],
                rule: [{ api_groups: ["apps"], resources: ["deployments"], verbs: ["get"], resource_names: ["one"] }],
              },
            },
            kubernetes_role_binding_v1: {
              b: {
                metadata: { name: "b", namespace: "web" },
                role_ref: { kind: "Role", name: "${kubernetes_role.r.metadata[0].name}" },
                subject: [
                  { kind: "ServiceAccount", name: "api" },
                  { kind: "Group", name: "ops@x.org" },
                ],
                ...path("Binding"),
              },
            },
            kubernetes_cluster_role_binding_v1: {
              v: {
                metadata: { name: "v" },
                role_ref: { kind: "ClusterRole", name: "view" },
                subject: [{ kind: "User", name: "a@x.org" }],
              },
            },
            kubernetes_deployment_v1: {
              d: {
                metadata: { name: "d", namespace: "web" },
                spec: {
                  template: {
                    spec: {
                      service_account_name: "api",
                      container: [
                        { name: "c", env: [{ name: "X", value_from: { secret_key_ref: { name: "keys" } } }] },
                      ],
                      volume: [{ name: "s", csi: { volume_attributes: { secretProviderClass: "gone" } } }],
                    },
                  },
                },
              },
            },
          },
        }),
      ],
      [],
      NOW,
    );

    expect(
      entries.map(({ identity, may, on, condition, why }) => [identity.name, may, on.type, on.name, condition, why]),
    ).toEqual([
      ["default/api", "get", "deployments.apps", "in namespace web", "only one", "s/Binding/Resource"],
      ["ops@x.org", "get", "deployments.apps", "in namespace web", "only one", "s/Binding/Resource"],
      ["a@x.org", "ClusterRole view", "what it names", "in the whole cluster", undefined, expect.anything()],
    ]);
    expect(workloads).toEqual([
      {
        name: "web/api",
        pods: ["Deployment/d"],
        annotation: "x@p.iam.gserviceaccount.com",
        apiToken: "automounted",
        mounts: [],
        synced: [],
        kubernetesSecrets: ["web/keys"],
      },
    ]);
    expect(findings.map(({ kind, problem }) => `${kind}: ${problem}`)).toEqual([
      "annotation-without-binding: The Kubernetes service account web/api is annotated with x@p.iam.gserviceaccount.com, which does not let it act as it.",
      "unknown-mount: Pods of web/api mount SecretProviderClass gone, which nothing renders.",
    ]);
  });

  it("tells how pods get a token for the Kubernetes API: the pod's word goes before the account's", () => {
    const tokenOf = (account: boolean | undefined, pod: boolean | undefined, audience?: string) => {
      const placed = (object: object): ClusterObject => ({
        object: object as ClusterObject["object"],
        namespace: "n",
        path: "s",
      });
      const sources = [{ serviceAccountToken: { path: "token", audience } }];
      const volumes = audience === undefined ? [] : [{ projected: { sources } }];
      const spec = { serviceAccountName: "a", automountServiceAccountToken: pod, volumes };
      return accessOf(
        [],
        [
          placed({
            apiVersion: "v1",
            kind: "ServiceAccount",
            metadata: { name: "a" },
            automountServiceAccountToken: account,
          }),
          placed({ apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec }),
        ],
        NOW,
      ).workloads.map(({ apiToken }) => apiToken);
    };

    expect(tokenOf(undefined, undefined)).toEqual(["automounted"]);
    expect(tokenOf(false, undefined)).toEqual(["none"]);
    expect(tokenOf(false, true)).toEqual(["automounted"]);
    expect(tokenOf(true, false)).toEqual(["none"]);
    expect(tokenOf(false, false, "https://vault.example.org")).toEqual(["none"]);
  });
});

describe("npm run access", () => {
  interface Run {
    readonly code: number;
    readonly out: string;
    readonly errors: string;
  }

  async function run(args: readonly string[], world: Partial<CommandWorld> = {}): Promise<Run> {
    const out: string[] = [];
    const errors: string[] = [];
    const code = await runAccess(args, {
      print: (text) => out.push(text),
      printError: (text) => errors.push(text),
      now: () => NOW,
      load: { cwd: ROOT, env: { CLISCALE_INSTALLATION: EXAMPLE }, secretVersions: "first" },
      ...world,
    });
    return { code, out: out.join("\n"), errors: errors.join("\n") };
  }

  const withFinding = async (): Promise<EnvironmentAccess> => ({
    environment: "prod",
    stacks: ["cliscale-prod"],
    entries: [],
    workloads: [{ name: "n/a", pods: [], apiToken: "none", mounts: [], synced: [], kubernetesSecrets: [] }],
    secrets: [],
    findings: [
      { kind: "unknown-mount", identity: "n/a", problem: "It is wrong.", fix: "Correct it.", why: "s/A/B/Resource" },
    ],
  });

  it("prints a table of at most 120 columns, without colors, and ends with 0", async () => {
    const { code, out, errors } = await run(["prod"]);

    expect(code).toBe(0);
    expect(errors).toBe("");
    expect(out).toMatch(/^Who can do what in prod \(cliscale-prod\): \d+ lines, no findings\n/);
    expect(out).toContain(
      "ws-cli/ws-cli-gateway -> cliscale-prod-gateway@cliscale-prod-c08e.iam.gserviceaccount.com\n",
    );
    expect(out).toMatch(
      / {2}secretmanager\.secretAccessor {2}secret cliscale-prod-pg +Platform\/Secrets\/DatabaseUrl\n/,
    );
    expect(Math.max(...out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(120);
    expect(out).not.toContain("\u001b");
  });

  it("prints JSON of a stable shape", async () => {
    const { code, out } = await run(["prod", "--json"]);
    const report = JSON.parse(out) as { format: number; environment: string; access: object[]; workloads: object[] };

    expect(code).toBe(0);
    expect(Object.keys(report)).toEqual([
      "format",
      "environment",
      "stacks",
      "access",
      "workloads",
      "secrets",
      "findings",
    ]);
    expect(report).toMatchObject({ format: 1, environment: "prod", stacks: ["cliscale-prod"], findings: [] });
    expect(report.access).toContainEqual({
      identity: { kind: "Kubernetes service account", name: "ws-cli/ws-cli-gateway" },
      actsAs: "cliscale-prod-gateway@cliscale-prod-c08e.iam.gserviceaccount.com",
      may: "roles/cloudsql.client",
      on: { type: "project", name: "cliscale-prod-c08e", fullName: "projects/cliscale-prod-c08e", level: "project" },
      condition: "only sqladmin Instance cliscale-prod-db-1",
      why: expect.stringMatching(/^cliscale-prod\/Platform\/Database\/Grant-cloudsql-client-/) as string,
      source: expect.stringMatching(/^google_project_iam_member\.Platform_Database_Grant-cloudsql-client-/) as string,
    });
  });

  it.each(["ws-cli/cliscale-runner", "cliscale-runner", "cliscale-prod-runner"])(
    "narrows the report to %s",
    async (name) => {
      const { out } = await run(["prod", "--identity", name, "--json"]);
      const { access, secrets } = JSON.parse(out) as EnvironmentAccess & { access: { identity: { name: string } }[] };

      expect(new Set(access.map(({ identity }) => identity.name)).size).toBeLessThanOrEqual(1);
      expect(secrets).toEqual([]);
      expect(out).not.toContain("gateway");
    },
  );

  it("ends with 1 when there is something to complain about", async () => {
    const { code, out } = await run(["prod"], { report: withFinding });

    expect(code).toBe(1);
    expect(out).toContain("prod (cliscale-prod): no lines, 1 finding\n");
    expect(out).toContain("  unknown-mount: It is wrong. Correct it. [A/B]");
    expect(out).toContain("n/a (Kubernetes service account of nobody; token for the Kubernetes API: none)\n  nothing");
  });

  it.each([
    [["prdo"], "'environment' must be one that this installation has (sandbox, dev, staging, prod), got 'prdo'"],
    [[], "'environment' must be one that this installation has"],
    [["dev", "prod"], "'environment' must be a single one, got 'prod'"],
    [["dev", "--jsno"], "'option' must be --identity, --json or --help, got '--jsno'"],
    [["dev", "--json=yes"], "'--json' must stand alone, got 'yes'"],
    [["dev", "--identity"], "'--identity' must have a name; write --identity ws-cli-gateway"],
  ])("refuses %j with exit code 2 and no stack trace", async (args, message) => {
    const { code, out, errors } = await run(args);

    expect(code).toBe(2);
    expect(out).toBe("");
    expect(errors).toContain(message);
    expect(errors).not.toMatch(/^ +at /m);
  });

  it("refuses an identity that is nobody in the environment, with those that there are", async () => {
    const { code, errors } = await run(["prod", "--identity", "x"], { report: withFinding });

    expect(code).toBe(2);
    expect(errors).toContain("'--identity' must be somebody in prod, got 'x'; choose one of n/a");
  });

  it("says how to get an environment that the installation leaves out", async () => {
    const { code, errors } = await run(["prod"], { load: { cwd: ROOT, env: { CLISCALE_INSTALLATION: "" } } });

    expect(code).toBe(2);
    expect(errors).toContain("(sandbox), got 'prod'; environments/installation.json does not exist: copy \"prod\"");
  });

  it("explains itself", async () => {
    expect(await run(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("Exit code: 0") as string });
  });

  it("lets a terminal see its headings", async () => {
    expect(consoleReport(await withFinding(), 120, (text) => `*${text}*`)).toContain("*Findings*");
  });
});

describe("docs/reference/access.md", () => {
  it("is what npm run generate writes", async () => {
    expect(readFileSync(join(ROOT, "docs/reference/access.md"), "utf8")).toBe(await accessReference(ROOT));
  });
});
