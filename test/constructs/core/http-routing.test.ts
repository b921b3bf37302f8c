import { routingProblems, type HttpRouting } from "../../../constructs/core/http-routing";
import { describeProblem, isProblem } from "../../../constructs/core/validation";

const problems = (change: Partial<HttpRouting>): readonly string[] =>
  routingProblems({
    hosts: { "acme.dev": { "/": "web" } },
    services: ["web"],
    unmatched: { redirectTo: "acme.dev" },
    ...change,
  })
    .filter(isProblem)
    .map(describeProblem);
const paths = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [index === 0 ? "/" : `/${index}`, "web"]));

describe("routingProblems", () => {
  it("finds nothing where every host leads everything to a service", () => {
    expect(problems({})).toEqual([]);
  });

  it("takes as many paths for a host as an HTTPRoute has rules", () => {
    expect(problems({ hosts: { "acme.dev": paths(16) } })).toEqual([]);
    expect(problems({ hosts: { "acme.dev": paths(17) } })).toEqual([
      "'hosts[\"acme.dev\"]' must have at most 16 paths, as many as an HTTPRoute has rules, got 17; let one prefix stand for several paths (https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec)",
    ]);
  });

  it.each(["/api", "/api/v1", "/.well-known", "/a.b/c_d-e~f", "/user@example"])("takes the path %s", (path) => {
    expect(problems({ hosts: { "acme.dev": { "/": "web", [path]: "web" } } })).toEqual([]);
  });

  it.each(["api", "/api/", "//", "/a//b", "/.", "/a/..", "/a/../b", "/a%2fb", "/a?b", "/a#b", "/a b", ""])(
    "refuses the path '%s'",
    (path) => {
      expect(problems({ hosts: { "acme.dev": { "/": "web", [path]: "web" } } })).toEqual([
        `'hosts["acme.dev"]' must have paths that are / or such as /api, without a trailing slash, escapes and dot segments, got '${path}'; correct the path (https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch)`,
      ]);
    },
  );

  it("refuses service names that no Service could have", () => {
    expect(problems({ hosts: { "acme.dev": { "/": "Web" } }, services: ["Web"] })).toEqual([
      expect.stringContaining("'services' must have 1 to 63 lowercase letters, digits or hyphens"),
    ]);
  });

  it("says it once when there is no host at all", () => {
    expect(problems({ hosts: {}, services: [], unmatched: { redirectTo: "" } })).toEqual([
      "'hosts' must name at least one host; add the host that is served",
    ]);
  });

  it("refuses both answers and none to requests for other hosts", () => {
    expect(problems({ unmatched: {} })).toEqual([
      "'unmatched' must be either a redirect or a service; set redirectTo or service",
    ]);
    expect(problems({ unmatched: { redirectTo: "acme.dev", service: "web" } })).toHaveLength(1);
  });

  it("counts a service for other hosts as led to", () => {
    expect(problems({ services: ["web", "fallback"], unmatched: { service: "fallback" } })).toEqual([]);
  });
});
