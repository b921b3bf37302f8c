import { type ObjectValue, type Value } from "../plugin/values";

/** What a table may ask while it computes a value. */
export interface Facts {
  /** The object's own attributes, as far as they are known by now. */
  readonly object: ObjectValue;
  /** What names the object in the cloud. */
  readonly key: string;
  /** The object's project, or the provider's when it names none. */
  readonly project: string;
  /** Now, ISO 8601 with seconds. */
  readonly now: string;
  /** A hexadecimal text that depends on the object's key and the given word only. */
  readonly digest: (word: string, length?: number) => string;
  /** A decimal text of that length, never beginning with 0, that depends on the object's key and the given word only. */
  readonly digits: (word: string, length: number) => string;
  /** The twelve digits of a project's number. */
  readonly projectNumber: (project?: string) => string;
  /** A value nobody else has, given back when the object is deleted. */
  readonly allocate: (pool: string, candidates: Iterable<string>) => string;
  /** Other objects of the cloud. */
  readonly find: (type: string, matches: (attributes: ObjectValue) => boolean) => ObjectValue | undefined;
}

/** Text with `{attribute}` placeholders (`{network|last}` takes the part after the last slash), or a function. */
export type Computed = string | number | boolean | ((facts: Facts) => Value);

/** How one resource type behaves in the cloud: a row of the tables in `tables/`. */
export interface Kind {
  /** The state's `id`: a template or a function. `{#}` stands for digits that the API chooses. */
  readonly id: string | ((object: ObjectValue) => string);
  /** What is unique in the cloud, when that is not the `id`. */
  readonly key?: string;
  /** Values the API computes, by attribute path without list positions (`settings.version`), in this order. */
  readonly computed?: Readonly<Record<string, Computed>>;
  /** Nested blocks the API fills when the configuration leaves them out; the table gives the list of their contents. */
  readonly computedBlocks?: Readonly<Record<string, (facts: Facts) => Value>>;
  /** What the provider sets when the configuration leaves an argument out and the schema does not say so. */
  readonly defaults?: Readonly<Record<string, Value>>;
  /** Paths whose change needs a new object, beside those that the schema marks; `*` for all. */
  readonly forceNew?: readonly string[] | "*";
  /** Paths that the schema says need a new object and that don't. */
  readonly updatable?: readonly string[];
  /** Paths of attributes whose value changes with each update. */
  readonly changing?: readonly string[];
  /** Asking for what exists already is no error (a role binding, an enabled API). */
  readonly idempotent?: boolean;
  /**
   * What the API makes with an object and deletes with it. To create one of them changes it, to delete one does nothing.
   */
  readonly brings?: (object: ObjectValue) => readonly Brought[];
  /** True for an object that another one brings. */
  readonly isBrought?: (object: ObjectValue) => boolean;
  /** An attribute that counts 1, 2, 3 within the parent and never takes a deleted one's number again. */
  readonly sequence?: string;
  /** The API has no delete: a destroy only forgets the object, and asking for it again finds it. */
  readonly permanent?: boolean;
  /** What a destroy leaves of the object, as the provider's settings in it say; undefined to delete it. */
  readonly remains?: (object: ObjectValue) => ObjectValue | undefined;
  /** Deleting keeps the name taken this many days. */
  readonly tombstoneDays?: number;
}

/** An object that comes with another one. Its key lies below the other's. */
export interface Brought {
  readonly type: string;
  readonly key: string;
  readonly attributes: ObjectValue;
}

/** Kinds by Terraform type. */
export type Kinds = Readonly<Record<string, Kind>>;
