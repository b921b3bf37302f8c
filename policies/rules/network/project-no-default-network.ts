import { expectArgument, type ResourceRule } from "../../rule";

/** A project begins without the network whose rules let SSH and RDP in from everywhere. */
export const projectNoDefaultNetwork: ResourceRule = {
  appliesTo: ["google_project"],
  evaluate: (project) => expectArgument(project, "auto_create_network", false),
};
