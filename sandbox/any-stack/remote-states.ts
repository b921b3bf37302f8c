import { isDeepStrictEqual } from "node:util";
import { type Arguments, bodies, type Configuration } from "./configuration";
import { type FoundModule } from "./modules";
import { type FoundStack } from "./read-directory";

/** A `terraform_remote_state` of a stack, and whose state it reads. */
export interface RemoteState {
  readonly name: string;
  /** The name of the stack. */
  readonly reads: string;
}

/** Where a configuration keeps or looks for a state. */
interface StatePlace {
  readonly kind: string;
  readonly settings: Arguments;
}

/** What a stack reads of the others, and what it reads of configurations that are not here. */
export interface RemoteStates {
  readonly states: readonly RemoteState[];
  readonly problems: readonly string[];
}

/**
 * Whose states a stack reads. cdktf passes values between stacks so: the one that reads has the other's backend in a
 * `terraform_remote_state`. It is found by that backend.
 */
export function remoteStates({ name: self, modules }: FoundStack, stacks: readonly FoundStack[]): RemoteStates {
  const states: RemoteState[] = [];
  const problems: string[] = [];
  for (const { address, configuration } of modules) {
    for (const [name, block] of Object.entries(configuration.data["terraform_remote_state"] ?? {})) {
      const place = { kind: String(block.backend), settings: withoutNothing(bodies(block.config)[0] ?? {}) };
      const read = stacks.find((stack) => stack.name !== self && isDeepStrictEqual(backendOf(stack.modules), place));
      const full = [address, `data.terraform_remote_state.${name}`].filter((part) => part !== "").join(".");
      if (read !== undefined && address === "") states.push({ name, reads: read.name });
      else problems.push(problem(full, self, place, read));
    }
  }
  return { states, problems };
}

/** The override that lets a configuration keep its state beside it, and read those of the others there. */
export function stateOverride(states: readonly RemoteState[], pathOf: (stack: string) => string): object {
  const blocks = states.map(
    ({ name, reads }) => [name, { backend: "local", config: { path: pathOf(reads) }, workspace: "default" }] as const,
  );
  return {
    terraform: { backend: { local: { path: STATE_FILE } } },
    ...(blocks.length > 0 ? { data: { terraform_remote_state: Object.fromEntries(blocks) } } : {}),
  };
}

/** A copy's state, in the directory where Terraform runs. */
export const STATE_FILE = "terraform.tfstate";

function backendOf([root]: readonly FoundModule[]): StatePlace | undefined {
  const blocks = (root?.configuration.terraform ?? []).flatMap(({ backend }) => bodies(backend));
  const [kind, value] = Object.entries(Object.assign({}, ...blocks) as Configuration["locals"])[0] ?? [];
  return kind === undefined ? undefined : { kind, settings: withoutNothing(bodies(value)[0] ?? {}) };
}

/** JSON may write `null` for what is not set. */
function withoutNothing(settings: Arguments): Arguments {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null && value !== undefined));
}

function problem(address: string, self: string, { kind, settings }: StatePlace, read: FoundStack | undefined): string {
  return read === undefined
    ? `${address} of ${self} reads a state that none of the stacks here writes (${kind} ${JSON.stringify(settings)}); the sandbox has only ` +
        "what it deploys itself: name a cdktf output with both stacks, or make the value a variable"
    : `${address} of ${self} reads the state of ${read.name} inside a module, where the sandbox can't lead it to a copy; read it in the root ` +
        "and pass the value";
}
