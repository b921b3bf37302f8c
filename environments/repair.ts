import { isObject, schemaProblems, showPath, valueAt, type Path } from "./problems";
import { sandbox } from "./sandbox";
import { environmentSettings, withDerivedDefaults, type EnvironmentSettings } from "./settings";

/** Malformed settings with valid parts in place of the malformed ones. */
export interface Repaired {
  /** Fit for cross-checks, never for a stack. */
  readonly settings: EnvironmentSettings;
  /** True for a path whose value is not what the caller wrote. */
  readonly replaced: (path: string) => boolean;
}

/** Rounds after which nothing gets better any more: a part that was replaced can bring new problems, but not for long. */
const MOST_ROUNDS = 5;

/** Takes the parts at the given paths from the sandbox; undefined when that does not help. */
export function repair(input: unknown, malformed: readonly Path[]): Repaired | undefined {
  const copy: unknown = isObject(input) ? copyOf(input) : {};
  const replaced: string[] = malformed.map(showPath);
  let broken = malformed;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    replaced.push(...broken.map((path) => showPath(replaceAt(copy, path))));
    const parsed = environmentSettings.safeParse(copy);
    if (parsed.success) {
      const settings = withDerivedDefaults(parsed.data);
      return { settings, replaced: (path) => replaced.some((other) => related(path, other)) };
    }
    broken = schemaProblems(environmentSettings, parsed.error, copy, () => "").map(({ path }) => path);
  }
  return undefined;
}

/**
 * Puts the sandbox's value at a path. Where it has none, the setting goes away; where that was tried already, its
 * parent is replaced instead, and a list loses its items.
 *
 * @returns the path that was replaced
 */
function replaceAt(target: unknown, path: Path): Path {
  const key = path.at(-1);
  const above = path.slice(0, -1);
  const parent = valueAt(target, above);
  const donated = valueAt(sandbox, path);
  if (key === undefined) {
    return path;
  }
  if (Array.isArray(parent)) {
    parent.length = 0;
    return above;
  }
  if (isObject(parent) && donated !== undefined) {
    parent[key] = copyOf(donated);
    return path;
  }
  if (isObject(parent) && Object.hasOwn(parent, key)) {
    delete parent[key];
    return path;
  }
  return replaceAt(target, above);
}

/** A copy down to the leaves, whatever they are. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(copyOf);
  }
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)])) : value;
}

/** True when one path is the other or lies below it. */
function related(one: string, other: string): boolean {
  return one === other || below(one, other) || below(other, one);
}

function below(path: string, parent: string): boolean {
  return path.startsWith(parent) && /^[.[]/.test(path.slice(parent.length));
}
