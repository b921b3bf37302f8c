import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { InputError } from "../any-stack/input-error";
import { prepareCopy, type PreparedStack } from "../any-stack/prepare-copy";
import { type FoundDirectory } from "../any-stack/read-directory";
import { STATE_FILE } from "../any-stack/remote-states";
import { findTerraform } from "../any-stack/terraform-program";
import { HostedProviders } from "./hosted-providers";
import { errorsOf } from "./outcome";
import { placeOutside, type OutsideObject } from "./outside";
import { removeDirectory, RehearsalWorkspace, type WorkspaceStack } from "./workspace";

/** Where things are. */
export interface WorkspaceOptions {
  /** The project, where `node_modules` is. */
  readonly projectDirectory: string;
  /** The compiled `sandbox/main.js`. @default - the one that belongs to this file */
  readonly main?: string;
  /**
   * An empty place for all copies. Sockets lie below it, whose paths are short (108 bytes on Linux).
   * @default - a new one below the system's temporary directory
   */
  readonly directory?: string;
  /** What exists already and belongs to none of the stacks. @default - nothing */
  readonly outside?: readonly OutsideObject[];
}

/** A workspace that is initialized, and the place where copies of it go. */
export interface OpenedWorkspace {
  /** All that there is on disk. */
  readonly directory: string;
  /** Nothing is deployed in it. */
  readonly workspace: RehearsalWorkspace;
  readonly hosted: HostedProviders;
}

/**
 * @param found what is rehearsed; it is copied, never changed
 * @throws InputError naming everything that keeps a stack from running, also what Terraform says when it can't be initialized
 */
export async function openWorkspace(found: FoundDirectory, options: WorkspaceOptions): Promise<OpenedWorkspace> {
  findTerraform();
  const directory = realpathSync(options.directory ?? mkdtempSync(join(tmpdir(), "rehearsal-")));
  const base = join(directory, "empty");
  let hosted: HostedProviders | undefined;
  try {
    refuseLongPath(directory);
    const stacks = await copied(found, base, options);
    hosted = await HostedProviders.start(join(directory, "s"), stacks, options.projectDirectory);
    const workspace = new RehearsalWorkspace(base, stacks, hosted);
    placeOutside(workspace.cloud, options.outside ?? []);
    // with processes, so that the links to the launchers are there for commands that need them
    await initialize(workspace);
    return { directory, workspace, hosted };
  } catch (error) {
    // a socket that is listened on keeps the process alive
    await hosted?.close();
    if (options.directory === undefined) removeDirectory(directory);
    throw error;
  }
}

/**
 * The next version of what a workspace has deployed, if anything: other configurations, the same states and the same cloud.
 *
 * @param name of the new workspace's folder, which does not exist
 */
export async function nextVersion(
  deployed: RehearsalWorkspace,
  name: string,
  found: FoundDirectory,
  { directory, hosted }: OpenedWorkspace,
  options: WorkspaceOptions,
): Promise<RehearsalWorkspace> {
  const base = join(directory, name);
  const stacks = await copied(found, base, options);
  await hosted.serve(stacks);
  const next = new RehearsalWorkspace(base, stacks, hosted);
  next.around = deployed.around;
  next.clock = deployed.clock;
  if (existsSync(deployed.cloud)) cpSync(deployed.cloud, next.cloud, { recursive: true });
  for (const stack of stacks.filter((one) => deployed.stacks.some((other) => other.name === one.name))) {
    const state = join(deployed.folderOf(stack.name), STATE_FILE);
    if (existsSync(state)) cpSync(state, join(next.folderOf(stack.name), STATE_FILE));
  }
  await initialize(next);
  return next;
}

/** A workspace that another process has opened, with providers of its own. */
export async function attachToWorkspace(
  directory: string,
  stacks: readonly WorkspaceStack[],
  options: { readonly projectDirectory: string; readonly sockets: string },
): Promise<OpenedWorkspace> {
  const hosted = await HostedProviders.start(options.sockets, stacks, options.projectDirectory);
  return { directory, hosted, workspace: new RehearsalWorkspace(join(directory, "empty"), stacks, hosted) };
}

/** Ends the providers and removes every copy. */
export async function closeWorkspace({ directory, hosted }: OpenedWorkspace): Promise<void> {
  await hosted.close();
  removeDirectory(directory);
}

async function initialize(workspace: RehearsalWorkspace): Promise<void> {
  const outcome = await workspace.withProcesses.everywhere("init");
  if (outcome.code !== 0) throw new InputError("Terraform can't initialize what is rehearsed", errorsOf(outcome));
}

/** The longest path of a socket, on macOS; Linux has 107. https://man7.org/linux/man-pages/man7/unix.7.html */
const LONGEST_SOCKET = 103;

/** The longest name of one below a workspace's directory: that of a provider's process in a copy for one fault. */
const SOCKET_BELOW = "/r-XXXXXX/t/tf-XXXXXX/s".length;

function refuseLongPath(directory: string): void {
  const most = LONGEST_SOCKET - SOCKET_BELOW;
  const length = Buffer.byteLength(directory);
  if (length <= most) return;
  throw new InputError("There is no place for a rehearsal", [
    `${directory} is ${length} bytes long, and sockets below it may have ${LONGEST_SOCKET} with their names; set TMPDIR to a directory whose ` +
      `path with /rehearsal-XXXXXX is no longer than ${most}`,
  ]);
}

async function copied(
  found: FoundDirectory,
  base: string,
  { projectDirectory, main }: WorkspaceOptions,
): Promise<readonly WorkspaceStack[]> {
  mkdirSync(base);
  const prepared = await prepareCopy(found, { target: join(base, "stacks"), projectDirectory, main });
  return prepared.map((stack) => inWorkspace(stack, base));
}

function inWorkspace({ name, workingDirectory, configuration, providers, timing }: PreparedStack, base: string) {
  return { name, folder: relative(base, workingDirectory), configuration, providers, timing };
}
