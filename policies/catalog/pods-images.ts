import { LEVELS } from "../levels";
import { imagePinnedByDigest } from "../rules/pods/image-pinned-by-digest";
import { imageFixedTag } from "../rules/pods/image-fixed-tag";
import { imageRegistry } from "../rules/pods/image-registry";
import { imageOwnRepository } from "../rules/pods/image-own-repository";
import { imagePullPolicy } from "../rules/pods/image-pull-policy";
import { workloadApiVersion } from "../rules/pods/workload-api-version";
import { type PolicyRow } from "./row";

/** What runs. */
export const POD_IMAGES_ROWS: readonly PolicyRow[] = [
  {
    id: "image-pinned-by-digest",
    level: LEVELS.production,
    fact: "Images are named by digest",
    why: "whoever may write the tag decides what runs, after all tests",
    fix: "add @sha256:… to the image's name",
    covers: ["CKV_K8S_43", "CKV_K8S_43/terraform", "C30"],
    references: ["https://kubernetes.io/docs/concepts/containers/images/#image-names"],
    rule: imagePinnedByDigest,
  },
  {
    id: "image-fixed-tag",
    level: LEVELS.production,
    fact: "Images have a digest or a tag that is a version",
    why: "two pods of one revision may run different programs",
    fix: "name a version instead of latest",
    covers: [
      "CKV_K8S_14",
      "CKV_K8S_14/terraform",
      "KSV-0013",
      "kube-linter/latest-tag",
      "kube-score/container-image-tag",
      "polaris/tagNotSpecified",
      "C30",
    ],
    references: ["https://kubernetes.io/docs/concepts/containers/images/#image-names"],
    rule: imageFixedTag,
  },
  {
    id: "image-registry",
    level: LEVELS.recommended,
    fact: "Images come from a registry where nobody else can put them",
    why: "a name on Docker Hub may belong to anybody, and pulls are limited",
    fix: "copy the image to Artifact Registry, or pull it through a remote repository",
    covers: ["KSV-0125"],
    references: ["https://cloud.google.com/artifact-registry/docs/repositories/remote-overview"],
    rule: imageRegistry,
  },
  {
    id: "image-own-repository",
    level: LEVELS.recommended,
    fact: "A stack that makes repositories runs images from these",
    why: "an image of the same name in another project is somebody else's",
    fix: "push the image to a repository of the stack",
    covers: [],
    references: ["https://cloud.google.com/artifact-registry/docs/docker/names"],
    rule: imageOwnRepository,
  },
  {
    id: "image-pull-policy",
    level: LEVELS.recommended,
    fact: "The registry is asked whenever a container starts",
    why: "a node that has the image gives it to every pod, allowed or not",
    fix: "set imagePullPolicy: Always",
    covers: [
      "CKV_K8S_15",
      "CKV_K8S_15/terraform",
      "kube-score/container-image-pull-policy",
      "polaris/pullPolicyNotAlways",
    ],
    references: ["https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwayspullimages"],
    rule: imagePullPolicy,
  },
  {
    id: "workload-api-version",
    level: LEVELS.everywhere,
    fact: "Workloads are written in a version of the API that is still served",
    why: "the API server refuses them",
    fix: "write apps/v1, batch/v1 or v1",
    covers: ["KSV-0107", "kube-score/stable-version", "kube-linter/no-extensions-v1beta"],
    references: ["https://kubernetes.io/docs/reference/using-api/deprecation-guide/"],
    rule: workloadApiVersion,
  },
];
