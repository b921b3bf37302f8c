import { GkeBackupBackupPlan } from "@cdktf/provider-google/lib/gke-backup-backup-plan";
import { GkeBackupRestorePlan } from "@cdktf/provider-google/lib/gke-backup-restore-plan";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { labelProblems, labelsOrUndefined, type Labels } from "../core/labels";
import { NAME_RULES, nameProblem } from "../core/naming";
import { ProjectServices } from "../core/project-services";
import { check, isKnown, outOfRange, type Finding } from "../core/validation";
import { type ICluster } from "../gke";
import { type IEncryptionKey } from "../kms";

const SERVICE = "gkebackup.googleapis.com";
const REST =
  "https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/reference/rest/v1/projects.locations.backupPlans";
/** How many backups a plan may hold: retention reaches back no further than this many intervals. */
const MOST_BACKUPS = 360;
const MINUTES_PER_DAY = 1440;

/** What a restore does when an object is already there. Google's own words. */
export type RestoreMode =
  | "FAIL_ON_CONFLICT"
  | "MERGE_SKIP_ON_CONFLICT"
  | "MERGE_REPLACE_VOLUME_ON_CONFLICT"
  | "MERGE_REPLACE_ON_CONFLICT"
  | "DELETE_AND_RESTORE";

/** Props of {@link ClusterBackupPlan}. */
export interface ClusterBackupPlanProps {
  /** What is backed up. Its backup agent has to be on, as it is in this package's clusters. */
  readonly cluster: ICluster;
  /** The name of the backup plan and of its restore plan. */
  readonly name: string;
  /** What is backed up: every object in these namespaces. At least one. */
  readonly namespaces: readonly string[];
  /**
   * Encrypts the backups. In the cluster's region; what it encrypted is lost with it.
   * @default - Google's encryption at rest alone
   */
  readonly encryptionKey?: IEncryptionKey;
  /**
   * Minutes of changes that may be lost: 60 to 86400. Backup for GKE makes backups as often as that takes, and tries
   * again when one fails.
   * @default 1440
   */
  readonly targetRpoMinutes?: number;
  /**
   * Days until a backup is deleted: 1 to 365, and no more than 360 times `targetRpoMinutes`.
   * @default 30
   */
  readonly retainDays?: number;
  /**
   * Days in which nobody can delete a backup, nor this plan: 0 to 90, at most `retainDays`.
   * @default 7
   */
  readonly deleteLockDays?: number;
  /**
   * Locks retention for ever: neither this nor the days can be changed any more, by anybody. For production only.
   * @default false
   */
  readonly lockRetentionForever?: boolean;
  /**
   * Backs up the data of volumes with the objects.
   * @default true
   */
  readonly includeVolumeData?: boolean;
  /**
   * Backs up Kubernetes Secrets with the objects, among them those in which Helm remembers its releases.
   * @default false
   */
  readonly includeSecrets?: boolean;
  /**
   * Makes no backups any more, for ever: a deactivated plan can only be deleted.
   * @default false
   */
  readonly deactivated?: boolean;
  /**
   * What a restore does when an object is already there.
   * @default "FAIL_ON_CONFLICT"
   */
  readonly restoreMode?: RestoreMode;
  /**
   * Lets Terraform destroy both plans. Google refuses while the plan has backups: delete them first, see the README.
   * @default false
   */
  readonly allowDestroy?: boolean;
  /**
   * Labels of both plans.
   * @default - those of the provider
   */
  readonly labels?: Labels;
}

/** Backups of a cluster's namespaces, made as often as the recovery point objective needs, and the plan to restore them. */
export class ClusterBackupPlan extends Construct {
  /** `projects/…/backupPlans/…`, as a reference. */
  public readonly backupPlanId: string;
  /** `projects/…/restorePlans/…`, as a reference. */
  public readonly restorePlanId: string;
  public readonly targetRpoMinutes: number;
  public readonly retainDays: number;
  public readonly deleteLockDays: number;
  /** True when Terraform refuses to destroy the plans. */
  public readonly preventDestroy: boolean;

  public constructor(scope: Construct, id: string, props: ClusterBackupPlanProps) {
    super(scope, id);
    const { cluster, name, encryptionKey, includeVolumeData = true } = props;
    this.targetRpoMinutes = props.targetRpoMinutes ?? MINUTES_PER_DAY;
    this.retainDays = props.retainDays ?? 30;
    this.deleteLockDays = props.deleteLockDays ?? 7;
    this.preventDestroy = props.allowDestroy !== true;
    check(this, "ClusterBackupPlan", [
      nameProblem(NAME_RULES.compute, "name", name),
      ...namespaceProblems(props.namespaces),
      ...this.retentionProblems(),
      ...labelProblems("labels", props.labels),
    ]);
    const common = {
      project: cluster.project,
      location: cluster.location,
      name,
      cluster: cluster.clusterId,
      labels: labelsOrUndefined(props.labels),
      lifecycle: { preventDestroy: this.preventDestroy },
    };
    const selectedNamespaces = { namespaces: [...props.namespaces] };
    const plan = new GkeBackupBackupPlan(this, "Resource", {
      ...common,
      backupConfig: {
        selectedNamespaces,
        includeVolumeData,
        includeSecrets: props.includeSecrets ?? false,
        encryptionKey: encryptionKey && { gcpKmsEncryptionKey: encryptionKey.keyId },
      },
      backupSchedule: { rpoConfig: { targetRpoMinutes: this.targetRpoMinutes } },
      retentionPolicy: {
        backupRetainDays: this.retainDays,
        backupDeleteLockDays: this.deleteLockDays,
        locked: props.lockRetentionForever ?? false,
      },
      deactivated: props.deactivated ?? false,
    });
    const services = ProjectServices.of(this);
    dependOn(plan, ...services.enable(cluster.project, SERVICE));
    if (encryptionKey !== undefined) {
      // Backup for GKE stores, GKE's own account reads the objects: both use the plan's key.
      // https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/about-cmek
      for (const service of [SERVICE, "container.googleapis.com"]) {
        dependOn(plan, ...encryptionKey.grantEncryptDecrypt(services.agent(cluster.project, service)).dependables);
      }
    }
    const restore = new GkeBackupRestorePlan(this, "RestorePlan", {
      ...common,
      backupPlan: plan.id,
      restoreConfig: {
        selectedNamespaces,
        namespacedResourceRestoreMode: props.restoreMode ?? "FAIL_ON_CONFLICT",
        volumeDataRestorePolicy: includeVolumeData ? "RESTORE_VOLUME_DATA_FROM_BACKUP" : "NO_VOLUME_DATA_RESTORATION",
        clusterResourceRestoreScope: { noGroupKinds: true },
      },
    });
    this.backupPlanId = plan.id;
    this.restorePlanId = restore.id;
  }

  private retentionProblems(): readonly Finding[] {
    const { targetRpoMinutes, retainDays, deleteLockDays } = this;
    const furthest = Math.floor((MOST_BACKUPS * targetRpoMinutes) / MINUTES_PER_DAY);
    return [
      outOfRange("targetRpoMinutes", targetRpoMinutes, 60, 86_400, { unit: "minutes", source: REST }),
      outOfRange("retainDays", retainDays, 1, 365, { unit: "days", source: REST }),
      outOfRange("deleteLockDays", deleteLockDays, 0, 90, { unit: "days", source: REST }),
      isKnown(retainDays) &&
        isKnown(targetRpoMinutes) &&
        targetRpoMinutes >= 60 &&
        retainDays > furthest && {
          setting: "retainDays",
          value: retainDays,
          must: `be at most ${furthest}, ${MOST_BACKUPS} times the ${targetRpoMinutes} minutes of 'targetRpoMinutes'`,
          fix: "lower it or raise 'targetRpoMinutes'",
          source: REST,
        },
      isKnown(retainDays) &&
        isKnown(deleteLockDays) &&
        deleteLockDays > retainDays && {
          setting: "deleteLockDays",
          value: deleteLockDays,
          must: `be at most 'retainDays' (${retainDays})`,
          fix: "lower it or raise 'retainDays'",
          source: REST,
        },
    ];
  }
}

function namespaceProblems(namespaces: readonly string[]): readonly Finding[] {
  return [
    namespaces.length === 0 && {
      setting: "namespaces",
      must: "name at least one namespace",
      fix: "add what is backed up",
    },
    new Set(namespaces).size < namespaces.length && {
      setting: "namespaces",
      value: namespaces,
      must: "name each namespace once",
      fix: "remove the repetition",
    },
    ...namespaces.map((namespace) => nameProblem(NAME_RULES.kubernetesLabel, "namespaces", namespace)),
  ];
}
