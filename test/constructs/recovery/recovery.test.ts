import { AutopilotCluster } from "../../../constructs/gke";
import { ClusterBackupPlan, type ClusterBackupPlanProps } from "../../../constructs/recovery";
import { newStack, renderStack } from "../../support/synth";
import { key, like, network } from "../gke/fixtures";

function build(change: Partial<ClusterBackupPlanProps> = {}, withKey = false) {
  const stack = newStack();
  const cluster = new AutopilotCluster(stack, "Cluster", { name: "cliscale", network: network(stack) });
  const encryptionKey = withKey ? key(stack, "backups") : undefined;
  const plan = new ClusterBackupPlan(stack, "Plan", {
    cluster,
    name: "cliscale",
    namespaces: ["ws-cli"],
    encryptionKey,
    ...change,
  });
  return { stack, plan };
}

const rendered = (change: Partial<ClusterBackupPlanProps> = {}, withKey = false) =>
  renderStack(build(change, withKey).stack);

describe("ClusterBackupPlan", () => {
  it("backs up objects and volumes of the namespaces once a day, and keeps backups for 30 days", () => {
    expect(rendered().only("google_gke_backup_backup_plan")).toMatchObject({
      project: "cliscale-test",
      location: "europe-west1",
      name: "cliscale",
      cluster: like(/^\$\{google_container_cluster\..+\.id\}$/),
      backup_config: {
        selected_namespaces: { namespaces: ["ws-cli"] },
        include_volume_data: true,
        include_secrets: false,
      },
      backup_schedule: { rpo_config: { target_rpo_minutes: 1440 } },
      retention_policy: { backup_retain_days: 30, backup_delete_lock_days: 7, locked: false },
      deactivated: false,
      depends_on: [like(/^google_project_service\..*gkebackup/)],
    });
    expect(build().plan).toMatchObject({
      targetRpoMinutes: 1440,
      retainDays: 30,
      deleteLockDays: 7,
      preventDestroy: true,
    });
  });

  it("takes Secrets, a locked retention and a deactivation when they are written out", () => {
    const change = { includeSecrets: true, lockRetentionForever: true, deactivated: true, deleteLockDays: 0 };
    expect(rendered(change).only("google_gke_backup_backup_plan")).toMatchObject({
      backup_config: { include_secrets: true },
      retention_policy: { locked: true, backup_delete_lock_days: 0 },
      deactivated: true,
    });
  });

  it("encrypts with the key after both of Google's accounts that use it were granted it", () => {
    const out = rendered({}, true);
    const plan = out.only("google_gke_backup_backup_plan");
    expect(plan.backup_config).toMatchObject({
      encryption_key: { gcp_kms_encryption_key: like(/cryptoKeys\/backups$/) },
    });
    const grants = out.resources("google_kms_crypto_key_iam_member");
    expect(grants.map((grant) => grant.role)).toEqual(Array(2).fill("roles/cloudkms.cryptoKeyEncrypterDecrypter"));
    expect(grants.map((grant) => grant.member).sort()).toEqual([
      like(/Agent-.*container.*\.member/),
      like(/Agent-.*gkebackup.*\.member/),
    ]);
    const waits = (plan.depends_on as string[]).filter((target) =>
      target.startsWith("google_kms_crypto_key_iam_member."),
    );
    expect(waits).toHaveLength(2);
  });

  it("leaves encryption to Google without a key", () => {
    expect(rendered().only("google_gke_backup_backup_plan").backup_config).not.toHaveProperty("encryption_key");
  });

  it("restores the same namespaces, and nothing over what is there", () => {
    const restore = rendered().only("google_gke_backup_restore_plan");
    expect(restore).toMatchObject({
      name: "cliscale",
      backup_plan: like(/^\$\{google_gke_backup_backup_plan\..+\.id\}$/),
      cluster: like(/^\$\{google_container_cluster\..+\.id\}$/),
      restore_config: {
        selected_namespaces: { namespaces: ["ws-cli"] },
        namespaced_resource_restore_mode: "FAIL_ON_CONFLICT",
        volume_data_restore_policy: "RESTORE_VOLUME_DATA_FROM_BACKUP",
        cluster_resource_restore_scope: { no_group_kinds: true },
      },
    });
    const replacing = rendered({ restoreMode: "DELETE_AND_RESTORE" }).only("google_gke_backup_restore_plan");
    expect(replacing.restore_config).toMatchObject({ namespaced_resource_restore_mode: "DELETE_AND_RESTORE" });
  });

  it("restores no volumes that it doesn't back up", () => {
    const out = rendered({ includeVolumeData: false });
    expect(out.only("google_gke_backup_backup_plan").backup_config).toMatchObject({ include_volume_data: false });
    expect(out.only("google_gke_backup_restore_plan").restore_config).toMatchObject({
      volume_data_restore_policy: "NO_VOLUME_DATA_RESTORATION",
    });
  });

  it.each(["google_gke_backup_backup_plan", "google_gke_backup_restore_plan"])(
    "protects %s from destroy unless the caller allows it, and labels it",
    (type) => {
      expect(rendered({ labels: { owner: "platform" } }).only(type)).toMatchObject({
        lifecycle: { prevent_destroy: true },
        labels: { owner: "platform" },
      });
      expect(rendered({ allowDestroy: true }).only(type).lifecycle).toEqual({ prevent_destroy: false });
      expect(rendered().only(type)).not.toHaveProperty("labels");
    },
  );

  it.each<[string, Partial<ClusterBackupPlanProps>]>([
    ["the shortest interval with what it can hold", { targetRpoMinutes: 60, retainDays: 15 }],
    ["the longest interval", { targetRpoMinutes: 86_400 }],
    ["a year", { targetRpoMinutes: 1_460, retainDays: 365 }],
    ["90 locked days", { retainDays: 90, deleteLockDays: 90 }],
    ["a day", { retainDays: 1, deleteLockDays: 1 }],
  ])("accepts %s", (_, change) => {
    expect(() => build(change)).not.toThrow();
  });

  it.each<[string, Partial<ClusterBackupPlanProps>, RegExp]>([
    [
      "a short interval",
      { targetRpoMinutes: 59 },
      /'targetRpoMinutes' must be a whole number between 60 and 86400 minutes, got 59/,
    ],
    ["a long interval", { targetRpoMinutes: 86_401 }, /'targetRpoMinutes' must be .* got 86401/],
    [
      "no retention",
      { retainDays: 0, deleteLockDays: 0 },
      /'retainDays' must be a whole number between 1 and 365 days, got 0/,
    ],
    ["a long retention", { targetRpoMinutes: 86_400, retainDays: 366 }, /'retainDays' must be .* got 366/],
    [
      "more backups than a plan holds",
      { targetRpoMinutes: 60, retainDays: 16 },
      /'retainDays' must be at most 15, 360 times the 60 minutes of 'targetRpoMinutes', got 16; lower it or raise/,
    ],
    [
      "a negative lock",
      { deleteLockDays: -1 },
      /'deleteLockDays' must be a whole number between 0 and 90 days, got -1/,
    ],
    [
      "a long lock",
      { retainDays: 91, deleteLockDays: 91 },
      /'deleteLockDays' must be a whole number between 0 and 90 days, got 91/,
    ],
    ["a lock beyond retention", { retainDays: 5 }, /'deleteLockDays' must be at most 'retainDays' \(5\), got 7/],
    ["no namespace", { namespaces: [] }, /'namespaces' must name at least one namespace/],
    ["a namespace twice", { namespaces: ["a", "a"] }, /'namespaces' must name each namespace once/],
    ["a bad namespace", { namespaces: ["ws_cli"] }, /'namespaces' must have 1 to 63 lowercase letters.*got 'ws_cli'/],
    ["a bad name", { name: "Plan" }, /'name' must have 1 to 63 lowercase letters.*got 'Plan'/],
    ["a bad label", { labels: { Owner: "x" } }, /'labels' must have keys of/],
  ])("refuses %s", (_, change, message) => {
    expect(() => build(change)).toThrow(message);
  });

  it("reports every problem at once", () => {
    expect(() => build({ name: "X", targetRpoMinutes: 1, namespaces: [] })).toThrow(
      /'name' must[\s\S]+'namespaces' must[\s\S]+'targetRpoMinutes' must/,
    );
  });
});
