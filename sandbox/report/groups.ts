import { type ReportedBlock } from "./report";
import { shortPath } from "./words";

/** Groups smaller than this are no help to a reader: their blocks join what stands above them. */
const SMALLEST = 2;

/**
 * The group of each block by address: the first two segments of its path, the second without what follows a dash
 * (`Platform/Key-backups` and `Platform/Key-images` are `Platform/Key`), or only the first segment. `undefined` for a block at the
 * top of its stack.
 */
export function groupsOf(blocks: readonly ReportedBlock[]): (address: string) => string | undefined {
  const fine = new Map(blocks.map((block) => [block.address, fineGroup(block.path)]));
  const sizes = sizesOf([...fine.values()]);
  const coarse = new Map(
    [...fine].map(([address, group]) => [address, (sizes.get(group) ?? 0) < SMALLEST ? parent(group) : group]),
  );
  return (address) => {
    const group = coarse.get(address);
    return group === "" ? undefined : group;
  };
}

/** What to call a block inside its group: its path without what the group says already. */
export function nameInGroup(path: string, group: string | undefined): string {
  const short = shortPath(path);
  if (group !== undefined && short.startsWith(`${group}/`)) {
    return short.slice(group.length + 1);
  }
  const above = group === undefined ? "" : `${parent(group)}/`;
  return short.startsWith(above) ? short.slice(above.length) : short;
}

function fineGroup(path: string): string {
  const [first = "", second = "", ...rest] = path.split("/");
  if (rest.length > 0) {
    return `${first}/${second.replace(/(.)-.*/, "$1")}`;
  }
  return second === "" ? "" : first;
}

const parent = (group: string): string => group.split("/").slice(0, -1).join("/");

function sizesOf(groups: readonly string[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  groups.forEach((group) => sizes.set(group, (sizes.get(group) ?? 0) + 1));
  return sizes;
}
