import { nearestOf } from "../../../constructs/core/nearest";

describe("nearestOf", () => {
  const known = ["waf-sqli", "waf-xss", "limit-api-sessions-per-user"];

  it("finds the word that was meant, whatever its case", () => {
    expect(nearestOf("waf-sqil", known)).toBe("waf-sqli");
    expect(nearestOf("Limit-API-session-per-user", known)).toBe("limit-api-sessions-per-user");
  });

  it("takes two edits of a short word and a third of a long one, and no more", () => {
    expect(nearestOf("xx", ["yy"])).toBe("yy");
    expect(nearestOf("xxx", ["yyy"])).toBeUndefined();
    expect(nearestOf("aaaaaaaaa", ["aaaaaabbb"])).toBe("aaaaaabbb");
    expect(nearestOf("aaaaaaaaa", ["aaaaabbbb"])).toBeUndefined();
  });

  it("finds nothing among nothing", () => {
    expect(nearestOf("waf", [])).toBeUndefined();
  });
});
