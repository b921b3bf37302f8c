import { resolveSettings, type EnvironmentSettings } from "../../environments";
import { accessOf } from "../../tools/access/access-of";
import { type AccessEntry, type AccessReport } from "../../tools/access/entry";
import { type SynthesizedStack } from "../../policies/rendered/literals";
import { type ClusterObject } from "../../policies/rendered/cluster-object";
import { renderEnvironment, type RenderedEnvironment } from "../../tools/access/synthesize";
import { changed, exampleEnvironments } from "../support/environments";

const NOW = new Date("2026-11-21T00:00:00Z");

/**
 * Who may do what in every environment, with the names of `prod` in the example. Google's own accounts stand behind the
 * workloads. Written by hand from the requirements: whatever is more or less than this is a defect.
 */
const TABLE = `
  who                       | acting as             | may                                        | on

  C3: one Kubernetes service account for each Google one, bound on that account
  ws-cli/ws-cli-controller  |                       | roles/iam.workloadIdentityUser             | service account PREFIX-controller@ACCOUNTS
  ws-cli/ws-cli-gateway     |                       | roles/iam.workloadIdentityUser             | service account PREFIX-gateway@ACCOUNTS
  ws-cli/cliscale-runner    |                       | roles/iam.workloadIdentityUser             | service account PREFIX-runner@ACCOUNTS
  ws-cli/ws-cli-migrate     |                       | roles/iam.workloadIdentityUser             | service account PREFIX-migrate@ACCOUNTS

  C8: only the controller uses the Kubernetes API; the runner may do nothing at all
  ws-cli/ws-cli-controller  |                       | create,get,list,watch                      | jobs.batch in namespace ws-cli
  ws-cli/ws-cli-controller  |                       | get,list,watch                             | pods in namespace ws-cli

  C11: each secret is readable by the workloads that need it
  ws-cli/ws-cli-controller  | PREFIX-controller     | roles/secretmanager.secretAccessor         | secret PREFIX-pg
  ws-cli/ws-cli-gateway     | PREFIX-gateway        | roles/secretmanager.secretAccessor         | secret PREFIX-pg
  ws-cli/ws-cli-controller  | PREFIX-controller     | roles/secretmanager.secretAccessor         | secret PREFIX-jwt-private
  ws-cli/ws-cli-controller  | PREFIX-controller     | roles/secretmanager.secretAccessor         | secret PREFIX-jwt-public
  ws-cli/ws-cli-gateway     | PREFIX-gateway        | roles/secretmanager.secretAccessor         | secret PREFIX-jwt-public

  C12: IAM database authentication through the proxy, for this instance alone
  ws-cli/ws-cli-controller  | PREFIX-controller     | roles/cloudsql.client                      | project PROJECT, only sqladmin Instance PREFIX-db-1
  ws-cli/ws-cli-controller  | PREFIX-controller     | roles/cloudsql.instanceUser                | project PROJECT, only sqladmin Instance PREFIX-db-1
  ws-cli/ws-cli-controller  | PREFIX-controller     | log in                                     | Cloud SQL instance PREFIX-db-1
  ws-cli/ws-cli-gateway     | PREFIX-gateway        | roles/cloudsql.client                      | project PROJECT, only sqladmin Instance PREFIX-db-1
  ws-cli/ws-cli-gateway     | PREFIX-gateway        | roles/cloudsql.instanceUser                | project PROJECT, only sqladmin Instance PREFIX-db-1
  ws-cli/ws-cli-gateway     | PREFIX-gateway        | log in                                     | Cloud SQL instance PREFIX-db-1

  first-run grants: one Job with one password, and nobody else with either
  ws-cli/ws-cli-migrate     | PREFIX-migrate        | roles/secretmanager.secretAccessor         | secret PREFIX-pg-migrate
  ws-cli/ws-cli-migrate     | PREFIX-migrate        | roles/cloudsql.client                      | project PROJECT, only sqladmin Instance PREFIX-db-1
  migrate                   |                       | log in with a password                     | Cloud SQL instance PREFIX-db-1

  nodes have the least role that GKE documents, and pull images
  nodes of PREFIX           |                       | act as                                     | service account PREFIX-nodes@ACCOUNTS
  nodes of PREFIX           | PREFIX-nodes          | roles/container.defaultNodeServiceAccount  | project PROJECT
  nodes of PREFIX           | PREFIX-nodes          | roles/artifactregistry.reader              | repository REGION/PREFIX

  Google's services encrypt with one key each, and announce rotations
  artifactregistry agent    |                       | roles/cloudkms.cryptoKeyEncrypterDecrypter | KMS key REGION/PREFIX/images
  container agent           |                       | roles/cloudkms.cryptoKeyEncrypterDecrypter | KMS key REGION/PREFIX/backups
  container agent           |                       | roles/cloudkms.cryptoKeyEncrypterDecrypter | KMS key REGION/PREFIX/cluster
  gkebackup agent           |                       | roles/cloudkms.cryptoKeyEncrypterDecrypter | KMS key REGION/PREFIX/backups
  pubsub agent              |                       | roles/cloudkms.cryptoKeyEncrypterDecrypter | KMS key REGION/PREFIX/secrets
  secretmanager agent       |                       | roles/cloudkms.cryptoKeyEncrypterDecrypter | KMS key REGION/PREFIX/secrets
  secretmanager agent       |                       | roles/pubsub.publisher                     | topic PREFIX-secret-rotation
  sqladmin agent            |                       | roles/cloudkms.cryptoKeyEncrypterDecrypter | KMS key REGION/PREFIX/database
`;

/** C1, C8: each Kubernetes service account is used by one workload, and only the controller's pods have a token. */
const WORKLOADS = `
  account                   | used by                    | token for the Kubernetes API | Kubernetes Secrets

  ws-cli/ws-cli-controller  | Deployment/controller      | projected                    |
  ws-cli/ws-cli-gateway     | Deployment/ws-gateway      | none                         |
  ws-cli/cliscale-runner    | PodTemplate/cliscale-runner| none                         |
  ws-cli/ws-cli-migrate     | Job/first-grants           | none                         |
`;

/** C11: who may read a secret is who mounts it. Nobody reads the key pair that both halves are written from. */
const SECRETS = `
  secret             | may be read by                                  | in pods of

  PREFIX-pg          | ws-cli/ws-cli-controller, ws-cli/ws-cli-gateway | ws-cli/ws-cli-controller, ws-cli/ws-cli-gateway
  PREFIX-jwt-private | ws-cli/ws-cli-controller                        | ws-cli/ws-cli-controller
  PREFIX-jwt-public  | ws-cli/ws-cli-controller, ws-cli/ws-cli-gateway | ws-cli/ws-cli-controller, ws-cli/ws-cli-gateway
  PREFIX-jwt-pair    | nobody                                          | nobody
  PREFIX-pg-migrate  | ws-cli/ws-cli-migrate                           | ws-cli/ws-cli-migrate
`;

/** The lines of a table above, without its heading and its remarks, for one environment. */
function expected(text: string, { namePrefix, project, region }: EnvironmentSettings): string[] {
  return text
    .split("\n")
    .filter((line) => line.includes("|"))
    .slice(1)
    .map((line) =>
      line
        .split("|")
        .map((cell) => cell.trim())
        .join(" | ")
        .replaceAll("ACCOUNTS", `${project}.iam.gserviceaccount.com`)
        .replaceAll("PREFIX", namePrefix)
        .replaceAll("PROJECT", project)
        .replaceAll("REGION", region),
    )
    .sort();
}

/** Each pool of nodes says whom its nodes act as. */
function poolAccounts({ cluster, namePrefix, project }: EnvironmentSettings): string[] {
  const account = `${namePrefix}-nodes@${project}.iam.gserviceaccount.com`;
  return cluster.mode === "standard"
    ? cluster.nodePools.map(() => `nodes of ${namePrefix} |  | act as | service account ${account}`)
    : [];
}

/** A replica in another region needs a key there. */
function replicaKeys({ database, namePrefix }: EnvironmentSettings): string[] {
  return database.replicas.map(
    ({ region }) =>
      `sqladmin agent |  | roles/cloudkms.cryptoKeyEncrypterDecrypter | KMS key ${region}/${namePrefix}/database`,
  );
}

/** Lines of a report in the form of the table. */
function linesOf(report: AccessReport, { project }: EnvironmentSettings): string[] {
  const line = ({ identity, actsAs = "", may, on, condition }: AccessEntry): string => {
    const who = identity.name.replace(`.googleapis.com in ${project}`, " agent");
    const what = `${on.type} ${on.name}${condition === undefined ? "" : `, ${condition}`}`;
    return [who, actsAs.replace(`@${project}.iam.gserviceaccount.com`, ""), may, what].join(" | ");
  };
  return report.entries.map(line).sort();
}

const listed = (names: readonly string[], none = ""): string => (names.length === 0 ? none : names.join(", "));

interface Environment {
  readonly settings: EnvironmentSettings;
  readonly rendered: RenderedEnvironment;
  readonly report: AccessReport;
}

const variants = new Map<string, EnvironmentSettings>(
  exampleEnvironments().map((settings): [string, EnvironmentSettings] => [settings.name, settings]),
);
for (const settings of resolveSettings([changed("prod", { layout: "two-stacks" })])) {
  variants.set("prod in two stacks", settings);
}
for (const [name, previousReadableUntil] of [
  ["prod while two keys are valid", "2026-12-01T00:00:00Z"],
  ["prod after two keys were valid", "2026-11-01T00:00:00Z"],
] as const) {
  const versions = { jwt: { version: 2, previousReadableUntil } };
  for (const settings of resolveSettings([changed("prod", { "secrets.versions": versions })])) {
    variants.set(name, settings);
  }
}
const nodePools = [{ name: "services", machineType: "e2-standard-4", minNodes: 1, maxNodes: 3, spot: false }];
const standard = { mode: "standard", expectedNodes: 30, expectedPods: 1200, nodePools };
for (const settings of resolveSettings([changed("dev", { cluster: standard })])) {
  variants.set("dev on nodes of its own", settings);
}
const environments = new Map<string, Environment>();

function environment(name: string): Environment {
  const found = environments.get(name);
  if (found === undefined) {
    throw new Error(`${name} was not rendered`);
  }
  return found;
}

beforeAll(async () => {
  for (const [name, settings] of variants) {
    const rendered = renderEnvironment(settings, NOW);
    environments.set(name, { settings, rendered, report: accessOf(rendered.stacks, rendered.objects, NOW) });
  }
}, 60_000);

describe.each([...variants.keys()])("access in %s", (name) => {
  it("is what the requirements say, and nothing else", () => {
    const { settings, report } = environment(name);

    expect(linesOf(report, settings)).toEqual(
      [...expected(TABLE, settings), ...replicaKeys(settings), ...poolAccounts(settings)].sort(),
    );
  });

  it("C1, C8: gives each workload an identity of its own, and a token for the Kubernetes API to the controller alone", () => {
    const { settings, report } = environment(name);
    const lines = report.workloads.map((workload) =>
      [workload.name, listed(workload.pods), workload.apiToken, listed(workload.kubernetesSecrets)].join(" | "),
    );

    expect(lines.sort()).toEqual(expected(WORKLOADS, settings));
  });

  it("C11: lets each secret be read by exactly the workloads that mount it", () => {
    const { settings, report } = environment(name);
    const lines = report.secrets.map((secret) =>
      [secret.name, listed(secret.readers, "nobody"), listed(secret.mountedBy, "nobody")].join(" | "),
    );

    expect(lines.sort()).toEqual(expected(SECRETS, settings));
  });

  it("has no finding", () => {
    expect(environment(name).report.findings).toEqual([]);
  });

  it("shows every grant that is rendered", () => {
    const { rendered, report } = environment(name);
    const granting = rendered.stacks.flatMap(({ json }) =>
      Object.entries((json.resource ?? {}) as Record<string, object>)
        .filter(([type]) => /_iam_(member|binding|policy)$/.test(type) || type === "google_sql_user")
        .flatMap(([type, named]) => Object.keys(named).map((id) => `${type}.${id}`)),
    );
    const bindings = rendered.objects
      .filter(({ object }) => /RoleBinding$/.test(object.kind))
      .map(({ object }) => `${object.kind} ws-cli/${object.metadata.name}`);
    const nodes = rendered.stacks.flatMap(({ json }) =>
      ["google_container_cluster", "google_container_node_pool"].flatMap((type) =>
        Object.keys((json.resource as Record<string, object>)[type] ?? {}).map((id) => `${type}.${id}`),
      ),
    );
    const sources = [...granting, ...bindings, ...nodes];

    expect(granting.length).toBeGreaterThan(20);
    expect(bindings).toHaveLength(1);
    expect([...new Set(report.entries.map(({ source }) => source))].sort()).toEqual(sources.sort());
  });
});

describe("a defect in prod", () => {
  type Blocks = Record<string, Record<string, Record<string, unknown>>>;

  /** The report of prod after a change to its Terraform or its cluster's objects. */
  function after(change: (resources: Blocks, objects: ClusterObject[]) => void): AccessReport {
    const { stacks, objects } = structuredClone(environment("prod").rendered) as {
      stacks: SynthesizedStack[];
      objects: ClusterObject[];
    };
    change((stacks[0]?.json as { resource: Blocks }).resource, objects);
    return accessOf(stacks, objects, NOW);
  }

  const found = ({ findings }: AccessReport) => findings.map(({ kind, identity }) => `${kind}: ${identity}`);
  const idOf = (blocks: Record<string, unknown> | undefined, part: string): string => {
    const ids = Object.keys(blocks ?? {}).filter((id) => id.includes(part));
    expect(ids).toHaveLength(1);
    return ids[0] ?? "";
  };
  const objectOf = (objects: ClusterObject[], kind: string, name: string) => {
    const placed = objects.find(({ object }) => object.kind === kind && object.metadata.name === name);
    if (placed === undefined) {
      throw new Error(`no ${kind} ${name}`);
    }
    return placed.object as unknown as { metadata: { annotations: Record<string, string> }; spec: unknown };
  };
  const gatewayMember = (resources: Blocks): string =>
    `\${google_service_account.${idOf(resources.google_service_account, "gateway-account")}.member}`;

  it("shows when the gateway may read the private key", () => {
    const report = after((resources) => {
      const secret = idOf(resources.google_secret_manager_secret, "Private");
      Object.assign(resources.google_secret_manager_secret_iam_member ?? {}, {
        planted: {
          secret_id: `\${google_secret_manager_secret.${secret}.secret_id}`,
          role: "roles/secretmanager.secretAccessor",
          member: gatewayMember(resources),
        },
      });
    });

    expect(report.secrets.find(({ name }) => name.endsWith("jwt-private"))?.readers).toEqual([
      "ws-cli/ws-cli-controller",
      "ws-cli/ws-cli-gateway",
    ]);
    expect(found(report)).toEqual(["grant-without-mount: ws-cli/ws-cli-gateway"]);
  });

  it("shows when the gateway may read every secret of the project", () => {
    const report = after((resources) => {
      Object.assign(resources.google_project_iam_member ?? {}, {
        planted: { role: "roles/secretmanager.secretAccessor", member: gatewayMember(resources) },
      });
    });

    expect(report.secrets.filter(({ readers }) => !readers.includes("ws-cli/ws-cli-gateway"))).toEqual([]);
    expect(found(report)).toContain("project-level-role: ws-cli/ws-cli-gateway");
    expect(report.findings.find(({ kind }) => kind === "project-level-role")).toMatchObject({
      problem: "ws-cli/ws-cli-gateway has roles/secretmanager.secretAccessor on the whole project cliscale-prod-c08e.",
      fix: "Bind it on what it is needed for, with google_secret_manager_secret_iam_member.",
      reference: "https://cloud.google.com/iam/docs/resource-types-with-policies",
    });
  });

  it("shows when a second Kubernetes service account may act as the controller's account", () => {
    const report = after((resources) => {
      const binding = resources.google_service_account_iam_member ?? {};
      const controller = binding[idOf(binding, "Identities_controller")];
      binding.planted = {
        ...controller,
        member: "serviceAccount:cliscale-prod-c08e.svc.id.goog[default/default]",
      };
    });
    const reach = report.entries.filter(({ identity }) => identity.name === "default/default").map(({ may }) => may);

    expect(reach.sort()).toEqual([
      "log in",
      "roles/cloudsql.client",
      "roles/cloudsql.instanceUser",
      "roles/iam.workloadIdentityUser",
      ...Array<string>(3).fill("roles/secretmanager.secretAccessor"),
    ]);
    expect(found(report)).toEqual(["binding-without-annotation: default/default"]);
  });

  it("shows when an annotation names another account than the binding", () => {
    const report = after((_, objects) => {
      const { metadata } = objectOf(objects, "ServiceAccount", "ws-cli-gateway");
      metadata.annotations["iam.gke.io/gcp-service-account"] =
        "cliscale-prod-controller@cliscale-prod-c08e.iam.gserviceaccount.com";
    });

    expect(found(report)).toEqual([
      "annotation-without-binding: ws-cli/ws-cli-gateway",
      "binding-without-annotation: ws-cli/ws-cli-gateway",
    ]);
  });

  it("shows when a binding is missing", () => {
    const report = after((resources) => {
      const bindings = resources.google_service_account_iam_member ?? {};
      delete bindings[idOf(bindings, "Identities_runner")];
    });

    expect(found(report)).toEqual(["annotation-without-binding: ws-cli/cliscale-runner"]);
  });

  it("shows when the gateway mounts the private key without the grant", () => {
    const report = after((_, objects) => {
      const classes = objects.filter(({ object }) => object.kind === "SecretProviderClass");
      const parameters = (name: string) =>
        (objectOf(objects, "SecretProviderClass", name).spec as { parameters: { secrets: string } }).parameters;
      const of = (workload: string) =>
        classes
          .map(({ object }) => object.metadata.name)
          .find((one) => one.includes(workload) && one.includes("jwt")) ?? "";
      parameters(of("gateway")).secrets = parameters(of("controller")).secrets;
    });

    expect(found(report)).toEqual(["mount-without-grant: ws-cli/ws-cli-gateway"]);
    expect(report.findings[0]?.problem).toBe(
      "Pods of ws-cli/ws-cli-gateway mount the secret cliscale-prod-jwt-private, which their identity may not read.",
    );
  });

  it("shows when the runner gets a token for the Kubernetes API", () => {
    const report = after((_, objects) => {
      const { template } = objectOf(objects, "PodTemplate", "cliscale-runner") as unknown as {
        template: { spec: { automountServiceAccountToken: boolean } };
      };
      template.spec.automountServiceAccountToken = true;
    });

    expect(report.workloads.find(({ name }) => name === "ws-cli/cliscale-runner")?.apiToken).toBe("automounted");
  });

  it("shows a secret that nobody may read any more as such, with the mounts that break", () => {
    const report = after((resources) => {
      resources.google_secret_manager_secret_iam_member = {};
    });

    expect(report.secrets.map(({ readers }) => readers)).toEqual([[], [], [], [], []]);
    expect(found(report)).toEqual([
      "mount-without-grant: ws-cli/ws-cli-controller",
      "mount-without-grant: ws-cli/ws-cli-controller",
      "mount-without-grant: ws-cli/ws-cli-gateway",
      "mount-without-grant: ws-cli/ws-cli-controller",
      "mount-without-grant: ws-cli/ws-cli-gateway",
      "mount-without-grant: ws-cli/ws-cli-migrate",
    ]);
  });
});

it("holds workloads to their own grants where the External Secrets Operator reads in their names", async () => {
  const [settings] = resolveSettings([changed("prod", { "secrets.delivery": "external-secrets" })]);
  if (settings === undefined) {
    throw new Error("prod was refused");
  }
  const { stacks, objects } = renderEnvironment(settings, NOW);
  const report = accessOf(stacks, objects, NOW);

  expect(report.secrets.find(({ name }) => name.endsWith("jwt-private"))?.mountedBy).toEqual([
    "ws-cli/ws-cli-controller",
  ]);
  expect(report.workloads.find(({ name }) => name.endsWith("gateway"))).toMatchObject({ synced: [] });
  expect(report.findings).toEqual([]);

  const ungranted = structuredClone(stacks);
  ungranted.forEach(({ json }) => {
    Object.assign((json as { resource: object }).resource, { google_secret_manager_secret_iam_member: {} });
  });
  expect(accessOf(ungranted, objects, NOW).findings.map(({ kind }) => kind)).toContain("mount-without-grant");

  // without an account of its own the store's operator reads as itself: the workload's grants say nothing
  const storeless = structuredClone(objects).filter(({ object }) => object.kind !== "ClusterSecretStore");
  const synced = accessOf(ungranted, storeless, NOW);
  expect(synced.workloads.find(({ name }) => name.endsWith("gateway"))?.synced).not.toEqual([]);
  expect(synced.findings.map(({ kind }) => kind)).not.toContain("mount-without-grant");
});
