import { resolve } from "node:path";
import { readDirectory } from "../../../sandbox/any-stack/read-directory";
import { type OpenedWorkspace, openWorkspace, type WorkspaceOptions } from "../../../sandbox/rehearsal/prepare";
import { directoryWith } from "../any-stack/directories";
import { buildSandbox } from "../terraform";

export const ROOT = resolve(__dirname, "../../..");

/** Google's provider alone, for one project. */
export const GOOGLE = {
  terraform: { required_providers: { google: { source: "hashicorp/google", version: "6.50.0" } } },
  provider: { google: { project: "p1", region: "europe-west1" } },
};

export const COMPUTE = { compute: { service: "compute.googleapis.com", disable_on_destroy: false } };

/** A network that anybody may create, once the API is enabled. */
export const NETWORK = {
  name: "main",
  auto_create_subnetworks: false,
  depends_on: ["google_project_service.compute"],
};

/** Two resources, the least that shows an order. */
export const SMALL = {
  ...GOOGLE,
  resource: { google_project_service: COMPUTE, google_compute_network: { main: NETWORK } },
};

export const OPTIONS: WorkspaceOptions = { projectDirectory: ROOT, main: buildSandbox() };

/** Opens a stack as somebody wrote it; synthesized by cdktf unless the file has another name. */
export async function openStack(
  stack: object,
  { file = "cdk.tf.json", ...options }: Partial<WorkspaceOptions> & { readonly file?: string } = {},
): Promise<OpenedWorkspace> {
  return openWorkspace(await readDirectory(directoryWith({ [file]: stack })), { ...OPTIONS, ...options });
}
