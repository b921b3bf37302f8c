import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type ResourceNames } from "../environments/names";
import { type ICluster } from "../constructs/gke";
import { ServiceAccount, WorkloadIdentity } from "../constructs/workload-identity";

/** The namespace of all workloads. */
export const NAMESPACE = "ws-cli";

/** Kubernetes service accounts, by the names that the review's findings give them. */
export const SERVICE_ACCOUNTS = {
  controller: "ws-cli-controller",
  gateway: "ws-cli-gateway",
  runner: "cliscale-runner",
  migrate: "ws-cli-migrate",
} as const;

/** Props of {@link CliscaleIdentities}. */
export interface CliscaleIdentitiesProps {
  readonly project: string;
  readonly names: ResourceNames;
  readonly cluster: ICluster;
}

/** One identity per workload: a Google service account that exactly one Kubernetes service account may act as. */
export class CliscaleIdentities extends Construct {
  public readonly controller: WorkloadIdentity;
  public readonly gateway: WorkloadIdentity;
  /** Has no access to anything: it exists so that a runner is nobody else. */
  public readonly runner: WorkloadIdentity;
  /** Gives database users their privileges, before a release. Has a password of the database and nothing else. */
  public readonly migrate: WorkloadIdentity;
  /** What a pod that acts as one of them has to wait for. */
  public readonly ready: readonly ITerraformDependable[];

  public constructor(scope: Construct, id: string, props: CliscaleIdentitiesProps) {
    super(scope, id);
    const { project, names, cluster } = props;
    const identity = (part: keyof typeof SERVICE_ACCOUNTS, accountId: string, description: string) =>
      new WorkloadIdentity(this, part, {
        cluster,
        namespace: NAMESPACE,
        kubernetesServiceAccount: SERVICE_ACCOUNTS[part],
        serviceAccount: new ServiceAccount(this, `${part}-account`, { project, accountId, description }),
      });
    this.controller = identity(
      "controller",
      names.controllerServiceAccount,
      "Session controller: creates a runner Job per session",
    );
    this.gateway = identity(
      "gateway",
      names.gatewayServiceAccount,
      "WebSocket gateway: proxies sessions to their runners",
    );
    this.runner = identity(
      "runner",
      names.runnerServiceAccount,
      "Session runner: runs code of users and has no access to anything",
    );
    this.migrate = identity(
      "migrate",
      names.migrateServiceAccount,
      "First grants: gives database users their privileges before a release",
    );
    this.ready = [this.controller, this.gateway, this.runner, this.migrate].flatMap((one) => one.ready);
  }
}
