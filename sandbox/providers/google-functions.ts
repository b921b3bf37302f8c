import { type ProviderFunction } from "../plugin/provider";
import { type Value } from "../plugin/values";

/** `provider::google::…`: https://registry.terraform.io/providers/hashicorp/google/latest/docs/functions */
export const googleFunctions: Readonly<Record<string, ProviderFunction>> = {
  name_from_id: fromId("name", /([^/]+)$/, "the last part"),
  project_from_id: fromId("project", /projects\/([^/]+)/, "projects/<project>"),
  region_from_id: fromId("region", /regions\/([^/]+)/, "regions/<region>"),
  zone_from_id: fromId("zone", /zones\/([^/]+)/, "zones/<zone>"),
  location_from_id: fromId("location", /locations\/([^/]+)/, "locations/<location>"),
  region_from_zone: {
    summary: "Returns the region of a zone.",
    parameters: [{ name: "zone", type: "string" }],
    returns: "string",
    call: (zone) => extract(zone, /^([a-z]+-[a-z]+\d+)-[a-z]$/, "a zone such as us-central1-a"),
  },
};

function fromId(what: string, pattern: RegExp, expected: string): ProviderFunction {
  return {
    summary: `Returns the ${what} within a resource's id, self link or resource name.`,
    parameters: [{ name: "id", type: "string" }],
    returns: "string",
    call: (id) => extract(id, pattern, `an id that contains ${expected}`),
  };
}

function extract(value: Value | undefined, pattern: RegExp, expected: string): string {
  const found = typeof value === "string" ? pattern.exec(value)?.[1] : undefined;
  if (found === undefined)
    throw new Error(`The input string "${typeof value === "string" ? value : ""}" is not ${expected}.`);
  return found;
}
