import { type PlanChange, type PlanResourceChange } from "./plan";

/** Why something is lost, and what to do about it. */
export interface Reason {
  readonly because: string;
  readonly fix: string;
}

/** Longest value that a sentence quotes. */
const LONGEST = 60;

const DESTROYED: Readonly<Record<string, string>> = {
  delete_because_no_resource_config: "no configuration declares it any more",
  delete_because_no_module: "the module that declared it is gone",
  delete_because_wrong_repetition: "count or for_each was added or taken away",
  delete_because_count_index: "count is smaller than its index",
  delete_because_each_key: "for_each has its key no more",
  delete_because_no_move_target: "it is moved to an address that no configuration declares",
};

/** Reasons that lie in something else than an attribute of its own. */
const REPLACED: Readonly<Record<string, Reason>> = {
  replace_because_tainted: {
    because: "it is marked as broken (tainted), because its last create or update failed",
    fix: "mend what failed; if the object is whole, terraform untaint takes the mark away",
  },
  replace_by_request: { because: "-replace names it", fix: "plan without -replace" },
  replace_by_triggers: {
    because: "something that its replace_triggered_by names changes",
    fix: "take that out of replace_triggered_by, or leave it unchanged",
  },
};

/** Why a plan destroys an object, and what keeps it when nothing that it creates looks like it. */
export function whyDestroyed({ deposed, action_reason: reason = "" }: PlanResourceChange): Reason {
  const because =
    deposed === undefined
      ? (DESTROYED[reason] ?? "the configuration no longer has it")
      : "an interrupted replacement left it behind";
  const fix =
    "declare it again, or take it out with a `removed` block with destroy = false, which leaves the object alone";
  return { because, fix };
}

/** Why a plan replaces an object: the attributes in words, with their values where these may be shown. */
export function whyReplaced({ action_reason: reason = "", change }: PlanResourceChange): Reason {
  const paths = change.replace_paths ?? [];
  const other = REPLACED[reason];
  if (other !== undefined) return other;
  if (paths.length === 0) {
    return { because: "the provider can't change it in place", fix: "leave its arguments as they were" };
  }
  const attributes = paths.map((path) => attribute(change, path));
  const known = attributes.filter(({ follows }) => !follows).map(({ name }) => name);
  const fix =
    known.length === 0
      ? "it stays when what it refers to stays"
      : `give ${list(known)} the old ${known.length === 1 ? "value" : "values"}; if it has to change, make a second one beside this one, move the data, and take this one away after that`;
  return { because: attributes.map(({ text }) => text).join("; "), fix };
}

interface Attribute {
  readonly name: string;
  readonly text: string;
  /** Its value comes from something that is made anew itself. */
  readonly follows: boolean;
}

function attribute(change: PlanChange, path: readonly (string | number)[]): Attribute {
  const name = path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`),
    "",
  );
  const follows = isMarked(change.after_unknown, path);
  const cannot = `${name} can't be changed in place`;
  if (isMarked(change.before_sensitive, path) || isMarked(change.after_sensitive, path)) {
    return { name, text: `${cannot} (its value is not shown)`, follows };
  }
  const before = quote(valueAt(change.before, path));
  const after = follows ? "known after the apply" : quote(valueAt(change.after, path));
  return { name, text: `${cannot} (${before} -> ${after})`, follows };
}

function valueAt(values: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null
        ? (value as Readonly<Record<string | number, unknown>>)[part]
        : undefined,
    values,
  );
}

/** Whether the marks say true at the path, above it or anywhere below it. */
function isMarked(marks: unknown, path: readonly (string | number)[]): boolean {
  if (marks === true) return true;
  const [first, ...rest] = path;
  if (typeof marks !== "object" || marks === null) return false;
  if (first === undefined) return Object.values(marks).some((below) => isMarked(below, []));
  return isMarked((marks as Readonly<Record<string | number, unknown>>)[first], rest);
}

function quote(value: unknown): string {
  if (value === undefined || value === null) return "none";
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
