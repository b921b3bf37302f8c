import { isRecord } from "../../sandbox/kubernetes/objects";
import { type Block } from "../rendered/rendered-stack";
import { itemsOf, type Location } from "./location";

/** A location with the canonical path that a table would have for it. */
export interface Place extends Location {
  readonly path: string;
  /** True for a value; false for a block or a list, which consists of others. */
  readonly isLeaf: boolean;
}

/** Everything inside a resource or an object: blocks, lists and their items, and values. Text is one value, whatever stands in it. */
export function placesIn(block: Block): readonly Place[] {
  return fieldsOf({ steps: [], label: "", value: block }, "");
}

function fieldsOf(location: Location, path: string): readonly Place[] {
  return Object.entries(isRecord(location.value) ? location.value : {}).flatMap(([key, value]) => {
    const join = (parent: string): string => (parent === "" ? key : `${parent}.${key}`);
    return placesAt({ steps: [...location.steps, key], label: join(location.label), value }, join(path));
  });
}

function placesAt(location: Location, path: string): readonly Place[] {
  const { value } = location;
  const isLeaf = isEmptyOrText(value) || isUsersMap(path, value);
  const self = { ...location, path, isLeaf };
  if (isLeaf) {
    return [self];
  }
  if (!Array.isArray(value)) {
    return [self, ...fieldsOf(location, path)];
  }
  const items = itemsOf(location).flatMap((item): readonly Place[] => {
    const place = { ...item, path: `${path}[]`, isLeaf: !isRecord(item.value) };
    return [place, ...fieldsOf(item, path)];
  });
  return [self, ...items];
}

const isEmptyOrText = (value: unknown): boolean =>
  typeof value !== "object" || value === null || Object.keys(value).length === 0;

/** A map of the user's keys is one path: by its name, or by a key that can't be an argument's or a field's. */
const isUsersMap = (path: string, value: unknown): boolean =>
  isRecord(value) &&
  (/(labels|annotations)$/i.test(path) || Object.keys(value).some((key) => !/^[A-Za-z_][\w-]*$/.test(key)));
