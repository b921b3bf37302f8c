import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { CATALOG, type PolicyRow } from "../../policies/catalog";
import { COVERAGE, type CoverageList, type PublicCheck } from "../../policies/coverage";
import { LEVELS } from "../../policies/levels";

/** Heads of the areas, which are the folders of `policies/rules`. */
const AREAS: Readonly<Record<string, string>> = {
  gke: "GKE",
  data: "Where data lies: Cloud SQL, Cloud KMS, Secret Manager, Artifact Registry, Cloud Storage",
  identity: "Who may do what: IAM and service accounts",
  network: "Networks, load balancing, Cloud Armor and DNS",
  everything: "Any resource",
  pods: "Kubernetes: pods and what creates them",
  cluster: "Kubernetes: everything else in the cluster",
};

const ENVIRONMENTS = ["sandbox", "dev", "staging", "prod"] as const;
const OF_LEVELS = Object.entries(LEVELS);

/** `docs/reference/policies.md`: every rule of the pack. */
export function policyReference(root: string): string {
  const areas = rulesByArea(root);
  return [
    "# Policies",
    "",
    "Every rule of [the policy pack](../../policies/README.md), written by `npm run generate`. A rule's level depends on what an environment is for:",
    "an error fails the build, a warning shows. [What other tools and standards ask for](policy-coverage.md) is a page of its own.",
    "",
    ...table(
      ["area", "rules", "errors in prod"],
      [...areas].map(([area, rows]) => [
        `[${area}](#${anchor(titleOf(area))})`,
        String(rows.length),
        String(rows.filter(({ level }) => level.prod === "error").length),
      ]),
    ),
    ...[...areas].flatMap(([area, rows]) => [`## ${titleOf(area)}`, "", ...rows.flatMap(ruleSection)]),
  ].join("\n");
}

/** `docs/reference/policy-coverage.md`: every check of other tools and standards, and what has become of it here. */
export function coverageReference(
  lists: readonly CoverageList[] = COVERAGE,
  rows: readonly PolicyRow[] = CATALOG,
): string {
  const covering = (check: PublicCheck): readonly PolicyRow[] => rows.filter(({ covers }) => covers.includes(check.id));
  const counts = lists.map(({ title, checks }) => {
    const covered = checks.filter((check) => covering(check).length > 0).length;
    const apart = checks.filter(({ notApplicable }) => notApplicable !== undefined).length;
    return [`[${title}](#${anchor(title)})`, String(checks.length), String(covered), String(apart)];
  });
  return [
    "# What the policies cover",
    "",
    "Checks of public scanners, benchmarks and standards, and the [rules](policies.md) that ask for the same or for more, written by `npm run generate`.",
    "`test/policies/coverage.test.ts` holds each check to have a rule or a reason why it has none.",
    "",
    ...table(["list", "checks", "covered by a rule", "not applicable"], counts),
    ...lists.flatMap(({ title, checks }) => [
      `## ${title}`,
      "",
      ...table(
        ["check", "demands", "covered by"],
        checks.map((check) => {
          const links = covering(check).map(({ id }) => `[\`${id}\`](policies.md#${id})`);
          return [`\`${check.id}\``, words(check.demands), links.length > 0 ? links.join(", ") : whyNot(check)];
        }),
      ),
    ]),
  ].join("\n");
}

function whyNot({ notApplicable }: PublicCheck): string {
  return notApplicable === undefined ? "**nothing yet**" : `not applicable: ${words(notApplicable)}`;
}

/** A rule's area is the folder that its file is in. Areas and rules stay in the order of the catalog. */
function rulesByArea(root: string): ReadonlyMap<string, readonly PolicyRow[]> {
  const folder = join(root, "policies/rules");
  const areaOf = new Map(
    readdirSync(folder).flatMap((area) =>
      readdirSync(join(folder, area)).map((file): [string, string] => [basename(file, ".ts"), area]),
    ),
  );
  const areas = new Map<string, PolicyRow[]>();
  for (const row of CATALOG) {
    const area = areaOf.get(row.id) ?? "";
    areas.set(area, [...(areas.get(area) ?? []), row]);
  }
  return areas;
}

function ruleSection(row: PolicyRow): readonly string[] {
  const { id, level, fact, why, fix, covers, references, rule } = row;
  const subjects = "kinds" in rule ? rule.kinds : rule.appliesTo;
  const named = OF_LEVELS.find(([, levels]) => levels === level)?.[0];
  return [
    `### ${id}`,
    "",
    sentence(words(fact)),
    "",
    `- Level${named === undefined ? "" : ` (${named})`}: ${ENVIRONMENTS.map((environment) => `${level[environment]} in ${environment}`).join(", ")}`,
    `- Judges: ${typeof subjects === "string" ? judged(subjects, "kinds" in rule) : subjects.map(code).join(", ")}`,
    `- Why: ${words(why)}`,
    `- Fix: ${words(fix)}`,
    ...(covers.length === 0 ? [] : [`- Covers: ${covers.map(code).join(", ")}`]),
    `- See: ${references.map((link) => `<${link}>`).join(", ")}`,
    "",
  ];
}

function judged(subjects: "every" | "pods", isObjectRule: boolean): string {
  if (subjects === "pods") {
    return "every Kubernetes object that is a pod or creates pods";
  }
  return isObjectRule ? "every Kubernetes object" : "every resource";
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .concat("");
}

function titleOf(area: string): string {
  return AREAS[area] ?? area;
}

/** How GitHub makes an anchor of a head. */
function anchor(head: string): string {
  return head
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Text as it is, where Markdown would see a tag or emphasis. */
function words(text: string): string {
  return text.replaceAll(/[<*]/g, "\\$&");
}

function code(text: string): string {
  return `\`${text}\``;
}
