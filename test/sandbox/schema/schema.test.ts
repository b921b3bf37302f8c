import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBindings, readBindings, type BindingsName } from "../../../sandbox/schema/bindings";
import { BlockReader } from "../../../sandbox/schema/block-reader";
import { cached, cacheDirectories } from "../../../sandbox/schema/cache";
import { correct } from "../../../sandbox/schema/corrections";
import { parseModule, readSource } from "../../../sandbox/schema/generated-source";
import { completeSchema, loadSchema, type ProviderName } from "../../../sandbox/schema/load";
import {
  type AttributeSchema,
  type BlockSchema,
  type NestedBlockSchema,
  type ProviderSchema,
} from "../../../sandbox/schema/types";

const PROJECT = join(__dirname, "../../..");
const ALL: readonly BindingsName[] = ["google", "kubernetes", "helm", "random", "tls"];

let scratch: string;
const bare = new Map<BindingsName, ProviderSchema>();

beforeAll(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), "cliscale-schema-test-")));
  ALL.forEach((name) => bare.set(name, readBindings(findBindings(name, PROJECT))));
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const read = (name: BindingsName): ProviderSchema => {
  const schema = bare.get(name);
  if (schema === undefined) {
    throw new Error(`${name} was not read`);
  }
  return schema;
};
const load = (name: ProviderName): ProviderSchema =>
  loadSchema(name, { projectDirectory: PROJECT, cacheDirectory: join(scratch, "shared") });
const freshDirectory = (): string => mkdtempSync(join(scratch, "cache-"));

const without = (object: object, ...keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

/** The part of a schema that a path such as `settings.ip_configuration.ipv4_enabled` leads to. */
function find(block: BlockSchema | undefined, path: string): AttributeSchema | NestedBlockSchema {
  const [name = "", ...rest] = path.split(".");
  const nested = block?.blocks[name];
  const attribute = block?.attributes[name];
  if (rest.length === 0) {
    const found = nested ?? attribute;
    if (found === undefined) {
      throw new Error(`there is no ${path}`);
    }
    return found;
  }
  const inside = nested?.block ?? (attribute?.nested && { attributes: attribute.nested.attributes, blocks: {} });
  return find(inside, rest.join("."));
}

/** Every attribute of a block, however deep, with its path. */
function attributesOf(block: BlockSchema, prefix = ""): [string, AttributeSchema][] {
  return [
    ...Object.entries(block.attributes).flatMap(([name, attribute]): [string, AttributeSchema][] => [
      [prefix + name, attribute],
      ...(attribute.nested === undefined
        ? []
        : attributesOf({ attributes: attribute.nested.attributes, blocks: {} }, `${prefix}${name}.`)),
    ]),
    ...Object.entries(block.blocks).flatMap(([name, nested]) => attributesOf(nested.block, `${prefix}${name}.`)),
  ];
}

function blocksOf(block: BlockSchema, prefix = ""): [string, NestedBlockSchema][] {
  return Object.entries(block.blocks).flatMap(([name, nested]): [string, NestedBlockSchema][] => [
    [prefix + name, nested],
    ...blocksOf(nested.block, `${prefix}${name}.`),
  ]);
}

function everyBlock(schema: ProviderSchema): [string, BlockSchema][] {
  return [
    ["provider", schema.provider],
    ...Object.entries(schema.resources),
    ...Object.entries(schema.dataSources).map(([type, block]): [string, BlockSchema] => [`data.${type}`, block]),
    ...Object.entries(schema.ephemeralResources).map(([type, block]): [string, BlockSchema] => [
      `ephemeral.${type}`,
      block,
    ]),
  ];
}

const replacing = (schema: ProviderSchema, type: string): string[] => {
  const block = schema.resources[type];
  if (block === undefined) {
    throw new Error(`there is no ${type}`);
  }
  const attributes = attributesOf(block).filter(([, attribute]) => attribute.forceNew);
  const blocks = blocksOf(block).filter(([, nested]) => nested.forceNew);
  return [...attributes, ...blocks].map(([path]) => path).sort();
};

describe("what is read from the bindings", () => {
  test.each([
    ["google", "6.50.0", 5],
    ["kubernetes", "2.38.0", 5],
    ["helm", "3.1.1", 6],
    ["random", "3.7.2", 5],
    ["tls", "4.1.0", 5],
  ] as const)("%s is release %s over protocol %d", (name, version, protocol) => {
    expect(read(name)).toMatchObject({ name, version, protocol });
  });

  // counted in the providers' own `terraform providers schema -json`
  test.each([
    ["google", 26_940, 5_232],
    ["kubernetes", 9_334, 3_418],
  ] as const)("%s has as many attributes and blocks as the provider itself", (name, attributes, blocks) => {
    const schema = read(name);
    const types = [...Object.values(schema.resources), ...Object.values(schema.dataSources)];
    expect(types.flatMap((block) => attributesOf(block))).toHaveLength(attributes);
    expect(types.flatMap((block) => blocksOf(block))).toHaveLength(blocks);
  });

  test.each(ALL)("%s has every module of the package that stands for a type", (name) => {
    const library = join(PROJECT, "node_modules", "@cdktf", `provider-${name}`, "lib");
    const declared = readdirSync(library, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "provider")
      .flatMap((entry) => {
        const code = readFileSync(join(library, entry.name, "index.js"), "latin1");
        const type = /\.tfResourceType = "([^"]+)"/.exec(code)?.[1];
        return type === undefined ? [] : [`${entry.name.startsWith(`data-${name}-`) ? "data." : ""}${type}`];
      });
    const { resources, dataSources } = read(name);
    const readTypes = [...Object.keys(resources), ...Object.keys(dataSources).map((type) => `data.${type}`)];
    expect(declared.length).toBeGreaterThan(0);
    expect(readTypes.sort()).toEqual(declared.sort());
  });

  test.each(ALL)("%s is a schema that Terraform accepts", (name) => {
    const faults = everyBlock(load(name)).flatMap(([type, block]) => [
      ...attributesOf(block)
        .filter(
          ([path, { type: own, nested, required, optional, computed, writeOnly }]) =>
            (own === undefined) === (nested === undefined) ||
            (required === true && (optional === true || computed === true)) ||
            !(required || optional || computed) ||
            (writeOnly === true && computed === true) ||
            (nested !== undefined && load(name).protocol === 5) ||
            !/^[a-z][a-z0-9_]*$/.test(path.split(".").at(-1) ?? ""),
        )
        .map(([path]) => `${type}.${path}`),
      ...blocksOf(block)
        .filter(([, { maxItems, minItems }]) => minItems < 0 || (maxItems > 0 && minItems > maxItems))
        .map(([path]) => `${type}.${path}`),
      ...[["", block] as const, ...blocksOf(block).map(([path, nested]) => [path, nested.block] as const)]
        .filter(([, { attributes, blocks }]) => Object.keys(attributes).some((attribute) => attribute in blocks))
        .map(([path]) => `${type}.${path} has an attribute and a block of one name`),
    ]);
    expect(faults).toEqual([]);
  });

  test("an attribute keeps its type and flags", () => {
    const network = read("google").resources.google_compute_network;
    expect(find(network, "name")).toEqual({ type: "string", required: true });
    expect(find(network, "mtu")).toEqual({ type: "number", optional: true, computed: true });
    expect(find(network, "auto_create_subnetworks")).toEqual({ type: "bool", optional: true });
    expect(find(network, "id")).toEqual({ type: "string", optional: true, computed: true });
    expect(find(network, "self_link")).toEqual({ type: "string", computed: true });
  });

  test("lists, sets and maps of plain values are told apart", () => {
    const { resources } = read("google");
    expect(find(resources.google_compute_firewall, "allow.ports")).toMatchObject({ type: ["list", "string"] });
    expect(find(resources.google_compute_firewall, "source_ranges")).toMatchObject({ type: ["set", "string"] });
    expect(find(resources.google_secret_manager_secret, "labels")).toMatchObject({ type: ["map", "string"] });
    expect(find(resources.google_secret_manager_secret, "effective_labels")).toEqual({
      type: ["map", "string"],
      computed: true,
    });
    expect(find(resources.google_certificate_manager_certificate_map, "gclb_targets")).toEqual({
      type: [
        "list",
        [
          "object",
          {
            ip_configs: ["list", ["object", { ip_address: "string", ports: ["list", "number"] }]],
            target_https_proxy: "string",
            target_ssl_proxy: "string",
          },
        ],
      ],
      computed: true,
    });
    const { resources: kubernetes } = read("kubernetes");
    expect(find(kubernetes.kubernetes_pod_v1, "spec.security_context.supplemental_groups")).toMatchObject({
      type: ["set", "number"],
    });
  });

  test("a list of maps is read", () => {
    const config = read("google").resources.google_data_loss_prevention_discovery_config;
    const details = ["list", ["object", { code: "number", details: ["list", ["map", "string"]], message: "string" }]];
    expect(find(config, "errors")).toEqual({
      type: ["list", ["object", { details, timestamp: "string" }]],
      computed: true,
    });
  });

  test("a block keeps its nesting and how often it may occur", () => {
    const { resources } = read("google");
    const allow = without(find(resources.google_compute_firewall, "allow"), "block");
    expect(allow).toEqual({ nesting: "set", minItems: 0, maxItems: 0 });
    const disk = without(find(resources.google_compute_instance, "boot_disk"), "block");
    expect(disk).toEqual({ nesting: "list", minItems: 1, maxItems: 1 });
    const card = without(find(resources.google_compute_instance, "network_interface"), "block");
    expect(card).toEqual({ nesting: "list", minItems: 1, maxItems: 0 });
    const ip = without(find(resources.google_sql_database_instance, "settings.ip_configuration"), "block");
    expect(ip).toEqual({ nesting: "list", minItems: 0, maxItems: 1 });
  });

  test("the members of a large resource, which lie in files of their own, are read", () => {
    const cluster = read("google").resources.google_container_cluster;
    expect(find(cluster, "monitoring_config.managed_prometheus.enabled")).toEqual({ type: "bool", required: true });
    expect(find(cluster, "node_config.guest_accelerator.gpu_sharing_config.gpu_sharing_strategy")).toMatchObject({
      type: "string",
    });
  });

  test("timeouts are a single block", () => {
    expect(find(read("google").resources.google_service_account, "timeouts")).toEqual({
      nesting: "single",
      minItems: 0,
      maxItems: 0,
      block: { attributes: { create: { type: "string", optional: true } }, blocks: {} },
    });
  });

  test("an exported list of objects is an attribute", () => {
    expect(find(read("google").resources.google_sql_database_instance, "ip_address")).toEqual({
      type: ["list", ["object", { ip_address: "string", time_to_retire: "string", type: "string" }]],
      computed: true,
    });
  });

  test("data sources stand apart from resources of the same name", () => {
    const { resources, dataSources } = read("google");
    expect(find(resources.google_project, "name")).toMatchObject({ required: true });
    expect(find(dataSources.google_project, "name")).toEqual({ type: "string", computed: true });
  });

  test("a Kubernetes namespace is read", () => {
    expect(read("kubernetes").resources.kubernetes_namespace_v1).toEqual({
      attributes: {
        id: { type: "string", optional: true, computed: true },
        wait_for_default_service_account: { type: "bool", optional: true },
      },
      blocks: {
        metadata: {
          nesting: "list",
          minItems: 1,
          maxItems: 1,
          block: {
            attributes: {
              annotations: { type: ["map", "string"], optional: true },
              generate_name: { type: "string", optional: true },
              generation: { type: "number", computed: true },
              labels: { type: ["map", "string"], optional: true },
              name: { type: "string", optional: true, computed: true },
              resource_version: { type: "string", computed: true },
              uid: { type: "string", computed: true },
            },
            blocks: {},
          },
        },
        timeouts: {
          nesting: "single",
          minItems: 0,
          maxItems: 0,
          block: { attributes: { delete: { type: "string", optional: true } }, blocks: {} },
        },
      },
    });
  });

  test("kubernetes_manifest takes any value, and its wait_for is no block", () => {
    const manifest = read("kubernetes").resources.kubernetes_manifest;
    expect(find(manifest, "manifest")).toEqual({ type: "dynamic", required: true });
    expect(find(manifest, "object")).toEqual({ type: "dynamic", optional: true, computed: true });
    expect(find(manifest, "wait_for")).toEqual({ type: ["object", { fields: ["map", "string"] }], optional: true });
    expect(find(manifest, "wait")).toMatchObject({ nesting: "list", maxItems: 1 });
  });

  test("helm_release has nested attributes and no blocks", () => {
    const release = read("helm").resources.helm_release;
    expect(release?.blocks).toEqual({});
    expect(find(release, "set")).toEqual({
      nested: {
        nesting: "list",
        attributes: {
          name: { type: "string", required: true },
          type: { type: "string", optional: true, computed: true },
          value: { type: "string", optional: true },
        },
      },
      optional: true,
    });
    expect(find(release, "set_list.value")).toEqual({ type: ["list", "string"], required: true });
    expect(find(release, "postrender")).toEqual({
      nested: {
        nesting: "single",
        attributes: {
          args: { type: ["list", "string"], optional: true },
          binary_path: { type: "string", required: true },
        },
      },
      optional: true,
    });
    expect(find(release, "metadata")).toMatchObject({ computed: true, nested: { nesting: "single" } });
    expect(find(release, "timeouts")).toMatchObject({ optional: true, nested: { nesting: "single" } });
    expect(find(read("helm").dataSources.helm_template, "set")).toMatchObject({ nested: { nesting: "set" } });
  });

  test("a provider's own configuration is read, without the alias that is Terraform's", () => {
    const { provider: google } = read("google");
    expect(find(google, "project")).toEqual({ type: "string", optional: true });
    expect(find(google, "scopes")).toEqual({ type: ["list", "string"], optional: true });
    expect(find(google, "default_labels")).toEqual({ type: ["map", "string"], optional: true });
    expect(find(google, "user_project_override")).toEqual({ type: "bool", optional: true });
    expect(find(google, "external_credentials.audience")).toEqual({ type: "string", required: true });
    expect(find(google, "batching")).toMatchObject({ nesting: "list", minItems: 0 });
    expect(ALL.filter((name) => "alias" in read(name).provider.attributes)).toEqual([]);
  });

  test("the Kubernetes provider has blocks where the Helm provider has nested attributes", () => {
    expect(find(read("kubernetes").provider, "exec.api_version")).toEqual({ type: "string", required: true });
    expect(find(read("kubernetes").provider, "exec")).toMatchObject({ nesting: "list" });
    const { provider } = read("helm");
    expect(provider.blocks).toEqual({});
    expect(find(provider, "kubernetes")).toMatchObject({ optional: true, nested: { nesting: "single" } });
    expect(find(provider, "kubernetes.exec.env")).toEqual({ type: ["map", "string"], optional: true });
    expect(find(provider, "registries")).toMatchObject({ nested: { nesting: "list" } });
    expect(find(provider, "registries.url")).toEqual({ type: "string", required: true });
  });

  test("documentation that speaks of replacement counts for resources, not for data sources", () => {
    const { resources, dataSources } = read("google");
    expect(find(resources.google_project, "project_id")).toMatchObject({ forceNew: true });
    expect(find(resources.google_sql_user, "host")).toMatchObject({ forceNew: true });
    expect(
      Object.values(dataSources)
        .flatMap((block) => attributesOf(block))
        .filter(([, { forceNew }]) => forceNew),
    ).toEqual([]);
  });
});

describe("what tables and rules add", () => {
  test.each(ALL)("no entry for %s is about something that the installed release does not have", (name) => {
    const unmatched: string[] = [];
    completeSchema(read(name), (entry) => unmatched.push(entry));
    expect(unmatched).toEqual([]);
  });

  test("an entry about something that a release does not have is told and changes nothing", () => {
    const unmatched: string[] = [];
    const empty: ProviderSchema = { ...read("random"), resources: { random_password: { attributes: {}, blocks: {} } } };
    const schema = completeSchema(empty, (entry) => unmatched.push(entry));
    expect(unmatched.sort()).toEqual(["random_bytes", "random_password.bcrypt_hash", "random_password.result"]);
    expect(schema.resources).toEqual(empty.resources);
  });

  test("a network is replaced for what Google cannot change", () => {
    expect(replacing(load("google"), "google_compute_network")).toEqual([
      ...["auto_create_subnetworks", "description", "internal_ipv6_range", "name", "network_profile", "params"],
      ...["params.resource_manager_tags", "project"],
    ]);
  });

  test("a cluster is replaced for its network and never for its node pools' count or its release channel", () => {
    const paths = replacing(load("google"), "google_container_cluster");
    expect(paths).toEqual(
      expect.arrayContaining(["enable_autopilot", "location", "name", "network", "node_pool", "subnetwork"]),
    );
    expect(paths).toContain("ip_allocation_policy.cluster_secondary_range_name");
    expect(paths).toContain("private_cluster_config.master_ipv4_cidr_block");
    expect(paths).not.toContain("ip_allocation_policy.stack_type");
    expect(paths).not.toContain("private_cluster_config.enable_private_endpoint");
    expect(paths).not.toContain("release_channel");
    expect(paths).not.toContain("deletion_protection");
  });

  test("a node pool is replaced for its service account and not for its machine type", () => {
    const paths = replacing(load("google"), "google_container_node_pool");
    expect(paths).toEqual(expect.arrayContaining(["cluster", "node_config.service_account", "node_config.spot"]));
    expect(paths).toContain("node_config.shielded_instance_config.enable_secure_boot");
    expect(paths).not.toContain("node_config.machine_type");
    expect(paths).not.toContain("autoscaling.max_node_count");
  });

  test("a Cloud SQL instance is replaced for its key and disk type and not for its tier", () => {
    const paths = replacing(load("google"), "google_sql_database_instance");
    expect(paths).toEqual(
      expect.arrayContaining([
        "encryption_key_name",
        "name",
        "project",
        "region",
        "settings.collation",
        "settings.disk_type",
      ]),
    );
    expect(paths).not.toContain("database_version");
    expect(paths).not.toContain("settings.tier");
    expect(paths).not.toContain("settings");
  });

  test("an IAM member is replaced for anything, a binding keeps its role and changes its members", () => {
    expect(replacing(load("google"), "google_storage_bucket_iam_member")).toEqual([
      ...["bucket", "condition", "condition.description", "condition.expression", "condition.title", "member", "role"],
    ]);
    expect(replacing(load("google"), "google_project_iam_binding")).toEqual(
      expect.arrayContaining(["condition", "project", "role"]),
    );
    expect(replacing(load("google"), "google_project_iam_binding")).not.toContain("members");
    expect(replacing(load("google"), "google_project_iam_audit_config")).toEqual(["project", "service"]);
  });

  test("what has no update time-out is replaced for anything, except for bookkeeping", () => {
    expect(replacing(load("google"), "google_kms_key_ring")).toEqual(["location", "name", "project"]);
    expect(find(load("google").resources.google_compute_managed_ssl_certificate, "managed.domains")).toMatchObject({
      forceNew: true,
    });
    expect(
      find(load("google").resources.google_compute_shared_vpc_service_project, "deletion_policy"),
    ).not.toHaveProperty("forceNew");
  });

  test("a service account keeps its id and changes its description", () => {
    expect(replacing(load("google"), "google_service_account")).toEqual(["account_id", "project"]);
  });

  test("an identifier of a type's own is part of its identity", () => {
    const { resources } = load("google");
    expect(find(resources.google_secret_manager_secret, "secret_id")).toMatchObject({ forceNew: true });
    expect(find(resources.google_artifact_registry_repository, "repository_id")).toMatchObject({ forceNew: true });
    expect(find(resources.google_logging_metric, "filter")).not.toHaveProperty("forceNew");
  });

  test("a project's name can change", () => {
    expect(find(load("google").resources.google_project, "name")).not.toHaveProperty("forceNew");
  });

  test("a secret's replication is replaced as a whole, its labels are not", () => {
    expect(replacing(load("google"), "google_secret_manager_secret")).toEqual([
      ...[
        "project",
        "replication",
        "replication.auto",
        "replication.user_managed",
        "replication.user_managed.replicas",
      ],
      "replication.user_managed.replicas.customer_managed_encryption",
      "replication.user_managed.replicas.customer_managed_encryption.kms_key_name",
      ...["replication.user_managed.replicas.location", "secret_id", "tags"],
    ]);
  });

  test("a Kubernetes object is replaced for its name and namespace", () => {
    expect(replacing(load("kubernetes"), "kubernetes_secret_v1")).toEqual([
      ...["metadata.generate_name", "metadata.name", "metadata.namespace", "type"],
    ]);
    expect(replacing(load("kubernetes"), "kubernetes_namespace_v1")).toEqual([
      "metadata.generate_name",
      "metadata.name",
    ]);
  });

  test("a storage class is replaced for all but its labels and whether volumes may grow", () => {
    const paths = replacing(load("kubernetes"), "kubernetes_storage_class_v1");
    expect(paths).toEqual(expect.arrayContaining(["metadata.name", "parameters", "storage_provisioner"]));
    expect(paths).not.toContain("allow_volume_expansion");
    expect(paths).not.toContain("metadata.labels");
    expect(paths).not.toContain("metadata");
  });

  test("a CronJob's template can change", () => {
    expect(replacing(load("kubernetes"), "kubernetes_cron_job_v1").filter((path) => path.startsWith("spec"))).toEqual(
      [],
    );
  });

  test("a release is replaced for its name and namespace only", () => {
    expect(replacing(load("helm"), "helm_release")).toEqual(["name", "namespace"]);
  });

  test("generated values are replaced for every argument", () => {
    expect(replacing(load("random"), "random_id")).toEqual(["byte_length", "keepers", "prefix"]);
    expect(replacing(load("tls"), "tls_private_key")).toEqual(["algorithm", "ecdsa_curve", "rsa_bits"]);
    expect(find(load("tls").resources.tls_self_signed_cert, "early_renewal_hours")).not.toHaveProperty("forceNew");
  });

  test("the blocks that Google fills in are known for clusters and databases", () => {
    const { resources } = load("google");
    expect(find(resources.google_container_cluster, "ip_allocation_policy")).toMatchObject({
      computed: true,
      forceNew: true,
    });
    expect(find(resources.google_container_cluster, "addons_config.dns_cache_config")).toMatchObject({
      computed: true,
    });
    expect(find(resources.google_container_node_pool, "management")).toMatchObject({ computed: true });
    expect(find(resources.google_sql_database_instance, "settings.backup_configuration")).toMatchObject({
      computed: true,
    });
    expect(find(resources.google_container_cluster, "maintenance_policy")).not.toHaveProperty("computed");
  });

  test("write-only arguments are marked, and nothing else of Google's and Kubernetes' is", () => {
    const writeOnly = (["google", "kubernetes"] as const).flatMap((name) =>
      Object.entries(load(name).resources).flatMap(([type, block]) =>
        attributesOf(block)
          .filter(([, attribute]) => attribute.writeOnly)
          .map(([path]) => `${type}.${path}`),
      ),
    );
    expect(writeOnly.sort()).toEqual([
      "google_bigquery_data_transfer_config.sensitive_params.secret_access_key_wo",
      "google_monitoring_uptime_check_config.http_check.auth_info.password_wo",
      "google_secret_manager_secret_version.secret_data_wo",
      "google_sql_user.password_wo",
      "kubernetes_secret.binary_data_wo",
      "kubernetes_secret.data_wo",
      "kubernetes_secret_v1.binary_data_wo",
      "kubernetes_secret_v1.data_wo",
    ]);
  });

  test("everything within a write-only attribute is write-only", () => {
    expect(find(load("helm").resources.helm_release, "set_wo")).toEqual({
      nested: {
        nesting: "list",
        attributes: {
          name: { type: "string", required: true, writeOnly: true },
          type: { type: "string", optional: true, writeOnly: true },
          value: { type: "string", required: true, writeOnly: true },
        },
      },
      optional: true,
      writeOnly: true,
    });
    expect(find(load("helm").resources.helm_release, "set_wo_revision")).toEqual({ type: "number", optional: true });
  });

  test.each([
    ["google", "google_sql_user", "password"],
    ["google", "google_sql_database_instance", "root_password"],
    ["google", "google_sql_database_instance", "server_ca_cert"],
    ["google", "google_secret_manager_secret_version", "secret_data"],
    ["google", "google_service_account_key", "private_key"],
    ["google", "google_compute_ssl_certificate", "certificate"],
    ["google", "google_container_cluster", "master_auth.client_key"],
    ["google", "google_redis_instance", "auth_string"],
    ["google", "google_monitoring_notification_channel", "sensitive_labels.auth_token"],
    ["kubernetes", "kubernetes_secret_v1", "data"],
    ["helm", "helm_release", "set_sensitive.value"],
    ["helm", "helm_release", "repository_password"],
    ["random", "random_password", "result"],
    ["tls", "tls_private_key", "private_key_pem"],
  ] as const)("%s hides %s.%s", (name, type, path) => {
    expect(find(load(name).resources[type], path)).toMatchObject({ sensitive: true });
  });

  test("data sources hide what they read", () => {
    const { dataSources } = load("google");
    expect(find(dataSources.google_client_config, "access_token")).toMatchObject({ sensitive: true });
    expect(find(dataSources.google_secret_manager_secret_version, "secret_data")).toMatchObject({ sensitive: true });
    expect(find(load("kubernetes").dataSources.kubernetes_secret_v1, "data")).toMatchObject({ sensitive: true });
  });

  test("what is no secret is not hidden", () => {
    const { resources } = load("google");
    expect(find(resources.google_sql_user, "name")).not.toHaveProperty("sensitive");
    expect(find(resources.google_secret_manager_secret_version, "secret")).not.toHaveProperty("sensitive");
    expect(find(load("random").resources.random_id, "hex")).not.toHaveProperty("sensitive");
  });

  test("ephemeral resources are those of each provider", () => {
    const names = ALL.map((name) => [name, Object.keys(load(name).ephemeralResources)]);
    expect(Object.fromEntries(names)).toEqual({
      google: [
        "google_secret_manager_secret_version",
        "google_service_account_access_token",
        "google_service_account_id_token",
        "google_service_account_jwt",
        "google_service_account_key",
      ],
      kubernetes: ["kubernetes_certificate_signing_request_v1", "kubernetes_token_request_v1"],
      helm: [],
      random: ["random_password"],
      tls: ["tls_private_key"],
    });
  });

  test("an ephemeral password takes what the resource takes, except for what only state needs", () => {
    const { resources, ephemeralResources } = load("random");
    const plain = (block: BlockSchema | undefined): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(block?.attributes ?? {}).map(([name, item]) => [name, without(item, "forceNew")]),
      );
    const stateless = without(plain(resources.random_password), "id", "keepers", "number");
    expect(plain(ephemeralResources.random_password)).toEqual(stateless);
  });

  test("an ephemeral private key takes and gives what the resource does, without an id", () => {
    const { resources, ephemeralResources } = load("tls");
    const names = Object.keys(resources.tls_private_key?.attributes ?? {}).filter((name) => name !== "id");
    expect(Object.keys(ephemeralResources.tls_private_key?.attributes ?? {}).sort()).toEqual(names.sort());
    expect(find(ephemeralResources.tls_private_key, "private_key_pem")).toEqual({
      type: "string",
      computed: true,
      sensitive: true,
    });
  });

  test("google-beta is one type behind the configuration of google", () => {
    const beta = load("google-beta");
    expect(beta).toMatchObject({
      name: "google-beta",
      version: "6.50.0",
      protocol: 5,
      dataSources: {},
      ephemeralResources: {},
    });
    expect(beta.provider).toEqual(load("google").provider);
    expect(Object.keys(beta.resources)).toEqual(["google_project_service_identity"]);
    expect(find(beta.resources.google_project_service_identity, "member")).toEqual({ type: "string", computed: true });
    expect(find(beta.resources.google_project_service_identity, "service")).toEqual({
      type: "string",
      required: true,
      forceNew: true,
    });
  });
});

describe("a correction", () => {
  const BLOCK: BlockSchema = {
    attributes: { name: { type: "string", required: true }, id: { type: "string", optional: true, computed: true } },
    blocks: {
      inner: {
        nesting: "list",
        minItems: 0,
        maxItems: 1,
        block: { attributes: { size: { type: "number", optional: true } }, blocks: {} },
      },
    },
  };
  const fail = (path: string): void => {
    throw new Error(`unmatched ${path}`);
  };

  test("marks a block with everything in it, or only the block", () => {
    const deep = correct(BLOCK, { forceNew: ["inner"] }, fail);
    expect([find(deep, "inner"), find(deep, "inner.size")]).toEqual([
      expect.objectContaining({ forceNew: true }),
      { type: "number", optional: true, forceNew: true },
    ]);
    const shallow = correct(BLOCK, { forceNew: ["inner#"] }, fail);
    expect(find(shallow, "inner")).toMatchObject({ forceNew: true });
    expect(find(shallow, "inner.size")).toEqual({ type: "number", optional: true });
  });

  test("leaves the id alone when it marks everything", () => {
    const all = correct(BLOCK, { forceNew: "*", updatable: ["name"] }, fail);
    expect(all.attributes).toEqual(BLOCK.attributes);
    expect(find(all, "inner.size")).toMatchObject({ forceNew: true });
  });

  test("takes the mark from a block with everything in it, or only from the block", () => {
    const deep = correct(BLOCK, { forceNew: "*", updatable: ["inner"] }, fail);
    expect(deep.blocks).toEqual(BLOCK.blocks);
    const shallow = correct(BLOCK, { forceNew: "*", updatable: ["inner#"] }, fail);
    expect(find(shallow, "inner")).not.toHaveProperty("forceNew");
    expect(find(shallow, "inner.size")).toMatchObject({ forceNew: true });
  });

  test("does not change the block it was given", () => {
    const before = structuredClone(BLOCK);
    correct(BLOCK, { forceNew: "*", sensitive: ["name"], computedBlocks: ["inner"] }, fail);
    expect(BLOCK).toEqual(before);
  });

  test.each(["nothing", "name.part", "inner.nothing", "inner"])("tells that there is no attribute at %s", (path) => {
    const unmatched: string[] = [];
    expect(correct(BLOCK, { sensitive: [path] }, (entry) => unmatched.push(entry))).toEqual(BLOCK);
    expect(unmatched).toEqual([path]);
  });
});

describe("the cache", () => {
  const random = () => findBindings("random", PROJECT);
  const never = (): ProviderSchema => {
    throw new Error("read again");
  };

  test("gives back an equal schema without reading again", () => {
    const directory = freshDirectory();
    const first = cached(random(), [directory], () => read("random"));
    expect(first).toEqual(read("random"));
    expect(cached(random(), [directory], never)).toEqual(first);
  });

  test("keeps a large schema whole", () => {
    const directory = freshDirectory();
    cached(findBindings("google", PROJECT), [directory], () => read("google"));
    expect(cached(findBindings("google", PROJECT), [directory], never)).toEqual(read("google"));
  });

  test.each([
    ["is empty", () => ""],
    ["is no JSON", () => "{\n{"],
    ["is cut off", (text: string) => text.slice(0, text.length / 2)],
    ["has another value", (text: string) => text.replace('"number"', '"string"')],
    ["comes from another reader", (text: string) => text.replace('"reader":', '"reader":9')],
    ["was read from other bindings", (text: string) => text.replace('"bindingsVersion":"', '"bindingsVersion":"0.')],
  ])("reads again and repairs itself when the file %s", (_what, damage) => {
    const directory = freshDirectory();
    cached(random(), [directory], () => read("random"));
    const [file = ""] = readdirSync(directory);
    const text = readFileSync(join(directory, file), "utf8");
    writeFileSync(join(directory, file), damage(text));
    expect(() => cached(random(), [directory], never)).toThrow("read again");
    expect(cached(random(), [directory], () => read("random"))).toEqual(read("random"));
    expect(cached(random(), [directory], never)).toEqual(read("random"));
  });

  test("does not give a schema to another release of the bindings", () => {
    const directory = freshDirectory();
    cached(random(), [directory], () => read("random"));
    expect(() => cached({ ...random(), version: "99.0.0" }, [directory], never)).toThrow("read again");
  });

  test("uses the second folder when the first cannot be written, and none when neither can", () => {
    const blocked = join(freshDirectory(), "file");
    writeFileSync(blocked, "");
    const fallback = freshDirectory();
    cached(random(), [join(blocked, "cache"), fallback], () => read("random"));
    expect(cached(random(), [join(blocked, "cache"), fallback], never)).toEqual(read("random"));
    expect(cached(random(), [join(blocked, "cache")], () => read("random"))).toEqual(read("random"));
  });

  test("leaves no drafts behind", () => {
    const directory = freshDirectory();
    cached(random(), [directory], () => read("random"));
    expect(readdirSync(directory)).toEqual([`random-${random().version}.json`]);
  });

  test("lies in the project's node_modules, and outside a project in the temporary folder", () => {
    expect(cacheDirectories(PROJECT)[0]).toBe(join(PROJECT, "node_modules", ".cache", "cliscale-sandbox"));
    expect(cacheDirectories(scratch)).toEqual([expect.stringContaining(tmpdir())]);
  });

  test("serves loadSchema, which survives a damaged file", () => {
    const cacheDirectory = freshDirectory();
    writeFileSync(join(cacheDirectory, `tls-${findBindings("tls", PROJECT).version}.json`), "damaged");
    const schema = loadSchema("tls", { projectDirectory: PROJECT, cacheDirectory });
    expect(schema).toEqual(load("tls"));
    expect(loadSchema("tls", { projectDirectory: PROJECT, cacheDirectory })).toBe(schema);
  });
});

describe("finding and reading a package", () => {
  const GETTER = (body: string, comment = "computed: true, optional: false, required: false"): string =>
    [
      "export class Thing extends cdktf.TerraformResource {",
      '  public static readonly tfResourceType = "random_thing";',
      `  // size - ${comment}`,
      "  public get size() {",
      `    ${body}`,
      "  }",
      "}",
      "",
    ].join("\n");

  test("the project's own bindings come first", () => {
    const directory = join(freshDirectory(), "node_modules", "@cdktf", "provider-random");
    mkdirSync(directory, { recursive: true });
    writeFileSync(
      join(directory, "package.json"),
      JSON.stringify({ name: "@cdktf/provider-random", version: "99.1.0" }),
    );
    expect(findBindings("random", join(directory, "../../.."))).toEqual({
      name: "random",
      version: "99.1.0",
      directory,
    });
  });

  test("a project without bindings gets those beside the sandbox", () => {
    expect(findBindings("random", scratch)).toEqual(findBindings("random", PROJECT));
  });

  test("a package that is installed nowhere is asked for", () => {
    expect(() => findBindings("nowhere" as BindingsName, scratch)).toThrow(
      `@cdktf/provider-nowhere is installed neither for ${scratch} nor beside the sandbox, which reads the provider's ` +
        "schema from it; run 'npm install @cdktf/provider-nowhere'",
    );
  });

  test("a file without a source map is refused by name", () => {
    const file = join(freshDirectory(), "index.js");
    writeFileSync(file, "exports.x = 1;");
    expect(() => readSource(file)).toThrow(`${file} carries no inline source map`);
  });

  test("a file that declares no type is skipped", () => {
    expect(parseModule(["export interface Nothing {\n}\n"])).toBeUndefined();
  });

  test("a getter of a known form is read, one of an unknown form is refused by name", () => {
    const good = parseModule([GETTER("return this.getNumberAttribute('size');")]);
    expect(good && new BlockReader(good, 5).read().attributes).toEqual({ size: { type: "number", computed: true } });
    const odd = parseModule([GETTER("return this.getSomethingElse('size');")]);
    expect(() => odd && new BlockReader(odd, 5).read()).toThrow(
      "random_thing: the type of 'size' is written in a way this reader does not know",
    );
  });

  test("a class that the bindings do not hold is refused by name", () => {
    const module = parseModule([
      GETTER("return this._size;").replace(
        "  public get size",
        '  private _size = new ThingSizeList(this, "size", false);\n  public get size',
      ),
    ]);
    expect(() => module && new BlockReader(module, 5).read()).toThrow("random_thing: the bindings hold no ThingSize");
  });
});
