import { InputError } from "../any-stack/input-error";
import { type FoundDirectory } from "../any-stack/read-directory";
import { findingsOf, resultOf } from "../rehearsal/life";
import { nextVersion, type OpenedWorkspace, type WorkspaceOptions } from "../rehearsal/prepare";
import { type RehearsalWorkspace } from "../rehearsal/workspace";
import { type Finding, type Phase, type UpgradeReport } from "../report/report";
import { count } from "../report/words";
import { rehearseUpgrade, type Upgrade, type UpgradeOptions } from "./rehearse-upgrade";

/** What somebody runs before the upgrade. */
export interface OlderVersion {
  /** What it is called, such as `v0.2.0`. */
  readonly title: string;
  readonly found: FoundDirectory;
}

/**
 * A directory as an older version of another one. A configuration that no synth wrote has no name but its directory's, which differs between
 * versions, so it takes the newer one's.
 */
export function asOlder(older: FoundDirectory, newer: FoundDirectory): FoundDirectory {
  const [[one, ...others], [other, ...more]] = [older.stacks, newer.stacks];
  if (one === undefined || other === undefined || others.length + more.length > 0) return older;
  const named = one.directory !== older.directory || other.directory !== newer.directory;
  return named ? older : { ...older, stacks: [{ ...one, name: other.name }] };
}

/** An older version that is initialized in the cloud as it is before anything is deployed. */
export interface PreparedOlder {
  readonly title: string;
  readonly workspace: RehearsalWorkspace;
}

/** What the report says of an upgrade. */
export interface RehearsedUpgrade {
  readonly phases: readonly Phase[];
  readonly findings: readonly Finding[];
  /** Undefined when nothing could be planned. */
  readonly report?: UpgradeReport;
}

/** @throws InputError naming everything that keeps the older version from running in today's sandbox */
export async function prepareOlder(
  { title, found }: OlderVersion,
  opened: OpenedWorkspace,
  options: WorkspaceOptions,
): Promise<PreparedOlder> {
  try {
    return { title, workspace: await nextVersion(opened.workspace, "older", found, opened, options) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`It is the older version that can't be rehearsed, not this one: ${title}`, error.problems);
  }
}

/** Deploys the older version and upgrades it. */
export async function upgradeFrom(
  older: PreparedOlder,
  found: FoundDirectory,
  opened: OpenedWorkspace,
  options: WorkspaceOptions & UpgradeOptions,
): Promise<RehearsedUpgrade> {
  const { title, workspace } = older;
  const withRecord = { ...options, record: opened.hosted.record };
  const { phases, findings } = await deploy(older, withRecord);
  if (findings.length > 0) return { phases, findings };
  const next = await nextVersion(workspace, "upgraded", found, opened, options);
  const upgrade = await rehearseUpgrade(workspace, next, withRecord);
  return {
    phases: [...phases, ...upgrade.phases],
    findings: upgrade.findings,
    ...(upgrade.judged.length === 0 ? {} : { report: upgradeReport(title, upgrade) }),
  };
}

async function deploy(
  { title, workspace }: PreparedOlder,
  { say, parallelism, record }: UpgradeOptions,
): Promise<Pick<Upgrade, "phases" | "findings">> {
  const phases: Phase[] = [];
  const name = `deploy ${title}`;
  const options = parallelism === undefined ? [] : [`-parallelism=${parallelism}`];
  for (const { name: stack } of workspace.stacks) {
    say?.(workspace.stacks.length > 1 ? `${name} ${stack}` : name);
    const outcome = await workspace.run(stack, "apply", "-auto-approve", ...options);
    const { seconds, clock } = outcome;
    const ok = outcome.code === 0;
    phases.push({ stack, name, ok, result: resultOf("apply", outcome), seconds, clock });
    if (!ok) {
      const findings = findingsOf(name, "apply", stack, outcome, record);
      return { phases, findings: findings.map((finding) => olderFails(title, finding)) };
    }
  }
  return { phases, findings: [] };
}

function olderFails(title: string, { detail, ...finding }: Finding): Finding {
  return {
    ...finding,
    summary: `The older version itself fails, not the upgrade: today's sandbox can't deploy ${title}`,
    detail:
      `${detail}\nA law that the sandbox has learned since may refuse what that version does; nothing was upgraded. ` +
      "What to do: rehearse the upgrade from a later version.",
  };
}

function upgradeReport(from: string, { judged, leftBehind }: Upgrade): UpgradeReport {
  return {
    from,
    added: judged.flatMap(({ added }) => added).length,
    changed: judged.flatMap(({ changed }) => changed).length,
    replaced: judged.flatMap(({ replaced }) => replaced),
    destroyed: judged.flatMap(({ destroyed }) => destroyed),
    dataLost: [
      ...judged.flatMap(({ dataLost }) => dataLost.map(({ address }) => address)),
      ...leftBehind
        .filter(({ holdingData }) => holdingData.length > 0)
        .map(({ stack, holdingData }) => `${stack} (${count(holdingData.length, "resource")} with data)`),
    ],
  };
}
