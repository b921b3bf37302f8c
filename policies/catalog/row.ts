import { type LevelTable } from "../levels";
import { type PolicyRule } from "../rule";

/** One rule of the pack, with its words apart from its logic. */
export interface PolicyRow {
  /** The name of the rule's file. Exceptions refer to it, so it never changes. */
  readonly id: string;
  readonly level: LevelTable;
  /** What is demanded, in one sentence. */
  readonly fact: string;
  /** What happens otherwise. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
  /**
   * Checks of other tools and standards that ask for the same or for less, by the ids of `coverage/`, for example
   * `CKV_GCP_60`, `AVD-GCP-0017`, `CIS-GKE-5.3.1`, `KSV-0014`, `C9`.
   */
  readonly covers: readonly string[];
  /** Documentation, one link at least. */
  readonly references: readonly string[];
  readonly rule: PolicyRule;
}
