import { hasByDefault } from "../../sandbox/cloud/apis";
import { type RenderedResource, type RenderedStack } from "../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type Verdict } from "../rule";
import { apisNeeded } from "./terraform-apis";
import { dependenciesOf } from "./terraform-graph";
import { mayBeSame, projectOf } from "./terraform-projects";

/** Defaults of a project made by hand; Terraform and gcloud make projects without them, so a stack that enables its APIs has to enable these as well. */
const NEEDED_EVEN_SO = ["logging.googleapis.com", "monitoring.googleapis.com"];

/** Whether the APIs that something needs are enabled in its project, and before it. Says nothing of a stack that leaves that to others. */
export function judgeApis(resource: RenderedResource, needed: readonly string[], stack: RenderedStack): Verdict {
  if (!enablesItsApis(stack)) {
    return NOT_APPLICABLE;
  }
  const first = dependenciesOf(stack).of(resource);
  const project = projectOf(resource.arguments, stack);
  return verdict(
    needed.flatMap((api) => {
      const enabling = stack
        .ofType("google_project_service")
        .filter(({ arguments: block }) => block.service === api && mayBeSame(projectOf(block, stack), project));
      if (enabling.length === 0) {
        return hasByDefault(api, {}) && !NEEDED_EVEN_SO.includes(api)
          ? []
          : [
              `depends_on has no google_project_service for ${api}, and nothing else in the stack enables it in ${project ?? "its project"}`,
            ];
      }
      return enabling.some(({ address }) => first.has(address))
        ? []
        : [`depends_on lacks ${enabling[0]?.address ?? ""}, which enables ${api}`];
    }),
  );
}

const KNOWN = new WeakMap<readonly RenderedResource[], boolean>();

/** True when a stack enables most of what it needs; others rely on a project that was prepared elsewhere. */
function enablesItsApis(stack: RenderedStack): boolean {
  const { resources } = stack;
  const known = KNOWN.get(resources) ?? enablesMost(resources);
  KNOWN.set(resources, known);
  return known;
}

function enablesMost(resources: readonly RenderedResource[]): boolean {
  const enabled = new Set(
    resources.filter(({ type }) => type === "google_project_service").map((one) => one.arguments.service),
  );
  const needed = [...new Set(resources.flatMap(apisNeeded))];
  return needed.filter((api) => enabled.has(api)).length * 2 > needed.length;
}
