import {
  AlertChannels,
  ProjectBudget,
  UptimeCheck,
  type AlertChannelsProps,
  type ProjectBudgetProps,
  type UptimeCheckProps,
} from "../../../constructs/monitoring";
import { newStack, render } from "../../support/synth";

const project = "cliscale-test";
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const MONITORING_API = like(/^google_project_service\..*monitoring/);

describe("AlertChannels", () => {
  const base: AlertChannelsProps = { project, emails: ["oncall@cliscale.dev", "lead@cliscale.dev"] };
  const channels = (change: Partial<AlertChannelsProps> = {}) =>
    new AlertChannels(newStack(), "Channels", { ...base, ...change });
  const rendered = (change: Partial<AlertChannelsProps> = {}) =>
    render((stack) => new AlertChannels(stack, "Channels", { ...base, ...change }));

  it("makes an e-mail channel for each address, after the API is enabled", () => {
    const out = rendered();
    expect(out.resources("google_monitoring_notification_channel")).toHaveLength(2);
    expect(out.where("google_monitoring_notification_channel", "display_name", "oncall@cliscale.dev")).toMatchObject({
      project,
      type: "email",
      labels: { email_address: "oncall@cliscale.dev" },
      depends_on: [MONITORING_API],
    });
    const { channelIds, emailChannelIds } = channels();
    expect(channelIds).toEqual(emailChannelIds);
    expect(channelIds).toHaveLength(2);
  });

  it("never takes a channel out of other people's alert policies, and lets ours let go of it first", () => {
    expect(rendered({ emails: ["a@b.dev"] }).only("google_monitoring_notification_channel")).toMatchObject({
      force_delete: false,
      lifecycle: { create_before_destroy: true },
    });
  });

  it("names the pager's channel first, makes none for it, and keeps it from budgets", () => {
    const pagerChannelId = "projects/cliscale-test/notificationChannels/123";
    const out = rendered({ pagerChannelId });
    expect(out.resources("google_monitoring_notification_channel")).toHaveLength(2);
    expect(JSON.stringify(out.json)).not.toContain("sensitive_labels");
    expect(channels({ pagerChannelId }).channelIds[0]).toBe(pagerChannelId);
    expect(channels({ pagerChannelId }).channelIds).toHaveLength(3);
    expect(channels({ pagerChannelId }).emailChannelIds).toHaveLength(2);
  });

  it("labels channels when labels are given, and renders none otherwise", () => {
    const labelled = rendered({ emails: ["a@b.dev"], labels: { owner: "platform" } });
    expect(labelled.only("google_monitoring_notification_channel").user_labels).toEqual({ owner: "platform" });
    const plain = rendered({ emails: ["a@b.dev"] }).only("google_monitoring_notification_channel");
    expect(plain).not.toHaveProperty("user_labels");
  });

  it.each<[string, Partial<AlertChannelsProps>, RegExp]>([
    [
      "a word",
      { emails: ["oncall"] },
      /'emails' must be an e-mail address, got 'oncall'; write it as oncall@<your domain>/,
    ],
    ["two addresses in one", { emails: ["a@b.dev,c@d.dev"] }, /'emails' must be an e-mail address/],
    ["a host without a dot", { emails: ["a@localhost"] }, /'emails' must be an e-mail address/],
    [
      "an address twice",
      { emails: ["a@b.dev", "A@B.dev"] },
      /'emails' must name each address once, whatever its case, got 'A@B\.dev'/,
    ],
    [
      "a pager's channel without its project",
      { pagerChannelId: "123" },
      /'pagerChannelId' must be the resource name of a/,
    ],
    ["a bad project", { project: "Cliscale" }, /'project' must have 6 to 30/],
    ["a bad label", { labels: { Owner: "x" } }, /'labels' must have keys of/],
  ])("refuses %s", (_, change, message) => {
    expect(() => channels(change)).toThrow(message);
  });

  it("does not repeat a key that was mistaken for a channel", () => {
    const key = "0123456789abcdef0123456789abcdef";
    expect(() => channels({ pagerChannelId: key })).toThrow(/^(?![\s\S]*0123456789abcdef)/);
    expect(() => channels({ pagerChannelId: key })).toThrow("never its key; copy projects/");
  });
});

describe("UptimeCheck", () => {
  const base: UptimeCheckProps = {
    project,
    host: "cliscale.dev",
    channelIds: ["channel-1"],
    whatToDo: "Look at pods.",
  };
  const rendered = (change: Partial<UptimeCheckProps> = {}) =>
    render((stack) => new UptimeCheck(stack, "Check", { ...base, ...change }));
  const refusal = (change: object) => () => new UptimeCheck(newStack(), "Check", { ...base, ...change });

  it("asks over HTTPS with a valid certificate, from everywhere, every minute", () => {
    const check = rendered().only("google_monitoring_uptime_check_config");
    expect(check).toMatchObject({
      project,
      period: "60s",
      timeout: "10s",
      monitored_resource: { type: "uptime_url", labels: { project_id: project, host: "cliscale.dev" } },
      http_check: {
        request_method: "GET",
        path: "/",
        port: 443,
        use_ssl: true,
        validate_ssl: true,
        accepted_response_status_codes: [{ status_class: "STATUS_CLASS_2XX" }],
      },
      log_check_failures: true,
      depends_on: [MONITORING_API],
    });
    expect(check).not.toHaveProperty("selected_regions");
    expect(refusal({})()).toMatchObject({ path: "/", periodSeconds: 60, timeoutSeconds: 10 });
  });

  it("takes another path, period, timeout and places", () => {
    const check = rendered({ path: "/healthz", periodSeconds: 900, timeoutSeconds: 60, regions: ["USA"] });
    expect(check.only("google_monitoring_uptime_check_config")).toMatchObject({
      display_name: "https://cliscale.dev/healthz",
      http_check: { path: "/healthz" },
      period: "900s",
      timeout: "60s",
      selected_regions: ["USA"],
    });
  });

  it("lets its alert policy move to a new check before the old one is deleted", () => {
    expect(rendered().only("google_monitoring_uptime_check_config").lifecycle).toEqual({ create_before_destroy: true });
  });

  it("raises a critical alarm when two places get no good answer for two minutes", () => {
    const policy = rendered().only("google_monitoring_alert_policy");
    expect(policy).toMatchObject({
      project,
      display_name: "cliscale.dev does not answer",
      severity: "CRITICAL",
      notification_channels: ["channel-1"],
      documentation: { content: "Look at pods.", mime_type: "text/markdown", subject: "cliscale.dev does not answer" },
    });
    expect(policy.conditions).toEqual([
      {
        display_name: "cliscale.dev does not answer",
        condition_threshold: {
          filter: like(
            /^resource\.type = "uptime_url" AND metric\.type = "monitoring\.googleapis\.com\/uptime_check\/check_passed" AND metric\.labels\.check_id = "\$\{google_monitoring_uptime_check_config\..+\.uptime_check_id\}"$/,
          ),
          comparison: "COMPARISON_GT",
          threshold_value: 1,
          duration: "120s",
          trigger: { count: 1 },
          aggregations: [
            {
              alignment_period: "1200s",
              per_series_aligner: "ALIGN_NEXT_OLDER",
              cross_series_reducer: "REDUCE_COUNT_FALSE",
              group_by_fields: ["resource.label.host"],
            },
          ],
        },
      },
    ]);
  });

  it("warns when a day falls short of the target, if there is one", () => {
    const policy = rendered({ availabilityTargetPercent: 99.9 }).where(
      "google_monitoring_alert_policy",
      "severity",
      "WARNING",
    );
    expect(policy).toMatchObject({
      notification_channels: ["channel-1"],
      conditions: [
        {
          condition_threshold: {
            comparison: "COMPARISON_LT",
            threshold_value: 0.999,
            aggregations: [{ alignment_period: "86400s", per_series_aligner: "ALIGN_FRACTION_TRUE" }],
          },
        },
      ],
    });
  });

  it("alerts in the console alone when nobody is named", () => {
    expect(rendered({ channelIds: [] }).only("google_monitoring_alert_policy")).not.toHaveProperty(
      "notification_channels",
    );
  });

  it("labels the check and its policies", () => {
    const out = rendered({ labels: { owner: "platform" }, availabilityTargetPercent: 99 });
    const labelled = [
      out.only("google_monitoring_uptime_check_config"),
      ...out.resources("google_monitoring_alert_policy"),
    ];
    expect(labelled.map((resource) => resource.user_labels)).toEqual(Array(3).fill({ owner: "platform" }));
  });

  it.each<[string, object]>([
    ["one second of timeout", { timeoutSeconds: 1 }],
    ["three places", { regions: ["EUROPE", "ASIA_PACIFIC", "USA_IOWA"] }],
    ["the lowest target", { availabilityTargetPercent: 90 }],
    ["the highest target", { availabilityTargetPercent: 99.99 }],
    ["8192 characters", { whatToDo: "x".repeat(8192) }],
  ])("accepts %s", (_, change) => {
    expect(refusal(change)).not.toThrow();
  });

  it.each<[string, object, RegExp]>([
    ["a period in between", { periodSeconds: 120 }, /'periodSeconds' must be 60, 300, 600, 900, got 120/],
    ["no timeout", { timeoutSeconds: 0 }, /'timeoutSeconds' must be a whole number between 1 and 60 seconds, got 0/],
    ["a long timeout", { timeoutSeconds: 61 }, /'timeoutSeconds' must be .* got 61/],
    ["two places", { regions: ["EUROPE", "ASIA_PACIFIC"] }, /'regions' must hold at least 3 places, USA being three/],
    ["a place twice", { regions: ["EUROPE", "USA_IOWA", "USA_IOWA"] }, /'regions' must hold at least 3 places/],
    ["a URL as host", { host: "https://cliscale.dev" }, /'host' must be a fully qualified host name/],
    ["a path without a slash", { path: "healthz" }, /'path' must begin with a slash and have no blanks, got 'healthz'/],
    ["a path with a blank", { path: "/a b" }, /'path' must begin with a slash and have no blanks/],
    [
      "a low target",
      { availabilityTargetPercent: 89.9 },
      /'availabilityTargetPercent' must be between 90 and 99\.99 percent, got 89\.9/,
    ],
    [
      "a target that nobody keeps",
      { availabilityTargetPercent: 100 },
      /'availabilityTargetPercent' must be between .* got 100/,
    ],
    ["a target that is no number", { availabilityTargetPercent: NaN }, /'availabilityTargetPercent' must be between/],
    ["no word on what to do", { whatToDo: " " }, /'whatToDo' must have 1 to 8192 characters/],
    ["too many words", { whatToDo: "x".repeat(8193) }, /'whatToDo' must have 1 to 8192 characters, got 8193/],
    ["a bad label", { labels: { Owner: "x" } }, /'labels' must have keys of/],
    ["a bad project", { project: "x" }, /'project' must have 6 to 30/],
  ])("refuses %s", (_, change, message) => {
    expect(refusal(change)).toThrow(message);
  });
});

describe("ProjectBudget", () => {
  const base: ProjectBudgetProps = { project, billingAccount: "012345-6789AB-CDEF01", amount: 2000, currency: "EUR" };
  const rendered = (change: Partial<ProjectBudgetProps> = {}) =>
    render((stack) => new ProjectBudget(stack, "Budget", { ...base, ...change }));
  const refusal = (change: Partial<ProjectBudgetProps>) => () =>
    new ProjectBudget(newStack(), "Budget", { ...base, ...change });

  it("counts one project per month, by its number", () => {
    const out = rendered();
    expect(out.only("google_billing_budget")).toMatchObject({
      billing_account: "012345-6789AB-CDEF01",
      display_name: "Budget of cliscale-test",
      budget_filter: {
        projects: [like(/^projects\/\$\{data\.google_project\..+\.number\}$/)],
        calendar_period: "MONTH",
      },
      amount: { specified_amount: { units: "2000", currency_code: "EUR" } },
      depends_on: [like(/billingbudgets/)],
    });
    expect(Object.values(out.json.data?.google_project ?? {})).toMatchObject([
      { project_id: project, depends_on: [like(/cloudresourcemanager/)] },
    ]);
  });

  it("tells at 50, 90 and 100 percent, and at 100 percent of the forecast", () => {
    expect(rendered().only("google_billing_budget").threshold_rules).toEqual([
      { threshold_percent: 0.5, spend_basis: "CURRENT_SPEND" },
      { threshold_percent: 0.9, spend_basis: "CURRENT_SPEND" },
      { threshold_percent: 1, spend_basis: "CURRENT_SPEND" },
      { threshold_percent: 1, spend_basis: "FORECASTED_SPEND" },
    ]);
  });

  it("tells the channels besides the people who administer billing, and these alone by default", () => {
    expect(rendered({ emailChannelIds: ["channel-1"] }).only("google_billing_budget").all_updates_rule).toEqual({
      monitoring_notification_channels: ["channel-1"],
      disable_default_iam_recipients: false,
    });
    expect(rendered().only("google_billing_budget")).not.toHaveProperty("all_updates_rule");
  });

  it.each<[string, Partial<ProjectBudgetProps>]>([
    ["an amount of 1", { amount: 1 }],
    ["five channels", { emailChannelIds: ["1", "2", "3", "4", "5"] }],
    ["a name of 60 characters", { displayName: "x".repeat(60) }],
  ])("accepts %s", (_, change) => {
    expect(refusal(change)).not.toThrow();
  });

  it.each<[string, Partial<ProjectBudgetProps>, RegExp]>([
    ["an amount of 0", { amount: 0 }, /'amount' must be a whole number of at least 1, got 0/],
    ["cents", { amount: 9.5 }, /'amount' must be a whole number of at least 1, got 9\.5/],
    [
      "a currency's name",
      { currency: "Euro" },
      /'currency' must be an ISO 4217 code of three capitals, got 'Euro'; write it as EUR/,
    ],
    [
      "a billing account's path",
      { billingAccount: "billingAccounts/1" },
      /'billingAccount' must be three groups of six capital/,
    ],
    [
      "six channels",
      { emailChannelIds: ["1", "2", "3", "4", "5", "6"] },
      /'emailChannelIds' must name at most 5 channels, got 6/,
    ],
    ["a long name", { displayName: "x".repeat(61) }, /'displayName' must have 1 to 60 characters/],
    ["an empty name", { displayName: "" }, /'displayName' must have 1 to 60 characters/],
    ["a project's number", { project: "123456" }, /'project' must have 6 to 30/],
  ])("refuses %s", (_, change, message) => {
    expect(refusal(change)).toThrow(message);
  });
});
