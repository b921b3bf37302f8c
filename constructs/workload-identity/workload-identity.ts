import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { type IGrantable } from "../core/grant";
import { NAME_RULES, nameProblem } from "../core/naming";
import { ProjectServices } from "../core/project-services";
import { check } from "../core/validation";
import { type ICluster } from "../gke/cluster";
import { type IServiceAccount } from "./service-account";

/** A Kubernetes service account that acts as a Google service account. What is granted to it is granted to the latter. */
export interface IWorkloadIdentity extends IGrantable {
  readonly namespace: string;
  readonly kubernetesServiceAccount: string;
  readonly serviceAccount: IServiceAccount;
  /** What the Kubernetes service account must carry: `iam.gke.io/gcp-service-account`. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** Props of {@link WorkloadIdentity}. */
export interface WorkloadIdentityProps {
  /** The cluster whose pods act as the account. */
  readonly cluster: Pick<ICluster, "project" | "workloadPool" | "ready">;
  /** The namespace of the Kubernetes service account, literal or a reference to it. */
  readonly namespace: string;
  /** The name of the Kubernetes service account. Whoever deploys the workload creates it, with {@link WorkloadIdentity.annotations}. */
  readonly kubernetesServiceAccount: string;
  /** The Google service account to act as. */
  readonly serviceAccount: IServiceAccount;
}

/**
 * Lets one Kubernetes service account act as one Google service account: `roles/iam.workloadIdentityUser` on that
 * account alone, never on the project, where it would open every account. The cluster comes first: a binding that names
 * a workload identity pool is refused until a cluster has made the pool.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
 */
export class WorkloadIdentity extends Construct implements IWorkloadIdentity {
  public readonly namespace: string;
  public readonly kubernetesServiceAccount: string;
  public readonly serviceAccount: IServiceAccount;
  public readonly annotations: Readonly<Record<string, string>>;
  public readonly grantMember: string;
  public readonly grantId: string;
  /** What a workload has to wait for: without it, its first calls are refused. */
  public readonly ready: readonly ITerraformDependable[];

  private readonly cluster: WorkloadIdentityProps["cluster"];

  public constructor(scope: Construct, id: string, props: WorkloadIdentityProps) {
    super(scope, id);
    const { cluster, namespace, kubernetesServiceAccount, serviceAccount } = props;
    check(this, "WorkloadIdentity", [
      nameProblem(NAME_RULES.kubernetesLabel, "namespace", namespace),
      nameProblem(NAME_RULES.kubernetesLabel, "kubernetesServiceAccount", kubernetesServiceAccount),
      kubernetesServiceAccount === "default" && {
        setting: "kubernetesServiceAccount",
        value: kubernetesServiceAccount,
        must: "not be the account that every pod of the namespace has when it names none",
        fix: "give the workload a service account of its own",
        source: "https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity",
      },
    ]);

    const binding = new ServiceAccountIamMember(this, "Resource", {
      serviceAccountId: serviceAccount.serviceAccountId,
      role: "roles/iam.workloadIdentityUser",
      member: `serviceAccount:${cluster.workloadPool}[${namespace}/${kubernetesServiceAccount}]`,
    });
    dependOn(
      binding,
      ...ProjectServices.of(this).enable(cluster.project, "iamcredentials.googleapis.com"),
      ...cluster.ready,
    );

    this.cluster = cluster;
    this.namespace = namespace;
    this.kubernetesServiceAccount = kubernetesServiceAccount;
    this.serviceAccount = serviceAccount;
    this.annotations = { "iam.gke.io/gcp-service-account": serviceAccount.email };
    this.grantMember = serviceAccount.grantMember;
    this.grantId = serviceAccount.grantId;
    this.ready = [binding];
  }

  /**
   * The Kubernetes service account itself, for services that take it without a Google service account, such as Secret
   * Manager. Cloud SQL doesn't. https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity#identity_sameness
   */
  public get principal(): IGrantable {
    const existing = this.node.tryFindChild("Principal") as KubernetesPrincipal | undefined;
    return existing ?? new KubernetesPrincipal(this, "Principal", this, this.cluster);
  }
}

class KubernetesPrincipal extends Construct implements IGrantable {
  public readonly grantMember: string;
  public readonly grantId: string;

  public constructor(
    scope: Construct,
    id: string,
    workload: WorkloadIdentity,
    cluster: WorkloadIdentityProps["cluster"],
  ) {
    super(scope, id);
    // The pool is named by the project's number here, and by its ID in the pool's own name.
    const project = new DataGoogleProject(this, "Project", { projectId: cluster.project });
    dependOn(project, ...ProjectServices.of(this).enable(cluster.project, "cloudresourcemanager.googleapis.com"));
    const pool = `projects/${project.number}/locations/global/workloadIdentityPools/${cluster.workloadPool}`;
    const subject = `ns/${workload.namespace}/sa/${workload.kubernetesServiceAccount}`;
    this.grantMember = `principal://iam.googleapis.com/${pool}/subject/${subject}`;
    this.grantId = `principal-${workload.kubernetesServiceAccount}-${this.node.addr.slice(-8)}`;
  }
}
