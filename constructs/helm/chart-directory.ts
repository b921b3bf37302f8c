import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of our chart, in a checkout as well as beside the compiled package. */
export function workloadChartDirectory(from: string = __dirname): string {
  const directory = join(from, "charts", "workload");
  if (existsSync(join(directory, "Chart.yaml"))) {
    return directory;
  }
  if (dirname(from) === from) {
    throw new Error("charts/workload is missing above the compiled constructs: the package is incomplete");
  }
  return workloadChartDirectory(dirname(from));
}

/**
 * A hash of what Helm reads of a chart: names and content of its files, neither their place nor their dates. So it is
 * the same in every working copy, and it changes whenever a release could.
 */
export function chartHash(directory: string): string {
  const hash = createHash("sha256");
  for (const file of filesOf(directory)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(directory, file)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

/** Paths relative to the directory, with forward slashes, sorted; without what `.helmignore` leaves out. */
function filesOf(directory: string, below = ""): readonly string[] {
  return readdirSync(join(directory, below), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith(".") && entry.name !== "README.md")
    .flatMap((entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? filesOf(directory, path) : [path];
    })
    .sort();
}
