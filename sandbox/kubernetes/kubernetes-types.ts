/** Kubernetes' types in one place; only types, because the package that holds them is an ES module and this is CommonJS. */
export type { V1Container as Container } from "@kubernetes/client-node/dist/gen/models/V1Container.js" with {
  "resolution-mode": "import",
};
export type { V1LabelSelector as LabelSelector } from "@kubernetes/client-node/dist/gen/models/V1LabelSelector.js" with {
  "resolution-mode": "import",
};
export type { V1PodSpec as PodSpec } from "@kubernetes/client-node/dist/gen/models/V1PodSpec.js" with {
  "resolution-mode": "import",
};
export type { V1PodTemplateSpec as PodTemplateSpec } from "@kubernetes/client-node/dist/gen/models/V1PodTemplateSpec.js" with {
  "resolution-mode": "import",
};
export type { V1Probe as Probe } from "@kubernetes/client-node/dist/gen/models/V1Probe.js" with {
  "resolution-mode": "import",
};
export type { V1ServicePort as ServicePort } from "@kubernetes/client-node/dist/gen/models/V1ServicePort.js" with {
  "resolution-mode": "import",
};
export type { V1ServiceSpec as ServiceSpec } from "@kubernetes/client-node/dist/gen/models/V1ServiceSpec.js" with {
  "resolution-mode": "import",
};
