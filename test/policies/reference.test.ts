import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CATALOG } from "../../policies/catalog";
import { coverageReference, policyReference } from "../../tools/policies/reference";

const ROOT = join(__dirname, "../..");
const page = (name: string): string => readFileSync(join(ROOT, "docs/reference", name), "utf8");

describe("docs/reference/policies.md", () => {
  it("is what the catalog says", () => {
    expect(page("policies.md")).toBe(policyReference(ROOT));
  });

  it("has every rule once, in an area that is named", () => {
    const text = policyReference(ROOT);
    const ids = [...text.matchAll(/^### (\S+)$/gm)].map(([, id]) => id);
    expect(ids.sort()).toEqual(CATALOG.map(({ id }) => id).sort());
    expect([...text.matchAll(/^## (\S+)$/gm)].map(([, head]) => head).filter((head) => head !== "GKE")).toEqual([]);
  });
});

describe("docs/reference/policy-coverage.md", () => {
  it("is what the lists and the catalog say", () => {
    expect(page("policy-coverage.md")).toBe(coverageReference());
  });

  it("says of each check what covers it, or why nothing does", () => {
    const checks = [
      { id: "CKV_GCP_6", demands: "TLS" },
      { id: "CKV_X_1", demands: "a | b", notApplicable: "GKE runs the control plane" },
      { id: "CKV_X_2", demands: "anything" },
    ];
    const rows = CATALOG.filter(({ id }) => id === "sql-tls-only").map((row) => ({ ...row, covers: ["CKV_GCP_6"] }));
    const text = coverageReference([{ title: "A List: of checks", checks }], rows);
    expect(text).toContain("| [A List: of checks](#a-list-of-checks) | 3 | 1 | 1 |");
    expect(text).toContain("| `CKV_GCP_6` | TLS | [`sql-tls-only`](policies.md#sql-tls-only) |");
    expect(text).toContain("| `CKV_X_1` | a \\| b | not applicable: GKE runs the control plane |");
    expect(text).toContain("| `CKV_X_2` | anything | **nothing yet** |");
  });
});
