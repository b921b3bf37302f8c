import { type ObjectValue } from "../plugin/values";
import { type Facts } from "./kind";
import { type CloudObject, sha256, type Store } from "./store";

/** Google numbers projects with twelve digits; ours follow from the project's id, so that every process knows them. */
export function projectNumber(project: string): string {
  return decimal(`project ${project}`, 12);
}

/** A decimal text that depends on the seed only and never begins with 0. */
export function decimal(seed: string, length: number): string {
  const digits = BigInt(`0x${sha256(seed)}`).toString();
  return `${1 + (Number(digits[0]) % 9)}${digits.slice(1, length).padEnd(length - 1, "7")}`;
}

/** The facts a table sees while it completes the object of that type and key. */
export function factsOf(
  store: Store,
  identity: { readonly type: string; readonly key: string },
  context: { readonly now: string; readonly project: string; readonly object: () => ObjectValue },
): Facts {
  const seed = `${identity.type} ${identity.key}`;
  const matching = (type: string, matches: (attributes: ObjectValue) => boolean): readonly CloudObject[] =>
    store.list(type).filter((object) => matches(object.attributes));
  return {
    get object() {
      return context.object();
    },
    key: identity.key,
    project: context.project,
    now: context.now,
    digest: (word, length = 16) => sha256(`${seed} ${word}`).slice(0, length),
    digits: (word, length) => decimal(`${seed} ${word}`, length),
    projectNumber: (project = context.project) => projectNumber(project),
    allocate: (pool, candidates) => store.allocate(pool, identity, candidates),
    find: (type, matches) => matching(type, matches)[0]?.attributes,
  };
}
