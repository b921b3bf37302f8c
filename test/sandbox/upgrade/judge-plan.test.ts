import { HOLDS_DATA } from "../../../sandbox/upgrade/holds-data";
import { describeCounts, describeLoss, judgePlan, type PlanJudgment } from "../../../sandbox/upgrade/judge-plan";
import { parsePlan, type PlanChange, type PlanResourceChange } from "../../../sandbox/upgrade/plan";

type Change = Partial<PlanChange> & Pick<PlanChange, "actions">;

function resource(address: string, change: Change, more: Partial<PlanResourceChange> = {}): PlanResourceChange {
  const type = address.split(".")[0] ?? "";
  return { address, type, mode: "managed", change: { before: null, after: null, ...change }, ...more };
}

const judge = (...changes: readonly PlanResourceChange[]): PlanJudgment =>
  judgePlan({ format_version: "1.2", resource_changes: changes });

const NOTHING: PlanJudgment = {
  added: [],
  changed: [],
  replaced: [],
  destroyed: [],
  forgotten: [],
  moved: [],
  dataLost: [],
};

const DATABASE = "google_sql_database_instance.main";
const RULE = "google_compute_security_policy_rule.main";
const renamed: Change = {
  actions: ["delete", "create"],
  before: { name: "old", region: "europe-west1" },
  after: { name: "new", region: "europe-west1" },
  replace_paths: [["name"]],
};
const cannotUpdate = { action_reason: "replace_because_cannot_update" };

describe("judgePlan", () => {
  it("sorts what happens by its kind and leaves out what nothing happens to", () => {
    const judgment = judge(
      resource("google_sql_database.b", { actions: ["create"] }),
      resource("google_sql_database.a", { actions: ["create"] }),
      resource(DATABASE, { actions: ["update"] }),
      resource("google_sql_user.same", { actions: ["no-op"] }),
      resource("google_project.read", { actions: ["read"] }, { mode: "data" }),
    );
    expect(judgment).toEqual({
      ...NOTHING,
      added: ["google_sql_database.a", "google_sql_database.b"],
      changed: [DATABASE],
    });
    expect(describeCounts(judgment)).toBe("2 added, 1 changed");
  });

  it("says of a plan that does nothing that there are no changes", () => {
    expect(describeCounts(judge(resource(DATABASE, { actions: ["no-op"] })))).toBe("no changes");
    expect(describeCounts(judgePlan({ format_version: "1.2" }))).toBe("no changes");
  });

  it("is content when something without data is replaced or destroyed", () => {
    expect(
      judge(resource(RULE, renamed, cannotUpdate), resource("google_dns_record_set.a", { actions: ["delete"] })),
    ).toEqual({
      ...NOTHING,
      replaced: [RULE],
      destroyed: ["google_dns_record_set.a"],
    });
  });

  it.each([[["delete", "create"] as const], [["create", "delete"] as const]])(
    "finds a database that is replaced by %j, with the attribute and both values",
    (actions) => {
      const { dataLost, replaced } = judge(resource(DATABASE, { ...renamed, actions }, cannotUpdate));
      expect(replaced).toEqual([DATABASE]);
      expect(dataLost).toMatchObject([
        {
          address: DATABASE,
          type: "google_sql_database_instance",
          action: "replace",
          because: 'name can\'t be changed in place ("old" -> "new")',
        },
      ]);
      expect(dataLost[0]?.fix).toMatch(/^give name the old value; /);
    },
  );

  it("writes nested paths, and all of them", () => {
    const { dataLost } = judge(
      resource(
        DATABASE,
        {
          actions: ["delete", "create"],
          before: { settings: [{ disk_type: "PD_SSD" }], region: "europe-west1" },
          after: { settings: [{ disk_type: "PD_HDD" }] },
          replace_paths: [["settings", 0, "disk_type"], ["region"]],
        },
        cannotUpdate,
      ),
    );
    expect(dataLost[0]?.because).toBe(
      'settings[0].disk_type can\'t be changed in place ("PD_SSD" -> "PD_HDD"); region can\'t be changed in place ("europe-west1" -> none)',
    );
    expect(dataLost[0]?.fix).toContain("give settings[0].disk_type and region the old values");
  });

  it.each([
    ["itself", { password: true }, {}],
    ["on the new side", {}, { password: true }],
    ["with everything", true, false],
  ])("shows no value that is sensitive %s", (_how, before_sensitive, after_sensitive) => {
    const { dataLost } = judge(
      resource(
        "google_sql_user.app",
        {
          actions: ["delete", "create"],
          before: { password: "hunter2" },
          after: { password: "hunter3" },
          before_sensitive,
          after_sensitive,
          replace_paths: [["password"]],
        },
        cannotUpdate,
      ),
    );
    expect(dataLost[0]?.because).toBe("password can't be changed in place (its value is not shown)");
    expect(JSON.stringify(dataLost)).not.toContain("hunter");
  });

  it("says when a value follows from something that is made anew itself", () => {
    const { dataLost } = judge(
      resource(
        "google_sql_database.app",
        {
          actions: ["delete", "create"],
          before: { instance: "old" },
          after: {},
          after_unknown: { instance: true },
          replace_paths: [["instance"]],
        },
        cannotUpdate,
      ),
    );
    expect(dataLost[0]).toMatchObject({
      because: `instance can't be changed in place ("old" -> known after the apply)`,
      fix: "it stays when what it refers to stays",
    });
  });

  it.each([
    ["replace_because_tainted", "tainted", "untaint"],
    ["replace_by_request", "-replace names it", "plan without -replace"],
    ["replace_by_triggers", "replace_triggered_by", "replace_triggered_by"],
    [undefined, "the provider can't change it in place", "leave its arguments"],
  ])("tells the reason %s", (action_reason, because, fix) => {
    const [lost] = judge(resource(DATABASE, { actions: ["delete", "create"] }, { action_reason })).dataLost;
    expect(lost?.because).toContain(because);
    expect(lost?.fix).toContain(fix);
  });

  it.each([
    ["delete_because_no_resource_config", "no configuration declares it any more"],
    ["delete_because_wrong_repetition", "count or for_each was added or taken away"],
    ["delete_because_count_index", "count is smaller than its index"],
    ["delete_because_each_key", "for_each has its key no more"],
    ["delete_because_no_module", "the module that declared it is gone"],
    ["delete_because_no_move_target", "it is moved to an address that no configuration declares"],
    [undefined, "the configuration no longer has it"],
  ])("finds a database that is destroyed, with the reason %s", (action_reason, because) => {
    const { destroyed, dataLost } = judge(resource(DATABASE, { actions: ["delete"] }, { action_reason }));
    expect(destroyed).toEqual([DATABASE]);
    expect(dataLost).toMatchObject([{ address: DATABASE, action: "destroy", because }]);
    expect(dataLost[0]?.fix).toContain("`removed` block");
  });

  it("leaves alone what a deploy leaves in place by its deletion_policy, and nothing else", () => {
    const gone = (type: string, deletion_policy?: string) =>
      judge(resource(`${type}.a`, { actions: ["delete"], before: { deletion_policy } })).dataLost.length;
    expect(gone("google_sql_database", "ABANDON")).toBe(0);
    expect(gone("google_sql_database", "DELETE")).toBe(1);
    expect(gone("google_sql_database")).toBe(1);
    expect(gone("google_secret_manager_secret_version", "DISABLE")).toBe(0);
    expect(gone("google_secret_manager_secret_version", "DELETE")).toBe(1);
  });

  it("finds a database that is replaced although its deletion_policy would leave the old one", () => {
    const before = { name: "old", deletion_policy: "ABANDON" };
    expect(judge(resource("google_sql_database.a", { ...renamed, before }, cannotUpdate)).dataLost).toHaveLength(1);
  });

  it("counts a type that nobody has classified as holding data, and says where to classify it", () => {
    const { dataLost } = judge(resource("google_new_thing.a", { actions: ["delete"] }));
    expect(dataLost[0]?.loss).toContain(
      "Nobody has said whether google_new_thing holds data: sandbox/upgrade/holds-data.ts",
    );
  });

  it("finds what has prevent_destroy and would be replaced, whatever its type is", () => {
    const plan = { format_version: "1.2", resource_changes: [resource(`${RULE}["a"]`, renamed, cannotUpdate)] };
    const protectedAddresses = new Set([RULE]);
    expect(judgePlan(plan, { protectedAddresses }).dataLost).toMatchObject([
      { loss: "It has prevent_destroy, so a deploy would be refused." },
    ]);
    expect(judgePlan(plan).dataLost).toEqual([]);
  });

  it("finds an object that an interrupted replacement left behind", () => {
    const { destroyed, dataLost } = judge(resource(DATABASE, { actions: ["delete"] }, { deposed: "00000001" }));
    expect(destroyed).toEqual([`${DATABASE} (deposed 00000001)`]);
    expect(dataLost[0]?.because).toBe("an interrupted replacement left it behind");
  });
});

describe("a changed address", () => {
  const values = { name: "database", region: "europe-west1", settings: [{ tier: "db-f1-micro" }] };
  const old = resource(
    "google_sql_database_instance.old",
    {
      actions: ["delete"],
      before: { ...values, connection_name: "p:r:database", settings: [{ tier: "db-f1-micro", version: 3 }] },
    },
    { action_reason: "delete_because_no_resource_config" },
  );
  const fresh = (after: object) =>
    resource("google_sql_database_instance.new", { actions: ["create"], after: { ...values, ...after } });

  it("is a finding with the moved block that keeps the object", () => {
    expect(judge(old, fresh({ root_password: null })).dataLost).toMatchObject([
      {
        because:
          "no configuration declares it any more, while google_sql_database_instance.new, which looks like it, is made",
        fix: "a `moved` block from google_sql_database_instance.old to google_sql_database_instance.new keeps it under its new address",
      },
    ]);
  });

  it("is no finding with that block", () => {
    const moved = resource(
      "google_sql_database_instance.new",
      { actions: ["no-op"], before: values, after: values },
      { previous_address: "google_sql_database_instance.old" },
    );
    expect(judge(moved)).toEqual({
      ...NOTHING,
      moved: [{ from: "google_sql_database_instance.old", to: "google_sql_database_instance.new" }],
    });
  });

  it.each([
    ["another name", fresh({ name: "other" })],
    ["another type", { ...fresh({}), type: "google_sql_database" }],
    ["hardly anything in common", fresh({ name: undefined, region: "a", settings: [{ tier: "b" }] })],
  ])("gives no such hint for an object with %s", (_what, created) => {
    expect(judge(old, created).dataLost[0]?.fix).not.toContain("`moved`");
  });

  it.each([
    ["the same name and other labels", "apps", true],
    ["another name", "others", false],
  ])("of a namespace, with %s, is recognized by its metadata", (_what, name, hinted) => {
    const namespace = (label: string, of: string) => ({
      metadata: [{ name: of, labels: { owner: label } }],
      timeouts: "1m",
    });
    const [lost] = judge(
      resource("kubernetes_namespace_v1.old", { actions: ["delete"], before: namespace("a", "apps") }),
      resource("kubernetes_namespace_v1.new", { actions: ["create"], after: namespace("b", name) }),
    ).dataLost;
    expect(lost?.fix.includes("`moved`")).toBe(hinted);
  });

  it("takes the one that is most like it", () => {
    const other = resource("google_sql_database_instance.other", {
      actions: ["create"],
      after: { ...values, region: "a" },
    });
    expect(judge(old, other, fresh({})).dataLost[0]?.fix).toContain("to google_sql_database_instance.new");
  });

  it("is a finding when the moved object is replaced as well", () => {
    const both = resource("google_sql_database_instance.new", renamed, {
      ...cannotUpdate,
      previous_address: "google_sql_database_instance.old",
    });
    expect(judge(both)).toMatchObject({ moved: [{}], replaced: ["google_sql_database_instance.new"], dataLost: [{}] });
  });
});

describe("a removed block", () => {
  it("that leaves the object alone loses nothing", () => {
    expect(judge(resource(DATABASE, { actions: ["forget"] }))).toEqual({ ...NOTHING, forgotten: [DATABASE] });
  });

  it("that leaves a database behind while a new one is made is a finding", () => {
    const { replaced, dataLost } = judge(
      resource(DATABASE, { ...renamed, actions: ["create", "forget"] }, cannotUpdate),
    );
    expect(replaced).toEqual([DATABASE]);
    expect(dataLost).toMatchObject([{ action: "leave behind" }]);
  });
});

describe("describeLoss", () => {
  it("names the address, what happens, why, what is lost and what to do", () => {
    const [lost] = judge(resource(DATABASE, renamed, cannotUpdate)).dataLost;
    expect(lost && describeLoss(lost)).toBe(
      `google_sql_database_instance.main would be replaced: name can't be changed in place ("old" -> "new"). ${HOLDS_DATA["google_sql_database_instance"]?.why} ` +
        "What to do: give name the old value; if it has to change, make a second one beside this one, move the data, and take this one away after that.",
    );
  });
});

describe("parsePlan", () => {
  it("finds the document among other lines", () => {
    expect(parsePlan('Warning: something\n{"format_version":"1.2"}\n')).toEqual({ format_version: "1.2" });
  });

  it.each(["", "Error: no such file", '{"format_version":"2.0"}', '{"resource_changes":[]}'])(
    "refuses %j",
    (output) => {
      expect(() => parsePlan(output)).toThrow(/printed no plan|this reads 1\.x/);
    },
  );
});
