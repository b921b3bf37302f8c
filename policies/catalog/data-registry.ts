import { LEVELS } from "../levels";
import { registryImmutableTags } from "../rules/data/registry-immutable-tags";
import { registryEncrypted } from "../rules/data/registry-encrypted";
import { registryCleanup } from "../rules/data/registry-cleanup";
import { registryScanned } from "../rules/data/registry-scanned";
import { registryPreventDestroy } from "../rules/data/registry-prevent-destroy";
import { registryUpstreams } from "../rules/data/registry-upstreams";
import { registryAccess } from "../rules/data/registry-access";
import { registryNodesCanPull } from "../rules/data/registry-nodes-can-pull";
import { type PolicyRow } from "./row";

/** Artifact Registry. */
export const DATA_REGISTRY_ROWS: readonly PolicyRow[] = [
  {
    id: "registry-immutable-tags",
    level: LEVELS.production,
    fact: "Artifact Registry keeps a tag with the image that it was given to",
    why: "an image that was tested could be exchanged behind its tag",
    fix: "set docker_config.immutable_tags to true",
    covers: ["C30"],
    references: ["https://cloud.google.com/artifact-registry/docs/docker/troubleshoot#immutable"],
    rule: registryImmutableTags,
  },
  {
    id: "registry-encrypted",
    level: LEVELS.recommended,
    fact: "Artifact Registry encrypts with a key of ours",
    why: "nobody here could take the key away from the images, and a key can't be added later",
    fix: "set kms_key_name to a key in the repository's location",
    covers: ["CKV_GCP_84"],
    references: ["https://cloud.google.com/artifact-registry/docs/cmek"],
    rule: registryEncrypted,
  },
  {
    id: "registry-cleanup",
    level: LEVELS.recommended,
    fact: "Artifact Registry deletes what nobody needs, and nothing else",
    why: "old images with known holes stay for ever, or an image that runs is gone when its pod has to move",
    fix: "add a KEEP of the most recent versions and a DELETE of untagged ones, and set cleanup_policy_dry_run to false",
    covers: [],
    references: ["https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy"],
    rule: registryCleanup,
  },
  {
    id: "registry-scanned",
    level: LEVELS.production,
    fact: "images are scanned for known vulnerabilities",
    why: "nobody hears of a hole in an image that runs",
    fix: "leave vulnerability_scanning_config out or INHERITED, with containerscanning.googleapis.com on",
    covers: ["CIS-GKE-5.1.1"],
    references: ["https://cloud.google.com/artifact-analysis/docs/enable-automatic-scanning"],
    rule: registryScanned,
  },
  {
    id: "registry-prevent-destroy",
    level: LEVELS.recommended,
    fact: "Terraform refuses to destroy a repository of images",
    why: "everything that runs from it can't be started again",
    fix: "set lifecycle.prevent_destroy to true",
    covers: [],
    references: ["https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy"],
    rule: registryPreventDestroy,
  },
  {
    id: "registry-upstreams",
    level: LEVELS.production,
    fact: "caches and virtual repositories say where their packages come from, over TLS and checked",
    why: "a package is exchanged on the way, or the API refuses the repository",
    fix: "set remote_repository_config with an https address, or virtual_repository_config.upstream_policies",
    covers: [],
    references: ["https://cloud.google.com/artifact-registry/docs/repositories/remote-overview"],
    rule: registryUpstreams,
  },
  {
    id: "registry-access",
    level: LEVELS.production,
    fact: "images are read by who runs them and written by who builds them",
    why: "a node that is taken over pushes images that every other node runs, and public images show what is in them",
    fix: "grant roles/artifactregistry.reader to nodes and roles/artifactregistry.writer to builds, on one repository",
    covers: ["CIS-GKE-5.1.2", "CIS-GKE-5.1.3", "CKV_GCP_101"],
    references: ["https://cloud.google.com/artifact-registry/docs/access-control"],
    rule: registryAccess,
  },
  {
    id: "registry-nodes-can-pull",
    level: LEVELS.recommended,
    fact: "nodes may read the images of their stack",
    why: "pods wait for ever with ImagePullBackOff",
    fix: "grant roles/artifactregistry.reader on the repository to the nodes' service account",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#permissions"],
    rule: registryNodesCanPull,
  },
];
