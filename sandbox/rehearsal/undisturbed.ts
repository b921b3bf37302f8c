import { join } from "node:path";
import { must } from "./outcome";
import { type OpenedWorkspace } from "./prepare";
import { thingsIn } from "./things";
import { RehearsalWorkspace, type WorkspaceStack } from "./workspace";

/** Stacks ready to be disturbed, and what an undisturbed run of them leads to. Plain data but for the two workspaces. */
export interface Undisturbed extends UndisturbedFacts {
  readonly directory: string;
  /** Initialized, nothing deployed. */
  readonly empty: RehearsalWorkspace;
  /** Deployed without a fault. */
  readonly deployed: RehearsalWorkspace;
}

/** What another process has to be told to judge by the same run. */
export interface UndisturbedFacts {
  readonly stacks: readonly WorkspaceStack[];
  /** The cloud's objects and the states' addresses after a deploy. */
  readonly things: readonly string[];
  /** The same after a destroy: what can't be deleted. */
  readonly remains: readonly string[];
  /** How many resources a deploy creates. */
  readonly changes: number;
}

/** @throws Error when the stacks do not even deploy, plan empty and go away undisturbed */
export async function runUndisturbed({ directory, workspace: empty }: OpenedWorkspace): Promise<Undisturbed> {
  const deployed = empty.copy(join(directory, "deployed"));
  const { output } = must(await deployed.everywhere("apply", "-auto-approve"));
  must(await deployed.everywhere("plan", "-detailed-exitcode"));
  const gone = deployed.copy(join(directory, "gone"));
  must(await gone.everywhere("destroy", "-auto-approve"));
  const remains = thingsIn(gone);
  gone.remove();
  const changes = [...output.matchAll(/Resources: (\d+) added/g)].reduce((sum, [, added]) => sum + Number(added), 0);
  return { directory, stacks: empty.stacks, empty, deployed, things: thingsIn(deployed), remains, changes };
}

/** The undisturbed run of another process, seen from this one. */
export function sameUndisturbed(
  { directory, workspace: empty, hosted }: OpenedWorkspace,
  facts: UndisturbedFacts,
): Undisturbed {
  return {
    ...facts,
    directory,
    empty,
    deployed: new RehearsalWorkspace(join(directory, "deployed"), facts.stacks, hosted),
  };
}
