/**
 * How long a deploy takes on the simulated clock: the stacks as they are, beside the same resources grouped into modules with
 * `depends_on` between modules, as common blueprints write it. `--parallelism` compares numbers of workers, `--path` prints the
 * critical path, what the cloud forces and a chart.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { loadEnvironments } from "../environments";
import { computedBySchema } from "../sandbox/time/computed";
import { deployTime, type DeployTime } from "../sandbox/time/deploy-time";
import { deployGraph, type DeployGraph, type GraphNode, type StackJson } from "../sandbox/time/graph";
import { withModuleDependencies, type ModuleOf } from "../sandbox/time/modules";
import { clock, criticalPathText, gantt, lowerBoundText, summary } from "../sandbox/time/text";
import { addCliscale } from "../stacks/cliscale";

/** Which module a resource would stand in: the first that matches. */
type Modules = readonly (readonly [name: string, matches: (node: GraphNode) => boolean])[];

const at =
  (start: string) =>
  ({ path }: GraphNode): boolean =>
    path.startsWith(start);

const AROUND: Modules = [
  ["registry", at("Platform/Registry/")],
  ["edge", at("Platform/Edge/")],
  ["firewall", at("Platform/Firewall/")],
  ["operations", at("Operations/")],
  ["workload", at("Workload/")],
];

/**
 * As public modules cut it: an account comes with its Workload Identity binding
 * (https://github.com/terraform-google-modules/terraform-google-kubernetes-engine/tree/main/modules/workload-identity), an instance
 * with its users (https://github.com/terraform-google-modules/terraform-google-sql-db/tree/main/modules/postgresql).
 */
const USUAL: Modules = [
  ["apis", at("ProjectServices/")],
  ["network", at("Platform/Network/")],
  ["keys", at("Platform/Key")],
  ["cluster", at("Platform/Cluster/")],
  ["identities", at("Platform/Identities/")],
  ["credentials", ({ path }) => /^Platform\/Secrets\/(Store|MigratePassword)\//.test(path)],
  ["database", at("Platform/Database/")],
  ["secrets", at("Platform/Secrets/")],
  ...AROUND,
];

/** The best that modules can do: accounts apart from their bindings, users and databases apart from their instance. */
const FINE: Modules = [
  ["apis", at("ProjectServices/")],
  ["accounts", ({ type }) => type === "google_service_account"],
  ["network", at("Platform/Network/")],
  ["keys", at("Platform/Key")],
  ["cluster", at("Platform/Cluster/")],
  ["replicas", ({ path, type }) => type === "google_sql_database_instance" && /\/Replica-[^/]+\//.test(path)],
  [
    "database-access",
    (node) =>
      ["google_sql_database", "google_sql_user"].includes(node.type) ||
      (at("Platform/Database/")(node) && node.type === "google_project_iam_member") ||
      (at("Platform/Secrets/DatabaseUrl/")(node) && node.type === "google_secret_manager_secret_version"),
  ],
  ["database", at("Platform/Database/")],
  ["secrets", at("Platform/Secrets/")],
  ["bindings", at("Platform/Identities/")],
  ...AROUND,
];

/** Two ways to group cliscale's resources; what stands in no module is one of its own. */
export const GROUPINGS: Readonly<Record<"usual" | "fine", ModuleOf>> = {
  usual: inModules(USUAL),
  fine: inModules(FINE),
};

function inModules(modules: Modules): ModuleOf {
  return (node) => modules.find(([, matches]) => matches(node))?.[0] ?? node.address;
}

const ENVIRONMENTS = ["sandbox", "dev", "prod"] as const;
const WORKERS = [10, 20, 30, 50] as const;

function main(options: ReadonlySet<string>): void {
  const isComputed = computedBySchema();
  const create = (graph: DeployGraph, parallelism?: number): DeployTime =>
    deployTime(graph, "create", { isComputed, parallelism });
  const graphs = readGraphs();

  for (const workers of [10, 30]) {
    console.log(
      `create, ${workers} workers   the cloud forces     as it is        in fine modules      in usual modules`,
    );
    for (const [name, graph] of graphs) {
      const ours = create(graph, workers);
      const bound = ours.lowerBound.seconds;
      const cells = [
        ours.makespan,
        ...[GROUPINGS.fine, GROUPINGS.usual].map(
          (moduleOf) => create(withModuleDependencies(graph, moduleOf), workers).makespan,
        ),
      ].map((makespan) => `${clock(makespan)} (${(makespan / bound).toFixed(3)})`);
      console.log([name.padEnd(19), clock(bound).padStart(19), ...cells.map((cell) => cell.padStart(20))].join(" "));
    }
    console.log();
  }
  if (options.has("--parallelism")) {
    console.log(`parallelism           ${WORKERS.map((workers) => String(workers).padStart(14)).join("")}`);
    for (const [name, graph] of graphs) {
      const times = WORKERS.map((workers) => create(graph, workers));
      const cells = times.map(({ makespan, ratio }) => `${clock(makespan)} ${ratio.toFixed(3)}`.padStart(14));
      console.log(`${name.padEnd(22)}${cells.join("")}`);
    }
  }
  if (options.has("--path")) {
    for (const [name, graph] of graphs) {
      for (const action of ["create", "update", "delete"] as const) {
        const time = deployTime(graph, action, { isComputed });
        console.log(
          `\n## ${name}, ${summary(time)}\n\n${criticalPathText(time)}\n\nthe cloud forces:\n${lowerBoundText(time)}\n`,
        );
        console.log(gantt(time, { atLeast: 15 }));
      }
    }
  }
}

/** Synthesizes in a directory of its own; `cdktf.out` stays as it is. */
function readGraphs(): readonly (readonly [string, DeployGraph])[] {
  const outdir = mkdtempSync(join(tmpdir(), "cliscale-deploy-time-"));
  try {
    const { environments } = loadEnvironments({
      env: { CLISCALE_INSTALLATION: "environments/installation.example.json" },
      secretVersions: "first",
    });
    const app = new App({ outdir });
    const stacks = environments
      .filter(({ name }) => (ENVIRONMENTS as readonly string[]).includes(name))
      .flatMap((settings) => addCliscale(app, settings));
    app.synth();
    return stacks.map(({ node }) => {
      const file = join(outdir, "stacks", node.id, "cdk.tf.json");
      return [node.id, deployGraph(JSON.parse(readFileSync(file, "utf8")) as StackJson)] as const;
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

if (require.main === module) {
  main(new Set(process.argv.slice(2)));
}
