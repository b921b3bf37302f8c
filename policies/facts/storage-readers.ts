import { valueAt, type RenderedResource, type RenderedStack } from "../rendered/rendered-stack";
import { namesAccount } from "./iam";

/** Where a cluster says as whom its nodes run, and pull images. */
const ACCOUNTS: Readonly<Record<string, readonly string[]>> = {
  google_container_cluster: [
    "node_config.service_account",
    "cluster_autoscaling.auto_provisioning_defaults.service_account",
  ],
  google_container_node_pool: ["node_config.service_account"],
};

/** The service accounts of the stack that nodes run as. */
export function nodeAccounts(stack: RenderedStack): readonly RenderedResource[] {
  const named = Object.entries(ACCOUNTS).flatMap(([type, paths]) =>
    stack.ofType(type).flatMap((one) => paths.map((path) => valueAt(one.arguments, path))),
  );
  return stack
    .ofType("google_service_account")
    .filter((account) => named.some((text) => namesAccount(text, account, stack)));
}
