import { Refusal } from "../plugin/diagnostics";

/** A refusal by a rule that is no file in `laws/`, such as a check of the cluster's admission; it says which one it was. */
export class LawRefusal extends Refusal {
  public constructor(
    /** The rule's name, in kebab case. */
    public readonly law: string,
    summary: string,
    more: { readonly detail?: string; readonly attribute?: string } = {},
  ) {
    super(summary, more);
  }
}
