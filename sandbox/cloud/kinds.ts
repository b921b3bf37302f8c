import { type BlockSchema } from "../schema/types";
import { type Kind, type Kinds } from "./kind";
import { compute } from "./tables/compute";
import { container } from "./tables/container";
import { data } from "./tables/data";
import { edge } from "./tables/edge";
import { iam, iamKind } from "./tables/iam";
import { operations } from "./tables/operations";
import { security } from "./tables/security";
import { sql } from "./tables/sql";

const kinds: Kinds = { ...compute, ...container, ...sql, ...iam, ...security, ...data, ...edge, ...operations };

/** How a Google Cloud type behaves: its row in the tables, or what its schema lets one guess. */
export function googleKind(type: string, block: BlockSchema): Kind {
  return kinds[type] ?? iamKind(type, Object.keys(block.attributes)) ?? guessed(type, block);
}

/** Where an object lies, most special first, as Google's resource names order it. */
const PLACES = ["location", "region", "zone"] as const;
const COLLECTIONS = { location: "locations", region: "regions", zone: "zones" } as const;

/**
 * For types without a row: `projects/p/locations/l/<collection>/<name>`, where the collection is the type's own name and the name is
 * the argument that Google would call it by. A type whose name the caller can't choose gets a number.
 */
function guessed(type: string, block: BlockSchema): Kind {
  const collection = `${camelCase(type.replace(/^google_/, ""))}s`;
  const place = PLACES.find((candidate) => block.attributes[candidate] !== undefined);
  const parent = block.attributes["project"] === undefined ? "" : "projects/{project}/";
  const middle = place === undefined ? "" : `${COLLECTIONS[place]}/{${place}}/`;
  const name = nameArgument(type, block);
  return {
    id: `${parent}${middle}${collection}/${name === undefined ? "{#}" : `{${name}|last}`}`,
    computed: name === undefined ? { name: ({ key }) => key } : {},
    forceNew: ["project", ...(place === undefined ? [] : [place]), ...(name === undefined ? [] : [name])],
  };
}

function nameArgument(type: string, block: BlockSchema): string | undefined {
  const words = type.split("_");
  const ids = words.map((_word, index) => `${words.slice(-1 - index).join("_")}_id`);
  return ["name", ...ids].find((name) => block.attributes[name]?.required === true);
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}
