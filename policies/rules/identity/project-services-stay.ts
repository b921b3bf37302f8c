import { isReference } from "../../rendered/rendered-stack";
import { unknown, verdict, type ResourceRule } from "../../rule";

/** An API stays on when the stack goes: what others in the project made with it would stop working, and some of it is deleted. */
export const projectServicesStay: ResourceRule = {
  appliesTo: ["google_project_service"],
  evaluate: ({ arguments: { disable_on_destroy: disables, disable_dependent_services: andMore } }) =>
    isReference(disables)
      ? unknown("disable_on_destroy")
      : verdict([
          // left on by default since google 6.0
          ...(disables === true ? ["disable_on_destroy is true, not false"] : []),
          ...(andMore === true ? ["disable_dependent_services is true: APIs that need this one go off with it"] : []),
        ]),
};
