import { type Block } from "../../rendered/rendered-stack";

/** One way in which a value is made worse. */
export type Change =
  /** The argument, block, field, resource or object is left out. */
  | { readonly kind: "remove" }
  /** It becomes something else, such as a look-alike that does less. */
  | { readonly kind: "set"; readonly value: unknown }
  /** A list loses its items one at a time: as many mutants as there are items. */
  | { readonly kind: "drop-each" }
  /** A list gets one more item, or an object one more field. */
  | { readonly kind: "add"; readonly value: unknown };

/** What a path means for security and reliability. */
export interface Relevance {
  /** What is done to it; empty for a path that is harmless. Each change has to be found by a rule. */
  readonly changes: readonly Change[];
  /** Changes that leave everything as it is, with the reason: they are listed, and nobody has to find them. */
  readonly equivalent: readonly { readonly change: Change; readonly reason: string }[];
  /** Why no change of it can hurt. */
  readonly harmless?: string;
  /** Only of resources and objects for which it holds; of others the path is harmless. The block is the resource's arguments or the object. */
  readonly when?: { readonly holds: (block: Block) => boolean; readonly reason: string };
}

/**
 * Every path that the environments render, by Terraform type or Kubernetes kind. A path names arguments with dots; `[]` stands
 * for any item of a list, and a block that is rendered as a list of one is read like a list: `rule[].match.config`. A map of the user's keys
 * such as `labels` is one path. The empty path is the whole resource. An entry is for everything below it that has no entry of its own.
 */
export type PathTable = Readonly<Record<string, Readonly<Record<string, Relevance>>>>;

export const remove: Change = { kind: "remove" };
export const set = (value: unknown): Change => ({ kind: "set", value });
export const dropEach: Change = { kind: "drop-each" };
export const add = (value: unknown): Change => ({ kind: "add", value });

/** A path whose changes hurt. */
export const hurts = (...changes: readonly Change[]): Relevance => ({ changes, equivalent: [] });

/** A path that can't hurt, whatever it is. */
export const harmless = (reason: string): Relevance => ({ changes: [], equivalent: [], harmless: reason });

/** Adds a change after which everything is as before. */
export const butSame = (relevance: Relevance, change: Change, reason: string): Relevance => ({
  ...relevance,
  equivalent: [...relevance.equivalent, { change, reason }],
});

/** Narrows a path to some resources. */
export const onlyWhen = (relevance: Relevance, holds: (block: Block) => boolean, reason: string): Relevance => ({
  ...relevance,
  when: { holds, reason },
});
