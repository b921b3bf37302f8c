import { type EdgeReason } from "../time/graph";

/** An order that is taken out: `from` waits for `to` in the stack, and in the mutant it does not. */
export interface Mutant {
  /** Unique among the mutants of all stacks, such as `network: google_compute_subnetwork.a without google_compute_network.b`. */
  readonly id: string;
  readonly stack: string;
  readonly from: string;
  readonly to: string;
  readonly reasons: readonly EdgeReason[];
}

/** An order that can't be taken out, or whose absence nobody could tell. */
export interface Equivalent {
  readonly stack: string;
  readonly from: string;
  readonly to: string;
  /** A sentence. */
  readonly because: string;
}

/** What became of the order of the two objects in one command. */
export interface OrderTaken {
  /**
   * - `reversed`: the other way round, as it was meant to be
   * - `kept`: `from` did not come as long as `to` was held, so it waits by another way
   * - `not-seen`: one of the two never came, because the command ended before
   */
  readonly order: "reversed" | "kept" | "not-seen";
}

/**
 * How a mutant's rehearsal ended.
 * - `killed`: a law refused it, or a promise was broken
 * - `survived`: deployed, planned empty and destroyed without anybody minding
 * - `error`: failed without a law; a defect of the mutation or of the sandbox
 */
export type MutantVerdict = "killed" | "survived" | "error";

/** What came of one mutant; goes to the results file as one line. */
export interface MutantResult {
  readonly mutant: Mutant;
  readonly verdict: MutantVerdict;
  /** What refused: a law's file in `sandbox/cloud/laws`, a check of `sandbox/kubernetes`, a promise. Only of a killed one. */
  readonly law?: string;
  /** The command in which it ended. */
  readonly phase: "create" | "plan" | "destroy";
  /** The refusal's text, or what Terraform said, or why nobody minded. */
  readonly detail: string;
  readonly create: OrderTaken["order"];
  /** Absent when it ended before the destroy. */
  readonly destroy?: OrderTaken["order"];
  readonly seconds: number;
}
