import { isReference } from "../../rendered/rendered-stack";
import { unknown, verdict, type ResourceRule } from "../../rule";

/** An account of the stack is switched on, and is the stack's own: not one that somebody made before, with whatever rights it got. */
export const serviceAccountUsable: ResourceRule = {
  appliesTo: ["google_service_account"],
  evaluate: ({ arguments: { disabled, create_ignore_already_exists: adopts } }) =>
    isReference(disabled)
      ? unknown("disabled")
      : verdict([
          ...(disabled === true ? ["disabled is true: every request of its programs is refused"] : []),
          ...(adopts === true
            ? ["create_ignore_already_exists is true: an account that is there already keeps its rights and keys"]
            : []),
        ]),
};
