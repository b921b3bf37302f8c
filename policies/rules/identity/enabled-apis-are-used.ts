import { apiOf } from "../../../sandbox/cloud/apis";
import { apisNeeded } from "../../facts/terraform-apis";
import { mayBeSame, projectOf } from "../../facts/terraform-projects";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** APIs that are needed by programs or by others, for which no resource stands: https://cloud.google.com/service-usage/docs/enabled-service */
const OF_RESOURCES =
  /^(billingbudgets|sqladmin|container|gkebackup|pubsub|secretmanager|dns|certificatemanager|artifactregistry|redis|memorystore|clouddeploy|cloudbuild|servicenetworking)\.googleapis\.com$/;

/** An API that the stack enables is for something in the stack. One that nothing uses is a way in, or a sign that something was left out. */
export const enabledApisAreUsed: ResourceRule = {
  appliesTo: ["google_project_service"],
  evaluate: ({ arguments: block }, stack) => {
    const { service } = block;
    const others = stack.resources.filter(({ type }) => !type.startsWith("google_project_service"));
    if (
      typeof service !== "string" ||
      !OF_RESOURCES.test(service) ||
      others.every(({ type }) => apiOf(type) === undefined)
    ) {
      return NOT_APPLICABLE;
    }
    const project = projectOf(block, stack);
    const isUsed = others.some(
      (one) => apisNeeded(one).includes(service) && mayBeSame(projectOf(one.arguments, stack), project),
    );
    return verdict(isUsed ? [] : [`service is "${service}", which nothing in the stack uses`]);
  },
};
