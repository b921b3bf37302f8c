import { type BlockSchema } from "../schema/types";
import { uuid } from "./complete";
import { type Kind } from "./kind";

/** Every `kubernetes_*` resource: named by its metadata, in a namespace when its metadata has one. */
export function kubernetesKind(block: BlockSchema): Kind {
  const metadata = block.blocks["metadata"]?.block.attributes ?? {};
  const namespaced = metadata["namespace"] !== undefined;
  return {
    id: namespaced ? "{metadata.0.namespace}/{metadata.0.name}" : "{metadata.0.name}",
    computed: {
      "metadata.generation": 1,
      "metadata.resource_version": ({ digits }) => digits("version", 6),
      "metadata.uid": ({ digest }) => uuid(digest("uid", 32)),
    },
    defaults: namespaced ? { "metadata.namespace": "default" } : {},
    forceNew: ["metadata.name", "metadata.namespace", "metadata.generate_name"],
  };
}

/** `helm_release`: unique in its namespace. Defaults: https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release */
export const helmKind: Kind = {
  id: "{name}",
  key: "{namespace}/{name}",
  defaults: {
    atomic: false,
    cleanup_on_fail: false,
    create_namespace: false,
    dependency_update: false,
    disable_crd_hooks: false,
    disable_openapi_validation: false,
    disable_webhooks: false,
    force_update: false,
    lint: false,
    max_history: 0,
    namespace: "default",
    pass_credentials: false,
    recreate_pods: false,
    render_subchart_notes: true,
    replace: false,
    reset_values: false,
    reuse_values: false,
    skip_crds: false,
    take_ownership: false,
    timeout: 300,
    upgrade_install: false,
    verify: false,
    wait: true,
    wait_for_jobs: false,
  },
  changing: ["metadata", "manifest", "resources"],
};
