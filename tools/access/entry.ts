/** What kind of someone an identity is. */
export type IdentityKind =
  | "Kubernetes service account"
  | "nodes"
  | "service account"
  | "service agent"
  | "user"
  | "group"
  | "domain"
  | "principal"
  | "database user"
  | "everyone"
  | "unknown";

/** Someone who may do something. */
export interface Identity {
  readonly kind: IdentityKind;
  /**
   * `namespace/name` of a Kubernetes service account, the address of a Google account, user or group, the API of a service
   * agent with its project, the cluster of nodes.
   */
  readonly name: string;
}

/** What something may be done on. */
export interface Target {
  /** For example `secret` or `project`; for the Kubernetes API its resources, such as `jobs.batch`. */
  readonly type: string;
  /** A short name, unique among its type in the environment. */
  readonly name: string;
  /** The name as Google has it, for example `projects/…/secrets/…`. */
  readonly fullName: string;
  /** Where the role is bound. Everything but `resource` reaches whatever lies below. */
  readonly level: "resource" | "project" | "folder" | "organization" | "billing account";
}

/** One line of the report: who may do what on what, and why. */
export interface AccessEntry {
  readonly identity: Identity;
  /** The Google service account that the identity acts as to do so. Absent when it is granted to the identity itself. */
  readonly actsAs?: string;
  /** An IAM role, verbs of the Kubernetes API, `act as` or `log in`. */
  readonly may: string;
  readonly on: Target;
  /** What the grant is narrowed to, in words. */
  readonly condition?: string;
  /** The path of the construct that granted it, beginning with the stack. */
  readonly why: string;
  /** What says so: a Terraform address, or kind and name of a Kubernetes object. */
  readonly source: string;
}

/** Something that is not as it should be. */
export interface AccessFinding {
  readonly kind:
    | "annotation-without-binding"
    | "binding-without-annotation"
    | "mount-without-grant"
    | "grant-without-mount"
    | "unknown-mount"
    | "project-level-role";
  /** Whom it is about, as {@link Identity.name}. */
  readonly identity: string;
  /** What is wrong, and what to do about it, in one sentence each. */
  readonly problem: string;
  readonly fix: string;
  /** Where the rule comes from. */
  readonly reference?: string;
  /** The construct to look at. */
  readonly why: string;
}

/** A Kubernetes service account, with who runs as it. */
export interface Workload {
  /** `namespace/name`. */
  readonly name: string;
  /** What creates pods that run as it, for example `Deployment/controller`. */
  readonly pods: readonly string[];
  /** The Google service account that its annotation names. */
  readonly annotation?: string;
  /** How its pods get a token for the Kubernetes API: not at all, by a projected volume, or by default. */
  readonly apiToken: "none" | "projected" | "automounted";
  /** Secrets of Secret Manager in its pods, by full name. */
  readonly mounts: readonly string[];
  /** Those of them that an operator reads for it, as somebody else, and writes into a Kubernetes Secret. */
  readonly synced: readonly string[];
  /** Kubernetes Secrets in its pods, `namespace/name`. */
  readonly kubernetesSecrets: readonly string[];
}

/** A secret of Secret Manager, with who may read it and who has it in its pods. */
export interface SecretAccess {
  readonly name: string;
  readonly fullName: string;
  readonly readers: readonly string[];
  readonly mountedBy: readonly string[];
}

/** Who can do what in one environment. */
export interface AccessReport {
  readonly entries: readonly AccessEntry[];
  readonly workloads: readonly Workload[];
  readonly secrets: readonly SecretAccess[];
  readonly findings: readonly AccessFinding[];
}
