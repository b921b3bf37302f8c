import { isRecord, type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { type LabelSelector } from "../../sandbox/kubernetes/kubernetes-types";
import { matchesSelector } from "../../sandbox/kubernetes/selectors";
import { type RenderedObject } from "../rendered/rendered-cluster";
import { blocksAt, valueAt, type Block } from "../rendered/rendered-stack";

/** Labels, annotations and other maps from text to text. */
export type Labels = Readonly<Record<string, string>>;

/** The entries of a map that are text; none for anything else. */
export function textMap(value: unknown): Labels {
  return isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      )
    : {};
}

/** The texts of a list; none for anything else. */
export function textsIn(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((item) => typeof item === "string");
}

/** The value at a path of an object when it is text. */
export function textAt(block: Block, path: string): string | undefined {
  const value = valueAt(block, path);
  return typeof value === "string" ? value : undefined;
}

/** The value at a path of an object when it is a number. */
export function numberAt(block: Block, path: string): number | undefined {
  const value = valueAt(block, path);
  return typeof value === "number" ? value : undefined;
}

/** An annotation of an object; its key may have dots, which a path can't. */
export const annotationOf = ({ metadata }: KubernetesObject, key: string): string | undefined =>
  textMap(metadata.annotations)[key];

/** A label selector of any shape in the shape that Kubernetes knows; undefined where there is none. */
export function selectorOf(value: unknown): LabelSelector | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  return {
    matchLabels: textMap(value.matchLabels),
    matchExpressions: blocksAt(value, "matchExpressions").map(({ key, operator, values }) => ({
      key: String(key),
      operator: String(operator),
      values: [...textsIn(values)],
    })),
  };
}

/** True when the selector at a path picks an object with these labels. An empty selector picks everything, an absent one nothing. */
export function selects(object: Block, path: string, labels: Labels): boolean {
  return matchesSelector(selectorOf(valueAt(object, path)), labels);
}

/** True for a selector that names nothing, so that it picks everything. */
export function isEmptySelector(value: unknown): boolean {
  const selector = selectorOf(value);
  return (
    selector !== undefined &&
    Object.keys(selector.matchLabels ?? {}).length === 0 &&
    (selector.matchExpressions ?? []).length === 0
  );
}

/** An object of a list by name. */
export const named = (objects: readonly RenderedObject[], name: unknown): RenderedObject | undefined =>
  objects.find((one) => one.name === name);
