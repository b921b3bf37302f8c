import { loadEnvironments } from "../../environments";
import { environmentAccess } from "./command";
import { markdownReport } from "./report";

/** The environment whose table is printed; the others differ in names only. */
const EXAMPLE = "prod";

/** A moment for conditions on the time of a deploy, so that the page is the same every day. */
const MOMENT = new Date("2026-01-01T00:00:00Z");

const READING = `## The command

\`npm run access -- <environment> [--identity <name>] [--json]\` synthesizes the environment in a temporary directory, renders its chart with helm and prints the report; \`cdktf.out\` stays as it is.
The exit code is 0, 1 when there are findings, 2 when the report could not be made.

| finding | what it means |
| --- | --- |
| annotation-without-binding | a Kubernetes service account is annotated with a Google account that does not let it act as it |
| binding-without-annotation | a Kubernetes service account may act as a Google account, and is not annotated with it or does not exist |
| mount-without-grant | pods mount a secret that their identity may not read: they would not start |
| grant-without-mount | an identity of pods may read a secret that none of them mounts |
| unknown-mount | pods mount a SecretProviderClass that nothing renders |
| project-level-role | a role is bound on a whole project that could be bound on a single resource |

## As JSON

\`npm run --silent access -- <environment> --json\` prints one object. Lists are sorted, so two reports can be compared as text; \`format\` is raised when a field is renamed, removed or gets another meaning.

| field | content |
| --- | --- |
| \`format\` | 1 |
| \`environment\`, \`stacks\` | what was rendered |
| \`access[]\` | \`identity\` (\`kind\`, \`name\`), \`actsAs\` when it is had through a Google service account, \`may\` (a role, verbs, \`act as\` or \`log in\`), \`on\` (\`type\`, \`name\`, \`fullName\`, \`level\`), \`condition\`, \`why\` (the construct's path), \`source\` (a Terraform address or a Kubernetes object) |
| \`workloads[]\` | \`name\`, \`pods\`, \`annotation\`, \`apiToken\` (none, projected, automounted), \`mounts\`, \`synced\`, \`kubernetesSecrets\` |
| \`secrets[]\` | \`name\`, \`fullName\`, \`readers\`, \`mountedBy\` |
| \`findings[]\` | \`kind\`, \`identity\`, \`problem\`, \`fix\`, \`reference\`, \`why\` |

## What it can't tell

What was granted outside of these stacks, in the console or by an organization's policy; privileges inside a database; what a role of Google's contains; who may run Terraform. A condition is shown and not evaluated: who may read some secrets of a project counts as a reader of all of them. Networks are left out. A name that only
a plan tells stands in angle brackets. With delivery \`external-secrets\`, the operator reads as the account that the store names; where it names none, it reads as itself (\`synced\`), and a mount needs no grant of the workload's own.
`;

/** `docs/reference/access.md`: who can do what in the production environment of the example installation. */
export async function accessReference(root: string): Promise<string> {
  const { environments } = loadEnvironments({
    cwd: root,
    env: { CLISCALE_INSTALLATION: "environments/installation.example.json" },
    secretVersions: "first",
  });
  const settings = environments.find(({ name }) => name === EXAMPLE);
  if (settings === undefined) {
    throw new Error(`the example installation has no ${EXAMPLE}`);
  }
  return [
    "# Who can do what",
    "",
    `The environment \`${EXAMPLE}\` of \`environments/installation.example.json\`, written by \`npm run generate\`. \`npm run access -- <environment>\` prints`,
    "the same for an environment of yours, read from what it renders; `test/stacks/access.test.ts` holds every environment to it.",
    "Service agents are Google's own accounts, one for each API of a project.",
    "",
    markdownReport(await environmentAccess(settings, MOMENT)),
    READING,
  ].join("\n");
}
