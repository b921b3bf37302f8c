import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cloud } from "../../../sandbox/cloud/cloud";
import { LawRefusal } from "../../../sandbox/cloud/law-refusal";
import { Store } from "../../../sandbox/cloud/store";
import { Refusal } from "../../../sandbox/plugin/diagnostics";
import { connect } from "../../../sandbox/providers/cluster-connection";
import { accessSecret } from "../../../sandbox/providers/google-ephemeral";

/** What work is refused with. */
function refusal(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe("a refusal by a rule that is no file in laws/", () => {
  const directory = mkdtempSync(join(tmpdir(), "law-refusal-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  const store = new Store(directory);

  it("says which rule it was, and is a refusal like any other", () => {
    const error = new LawRefusal("some-rule", "no", { detail: "because" });
    expect(error).toBeInstanceOf(Refusal);
    expect([error.law, error.diagnostics]).toEqual([
      "some-rule",
      [{ severity: "error", summary: "no", detail: "because" }],
    ]);
  });

  it.each([
    ["", 'Get "http://localhost/api": dial tcp [::1]:80: connect: connection refused'],
    ["https://nobody", 'Get "https://nobody/api": dial tcp: lookup nobody: no such host'],
  ])("is that of a cluster which does not answer at '%s'", (host, message) => {
    expect(refusal(() => connect(store, host))).toMatchObject({ law: "cluster-connection", message });
  });

  it("is not that of a cluster which does", () => {
    const attributes = { name: "c", endpoint: "10.0.0.1" };
    store.create({ type: "google_container_cluster", key: "c", created: "", attributes });
    expect(connect(store, "https://10.0.0.1")).toEqual(attributes);
  });

  it("is that of a secret's version which can't be read", () => {
    const read = () => accessSecret(new Cloud(store), { secret: "projects/p/secrets/s", version: "1" }, "p");
    expect(refusal(read)).toMatchObject({
      law: "secret-versions",
      message:
        "Error retrieving secret version: googleapi: Error 404: Secret Version [projects/p/secrets/s/versions/1] not found.",
    });
  });
});
