import { type KubernetesObject } from "../objects";
import { type Review } from "../review";
import { type Check, type Finding } from "./check";

/** What each policy of GKE's Gateway may target. */
const TARGETS: Readonly<Record<string, readonly { readonly group: string; readonly kind: string }[]>> = {
  GCPBackendPolicy: [
    { group: "", kind: "Service" },
    { group: "net.gke.io", kind: "ServiceImport" },
  ],
  HealthCheckPolicy: [
    { group: "", kind: "Service" },
    { group: "net.gke.io", kind: "ServiceImport" },
  ],
  GCPGatewayPolicy: [{ group: "gateway.networking.k8s.io", kind: "Gateway" }],
};

interface PolicySpec {
  readonly targetRef: {
    readonly group: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
  };
  readonly default?: {
    readonly checkIntervalSec?: number;
    readonly timeoutSec?: number;
    readonly config?: Readonly<Record<string, unknown>>;
    readonly iap?: {
      readonly enabled?: boolean;
      readonly clientID?: string;
      readonly oauth2ClientSecret?: { readonly name?: string };
    };
  };
}

/** Policies attach to a Service or Gateway of their own namespace, one of each kind per target. */
export const gkePolicies: Check = {
  id: "gke-policies",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources",
  effect: "does-not-work",
  find: (review) =>
    review
      .reviewed("networking.gke.io", ...Object.keys(TARGETS))
      .flatMap((object) => [
        ...target(object, review),
        ...(object.kind === "HealthCheckPolicy" ? healthCheck(object) : []),
      ]),
};

const specOf = (object: KubernetesObject): PolicySpec => object.spec as PolicySpec;

function target(object: KubernetesObject, review: Review): Finding[] {
  const { targetRef } = specOf(object);
  const { namespace } = object.metadata;
  const allowed = TARGETS[object.kind] ?? [];
  if (!allowed.some(({ group, kind }) => group === targetRef.group && kind === targetRef.kind)) {
    const wanted = allowed.map(({ group, kind }) => `${kind} of group "${group}"`).join(" or ");
    return [
      {
        object,
        path: "spec.targetRef",
        message: `a ${object.kind} attaches to no ${targetRef.kind} of group "${targetRef.group}"`,
        fix: `target a ${wanted}`,
      },
    ];
  }
  if (targetRef.namespace !== undefined && targetRef.namespace !== namespace) {
    return [
      {
        object,
        path: "spec.targetRef.namespace",
        message: "the target must be in the policy's own namespace",
        fix: "move the policy to its target",
      },
    ];
  }
  const isImport = targetRef.kind === "ServiceImport";
  const exists = isImport || review.find(targetRef.group, targetRef.kind, namespace, targetRef.name) !== undefined;
  const rivals = review
    .ofKind("networking.gke.io", object.kind, namespace)
    .filter(
      (other) => other.metadata.name !== object.metadata.name && specOf(other)?.targetRef?.name === targetRef.name,
    );
  return [
    ...(exists
      ? []
      : [
          {
            object,
            path: "spec.targetRef.name",
            message: `the ${targetRef.kind} "${namespace}/${targetRef.name}" does not exist`,
            fix: "add it to the release, or correct the name",
          },
        ]),
    ...rivals.map(({ metadata: { name } }) => ({
      object,
      path: "spec.targetRef",
      message: `"${name}" targets the same ${targetRef.kind}, and only the older policy applies`,
      fix: "merge the two policies",
    })),
  ];
}

const CHECK_FIELDS: Readonly<Record<string, string>> = {
  TCP: "tcpHealthCheck",
  HTTP: "httpHealthCheck",
  HTTPS: "httpsHealthCheck",
  HTTP2: "http2HealthCheck",
  GRPC: "grpcHealthCheck",
};

/** https://github.com/GoogleCloudPlatform/gke-gateway-api/blob/main/apis/networking/v1/healthcheck_types.go */
function healthCheck(object: KubernetesObject): Finding[] {
  const { checkIntervalSec = 5, timeoutSec = 5, config } = specOf(object).default ?? {};
  const field = CHECK_FIELDS[typeof config?.type === "string" ? config.type : ""];
  const fits =
    config === undefined || (field !== undefined && config[field] !== undefined && Object.keys(config).length === 2);
  return [
    ...(fits
      ? []
      : [
          {
            object,
            path: "spec.default.config",
            message: "must hold type and the one health check that matches it",
            fix: "for example type: HTTP with httpHealthCheck",
            effect: "refused" as const,
          },
        ]),
    ...(timeoutSec <= checkIntervalSec
      ? []
      : [
          {
            object,
            path: "spec.default.timeoutSec",
            message: `${timeoutSec} is greater than checkIntervalSec ${checkIntervalSec}`,
            fix: "lower timeoutSec or raise checkIntervalSec",
          },
        ]),
  ];
}
