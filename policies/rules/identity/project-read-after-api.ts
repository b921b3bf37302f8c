import { judgeApis } from "../../facts/terraform-apis-enabled";
import { type ResourceRule } from "../../rule";

/** Reading a project asks the Resource Manager: in a stack that enables APIs, the question comes after that one is on. */
export const projectReadAfterApi: ResourceRule = {
  appliesTo: ["data.google_project"],
  evaluate: (project, stack) => judgeApis(project, ["cloudresourcemanager.googleapis.com"], stack),
};
