import { type Exception } from "../acknowledge";
import { type EnvironmentKind } from "../levels";
import { type ClusterObject } from "../rendered/cluster-object";
import { type SynthesizedStack } from "../rendered/literals";
import { type UnknownRelease } from "../rendered/releases";

/** One stack of an environment, rendered once, as it is before anything in it is made worse. */
export interface RenderedEnvironment {
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly stack: SynthesizedStack;
  /** What its Helm releases bring into the cluster. Objects of the kubernetes provider are read from the stack. */
  readonly releases: { readonly objects: readonly ClusterObject[]; readonly unknown: readonly UnknownRelease[] };
  readonly exceptions: readonly Exception[];
  /** Words that only this environment uses, such as its project, with what stands for them in every environment. */
  readonly ownWords: Readonly<Record<string, string>>;
}

/** cdktf ends a resource's name with eight digits of a hash over the construct's path. */
const HASH = /_[0-9A-F]{8}(?![0-9A-Za-z])/g;

/** Gives an address or a value the name that it has in every environment, so that the same mutant is counted once. */
export function withoutEnvironment(text: string, { name, ownWords }: RenderedEnvironment): string {
  const words = Object.entries(ownWords)
    // cdktf takes out of names what Terraform doesn't allow
    .flatMap(([word, standIn]) => [[word, standIn] as const, [word.replace(/[^\w-]/g, ""), standIn] as const])
    .sort(([one], [other]) => other.length - one.length);
  const neutral = words.reduce((result, [word, standIn]) => result.replaceAll(word, standIn), text.replace(HASH, ""));
  return neutral.replace(new RegExp(`(?<![A-Za-z0-9])${name}(?![A-Za-z0-9])`, "g"), "<environment>");
}
