import { leftBehindFinding } from "../../../sandbox/upgrade/left-behind";

describe("a stack that the newer version does not have", () => {
  it("is described by how many resources of each type hold data", () => {
    const holdingData = [
      "google_sql_database_instance.main",
      'module.a["x.y"].google_storage_bucket.files[0]',
      "google_storage_bucket.logs",
    ];
    const { detail } = leftBehindFinding({ stack: "main", resources: 9, holdingData });
    expect(detail).toContain("(9 resources)");
    expect(detail).toContain("\nIt holds data: 1 google_sql_database_instance, 2 google_storage_bucket.\n");
  });

  it("is a finding also without data, since nothing would manage what it deployed", () => {
    const finding = leftBehindFinding({ stack: "main", resources: 2, holdingData: [] });
    expect(finding).toMatchObject({ severity: "error", subject: "main" });
    expect(finding.detail).not.toContain("holds data");
    expect(finding.detail).toContain("What to do: keep the stack and its name;");
  });
});
