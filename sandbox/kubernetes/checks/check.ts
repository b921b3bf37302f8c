import { type Effect } from "../admission-problem";
import { type KubernetesObject } from "../objects";
import { type Review } from "../review";

/** What a check found wrong with one object. */
export interface Finding {
  readonly object: KubernetesObject;
  /** Where in the object, for example `spec.template.spec.containers[0].image`. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
  /** @default - the check's own effect */
  readonly effect?: Effect;
  /** @default - the check's own source */
  readonly source?: string;
}

/** One thing that a cluster verifies: a pure function of what is to be stored and what is stored already. */
export interface Check {
  /** Unique and stable, in kebab case; the file is named after it. */
  readonly id: string;
  /** Where the rule is documented. */
  readonly source: string;
  /** What comes of a finding unless the finding says otherwise. */
  readonly effect: Effect;
  readonly find: (review: Review) => readonly Finding[];
}
