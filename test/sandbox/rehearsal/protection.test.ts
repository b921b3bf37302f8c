import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { normalized } from "../../../sandbox/any-stack/configuration";
import {
  PREVENT_DESTROY,
  protectedAddresses,
  protectedIn,
  takeProtectionOff,
  unprotected,
} from "../../../sandbox/rehearsal/protection";
import { RehearsalWorkspace } from "../../../sandbox/rehearsal/workspace";
import { emptyDirectory, removeDirectories } from "../any-stack/directories";

afterAll(removeDirectories);

const RESOURCE = {
  google_sql_database_instance: {
    main: { deletion_protection: true, settings: [{ deletion_protection_enabled: true, tier: "t" }] },
    open: { deletion_protection: false, settings: { deletion_protection_enabled: false } },
    variable: { deletion_protection: "${var.protect}" },
  },
  google_compute_network: { main: { lifecycle: { prevent_destroy: true } }, open: { name: "deletion_protection" } },
};

/** A workspace of stacks with this configuration and this state, without anything that runs. */
function workspaceOf(
  stacks: Readonly<Record<string, { resource: object; file?: string; state?: readonly object[] }>>,
): RehearsalWorkspace {
  const directory = emptyDirectory();
  const all = Object.entries(stacks).map(([name, { resource, file = "cdk.tf.json", state }]) => {
    const place = join(directory, "stacks", name, file);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, JSON.stringify({ locals: { deletion_protection: true }, resource }));
    if (state !== undefined)
      writeFileSync(join(dirname(place), "terraform.tfstate"), JSON.stringify({ resources: state }));
    const timing = { notTimed: "a test" };
    return { name, folder: `stacks/${name}`, configuration: normalized({ resource }), providers: [], timing };
  });
  return new RehearsalWorkspace(directory, all);
}

const deployed = (type: string, name: string, attributes: object, more: object = {}) => {
  return { mode: "managed", type, name, instances: [{ attributes, ...more }] };
};

function written(workspace: RehearsalWorkspace, stack: string): unknown {
  return JSON.parse(readFileSync(join(workspace.folderOf(stack), "cdk.tf.json"), "utf8"));
}

describe("protection", () => {
  it("is found wherever it stands in a resource", () => {
    expect(protectedAddresses({ resource: RESOURCE })).toEqual([
      "google_sql_database_instance.main",
      "google_sql_database_instance.variable",
      "google_compute_network.main",
    ]);
    expect(protectedAddresses({ resource: RESOURCE }, PREVENT_DESTROY)).toEqual(["google_compute_network.main"]);
    expect(protectedAddresses({})).toEqual([]);
  });

  it("is switched off, and nothing else is changed", () => {
    expect(unprotected(RESOURCE)).toEqual({
      google_sql_database_instance: {
        main: { deletion_protection: false, settings: [{ deletion_protection_enabled: false, tier: "t" }] },
        open: { deletion_protection: false, settings: { deletion_protection_enabled: false } },
        variable: { deletion_protection: false },
      },
      google_compute_network: {
        main: { lifecycle: { prevent_destroy: false } },
        open: { name: "deletion_protection" },
      },
    });
    expect([unprotected(null), unprotected("true"), unprotected([1])]).toEqual([null, "true", [1]]);
  });

  const sql = "google_sql_database_instance";

  it("is what the deployed state says, whoever decided it", () => {
    const workspace = workspaceOf({
      platform: {
        resource: RESOURCE,
        state: [
          deployed(sql, "main", { deletion_protection: true }),
          deployed(sql, "open", { deletion_protection: false, settings: [{ deletion_protection_enabled: true }] }),
          deployed(sql, "variable", { deletion_protection: false }),
          deployed(sql, "each", { deletion_protection: true }, { index_key: "a" }),
          deployed("google_compute_network", "main", {}),
        ],
      },
      workload: { resource: { google_compute_network: RESOURCE.google_compute_network } },
    });
    expect(protectedIn(workspace)).toEqual([
      { stack: "platform", address: "google_compute_network.main", by: "prevent_destroy" },
      { stack: "platform", address: `${sql}.main`, by: "deletion_protection" },
      { stack: "platform", address: `${sql}.open`, by: "settings" },
      { stack: "platform", address: `${sql}.each`, by: "deletion_protection" },
    ]);
  });

  it("is taken off what cdktf wrote, also where only a default protects", () => {
    const workspace = workspaceOf({ a: { resource: { [sql]: { main: { name: "n" } } } }, b: { resource: RESOURCE } });
    const kept = [{ stack: "a", address: `${sql}.main`, by: "deletion_protection" }];
    expect(takeProtectionOff(workspace, kept)).toBe(true);
    const locals = { deletion_protection: true };
    expect(written(workspace, "a")).toEqual({
      locals,
      resource: { [sql]: { main: { name: "n", deletion_protection: false } } },
    });
    expect(written(workspace, "b")).toEqual({ locals, resource: unprotected(RESOURCE) });
  });

  it("is not taken off when one stack is not written by cdktf, or a module holds what is protected", () => {
    const mixed = workspaceOf({ a: { resource: RESOURCE }, b: { resource: {}, file: "main.tf.json" } });
    expect(takeProtectionOff(mixed, [])).toBe(false);
    const single = workspaceOf({ a: { resource: RESOURCE } });
    const inModule = [{ stack: "a", address: `module.m.${sql}.main`, by: "deletion_protection" }];
    expect(takeProtectionOff(single, inModule)).toBe(false);
    expect(written(single, "a")).toMatchObject({ resource: RESOURCE });
  });
});
