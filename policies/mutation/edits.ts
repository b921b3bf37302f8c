import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../../sandbox/kubernetes/objects";
import { type Block } from "../rendered/rendered-stack";
import { editsAt, type Edit } from "./change";
import { type Location } from "./location";
import { type Change } from "./paths/path-table";
import { type Subject } from "./subject";

/**
 * What a change comes to at one place of a resource or object. An object keeps its `apiVersion`, kind and name, since without
 * them it is refused before any rule sees it: taking one of them away is no mutant.
 */
export function editsOf({ section, block }: Subject, location: Location, change: Change): readonly Edit[] {
  const edits = editsAt(block, location, change);
  return section === "object"
    ? edits
        .map((edit) => ({ ...edit, result: edit.result && identified(edit.result, block) }))
        .filter(({ result }) => !isDeepStrictEqual(result, block))
    : edits;
}

function identified(result: Block, { apiVersion, kind, metadata }: Block): Block {
  const name = isRecord(metadata) ? metadata.name : undefined;
  return { apiVersion, kind, ...result, metadata: { name, ...(isRecord(result.metadata) ? result.metadata : {}) } };
}
