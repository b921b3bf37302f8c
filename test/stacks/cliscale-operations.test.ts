import { EncryptionKey } from "../../constructs/kms";
import { resolveSettings } from "../../environments";
import { CliscaleOperations } from "../../stacks/cliscale-operations";
import { CliscalePlatform } from "../../stacks/cliscale-platform";
import { changed, type Changes } from "../support/environments";
import { newStack, renderStack } from "../support/synth";

function operations(name: string, changes: Changes = {}) {
  const [settings] = resolveSettings([changed(name, changes)]);
  if (settings === undefined) {
    throw new Error(`no settings for ${name}`);
  }
  const stack = newStack();
  const platform = new CliscalePlatform(stack, "Platform", settings);
  const key = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/backups";
  const encryptionKey = EncryptionKey.fromKeyId(stack, "BackupKey", key);
  new CliscaleOperations(stack, "Operations", { settings, platform, encryptionKey });
  return { settings, out: renderStack(stack) };
}

describe("CliscaleOperations", () => {
  it("asks both hosts for /healthz and tells every address and the pager", () => {
    const { settings, out } = operations("prod", { "monitoring.emails": ["a@cliscale.dev", "b@cliscale.dev"] });
    const checks = out.resources("google_monitoring_uptime_check_config");
    expect(checks.map((check) => check.display_name).sort()).toEqual(
      [`https://${settings.domain}/healthz`, `https://${settings.wsDomain}/healthz`].sort(),
    );
    expect(checks[0]?.user_labels).toEqual(settings.labels);
    const policies = out.resources("google_monitoring_alert_policy");
    // two for each host, and one about secrets that are due
    expect(policies.map((policy) => (policy.notification_channels as string[]).length)).toEqual([3, 3, 3, 3, 3]);
  });

  it("warns below the availability target, and says how long the outage may take", () => {
    const { out } = operations("prod", { "monitoring.availabilityTargetPercent": 99.5, "recovery.rtoMinutes": 17 });
    const policies = out
      .resources("google_monitoring_alert_policy")
      .filter(({ display_name }) => !String(display_name).startsWith("A secret of"));
    const warnings = policies.filter((policy) => policy.severity === "WARNING");
    expect(warnings.map((policy) => policy.conditions)).toMatchObject(
      Array(2).fill([{ condition_threshold: { threshold_value: 0.995 } }]),
    );
    expect(policies.map(({ documentation }) => (documentation as { content: string }).content)).toEqual(
      Array(4).fill(expect.stringContaining("back within 17 minutes")),
    );
  });

  it("watches the budget that is set, and makes none otherwise", () => {
    const { settings, out } = operations("prod", { "monitoring.budget": { amount: 1234, currency: "EUR" } });
    expect(out.only("google_billing_budget")).toMatchObject({
      billing_account: settings.billingAccount,
      amount: { specified_amount: { units: "1234", currency_code: "EUR" } },
      all_updates_rule: {
        monitoring_notification_channels: [expect.stringContaining("google_monitoring_notification_channel")],
      },
    });
    expect(operations("sandbox").out.resources("google_billing_budget")).toEqual([]);
  });

  it("backs up the workloads' namespace as often and as long as recovery asks for", () => {
    const { settings, out } = operations("prod", {
      "recovery.clusterBackupIntervalMinutes": 300,
      "recovery.backupRetentionDays": 20,
    });
    expect(out.only("google_gke_backup_backup_plan")).toMatchObject({
      name: settings.namePrefix,
      backup_config: { selected_namespaces: { namespaces: ["ws-cli"] }, include_secrets: true },
      backup_schedule: { rpo_config: { target_rpo_minutes: 300 } },
      retention_policy: { backup_retain_days: 20, backup_delete_lock_days: 7 },
      lifecycle: { prevent_destroy: true },
    });
  });

  it("locks no backups where everything may be torn down", () => {
    expect(operations("sandbox").out.only("google_gke_backup_backup_plan")).toMatchObject({
      retention_policy: { backup_delete_lock_days: 0 },
      lifecycle: { prevent_destroy: false },
    });
  });
});
