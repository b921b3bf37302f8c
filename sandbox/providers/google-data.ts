import { type Cloud } from "../cloud/cloud";
import { projectNumber } from "../cloud/facts";
import { sha256, type CloudObject } from "../cloud/store";
import { CLUSTER_VERSION } from "../cloud/tables/container";
import { lastSegment } from "../cloud/template";
import { Refusal } from "../plugin/diagnostics";
import { isList, isObject, text, type ObjectValue, type Value } from "../plugin/values";
import { type AttributeType, type BlockSchema } from "../schema/types";
import { stringOf } from "./cloud-provider";
import { accessSecret, sandboxToken } from "./google-ephemeral";

/** What a data source can look at. */
export interface DataContext {
  readonly cloud: Cloud;
  readonly settings: ObjectValue;
  readonly project: string;
}

type Source = (config: ObjectValue, context: DataContext) => ObjectValue;

/** Data sources that answer something of their own; every other one looks for the object of the same type. */
const SOURCES: Readonly<Record<string, Source>> = {
  google_client_config: (_config, { settings, project }) => ({
    id: "sandbox",
    project,
    region: stringOf(settings["region"]) ?? "",
    zone: stringOf(settings["zone"]) ?? "",
    access_token: sandboxToken(),
    default_labels: isObject(settings["default_labels"]) ? settings["default_labels"] : {},
  }),
  google_client_openid_userinfo: () => ({ id: "sandbox@example.com", email: "sandbox@example.com" }),
  google_project: (config, context) => {
    const project = text(config, "project_id") ?? context.project;
    return {
      id: `projects/${project}`,
      project_id: project,
      name: project,
      number: projectNumber(project),
      org_id: "",
      folder_id: "",
      billing_account: "",
      labels: {},
      effective_labels: {},
      terraform_labels: {},
      auto_create_network: true,
      deletion_policy: "PREVENT",
      tags: {},
    };
  },
  google_compute_zones: (config, { settings, project }) => {
    const region = text(config, "region") ?? stringOf(settings["region"]) ?? "";
    const names = ["a", "b", "c"].map((zone) => `${region}-${zone}`);
    return { id: `projects/${project}/regions/${region}`, project, region, names };
  },
  google_compute_regions: (_config, { project }) => ({
    id: `projects/${project}`,
    project,
    names: ["europe-west1", "europe-west3", "europe-west4", "us-central1", "us-east1", "us-west1"],
  }),
  google_container_engine_versions: (config, { project }) => ({
    id: `${project}/${text(config, "location") ?? ""}`,
    project,
    default_cluster_version: CLUSTER_VERSION,
    latest_master_version: CLUSTER_VERSION,
    latest_node_version: CLUSTER_VERSION,
    valid_master_versions: [CLUSTER_VERSION],
    valid_node_versions: [CLUSTER_VERSION],
    release_channel_default_version: { RAPID: CLUSTER_VERSION, REGULAR: CLUSTER_VERSION, STABLE: CLUSTER_VERSION },
    release_channel_latest_version: { RAPID: CLUSTER_VERSION, REGULAR: CLUSTER_VERSION, STABLE: CLUSTER_VERSION },
    release_channel_upgrade_target_version: {},
  }),
  google_secret_manager_secret_version: secretVersion,
  google_secret_manager_secret_version_access: secretVersion,
  google_storage_project_service_account: (config, { project }) => {
    const email = `service-${projectNumber(text(config, "project") ?? project)}@gs-project-accounts.iam.gserviceaccount.com`;
    return {
      id: email,
      email_address: email,
      member: `serviceAccount:${email}`,
      project: text(config, "project") ?? project,
    };
  },
  google_compute_default_service_account: (config, context) => {
    const project = text(config, "project") ?? context.project;
    const email = `${projectNumber(project)}-compute@developer.gserviceaccount.com`;
    return {
      id: `projects/${project}/serviceAccounts/${email}`,
      name: `projects/${project}/serviceAccounts/${email}`,
      project,
      email,
      member: `serviceAccount:${email}`,
      display_name: "Compute Engine default service account",
    };
  },
  google_iam_policy: (config) => {
    const bindings = (isList(config["binding"]) ? config["binding"] : []).flatMap((item) =>
      isObject(item) ? [{ role: item["role"], members: item["members"] }] : [],
    );
    const policy = JSON.stringify({ bindings });
    return { id: sha256(policy).slice(0, 10), policy_data: policy };
  },
};

/** Answers a data source of the google provider, with every exported attribute present. */
export function readGoogleData(
  type: string,
  config: ObjectValue,
  block: BlockSchema,
  context: DataContext,
): ObjectValue {
  const own = SOURCES[type];
  const answer = own === undefined ? lookUp(type, config, context).attributes : own(config, context);
  return withShape(block, config, answer);
}

function secretVersion(config: ObjectValue, { cloud, project }: DataContext): ObjectValue {
  const answer = accessSecret(cloud, config, project);
  return { ...answer, id: answer["name"] ?? null };
}

/** The one object of the type whose attributes fit everything that the configuration says. */
function lookUp(type: string, config: ObjectValue, { cloud, project }: DataContext): CloudObject {
  const wanted = Object.entries(config).filter(
    ([, value]) => typeof value === "string" || typeof value === "number" || typeof value === "boolean",
  );
  const fits = ({ attributes }: CloudObject) =>
    wanted.every(([name, value]) => attributes[name] === undefined || same(attributes[name] ?? null, value)) &&
    (config["project"] !== null ||
      attributes["project"] === undefined ||
      attributes["project"] === project ||
      project === "");
  const found = cloud.view.list(type).find(fits);
  if (found === undefined) {
    const description = wanted.map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join(", ");
    throw new Refusal(`googleapi: Error 404: ${type} with ${description} was not found, notFound`, {
      detail: "The sandbox knows only what was created in it.",
    });
  }
  return found;
}

function same(left: Value, right: Value): boolean {
  return (
    left === right ||
    (typeof left === "string" && typeof right === "string" && lastSegment(left) === lastSegment(right))
  );
}

/** What the data source's schema has: from the configuration, else from the answer, else empty. */
export function withShape(block: BlockSchema, config: ObjectValue, answer: ObjectValue): ObjectValue {
  const result: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    result[name] = config[name] ?? fitting(answer[name], attribute.type ?? "dynamic");
  }
  for (const name of Object.keys(block.blocks)) result[name] = config[name] ?? answer[name] ?? [];
  return result;
}

function fitting(value: Value | undefined, type: AttributeType): Value {
  if (value !== undefined && value !== null) return value;
  if (type === "string" || type === "number" || type === "bool" || type === "dynamic") return null;
  return type[0] === "map" ? {} : type[0] === "object" ? null : [];
}
