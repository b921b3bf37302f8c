import { addressesIn } from "../rehearsal/state";
import { type RehearsalWorkspace } from "../rehearsal/workspace";
import { type Finding } from "../report/report";
import { HOLDS_DATA } from "./holds-data";

/** A deployed stack that the newer version does not have. No plan tells of it: plans are made for the stacks that there are. */
export interface StackLeftBehind {
  readonly stack: string;
  /** How many resources its state has. */
  readonly resources: number;
  /** The addresses of those that hold data. */
  readonly holdingData: readonly string[];
}

/** The stacks of the older version that have something deployed and that the newer one does not have. */
export function stacksLeftBehind(
  deployed: RehearsalWorkspace,
  { stacks }: Pick<RehearsalWorkspace, "stacks">,
): readonly StackLeftBehind[] {
  const names = new Set(stacks.map(({ name }) => name));
  return deployed.stacks
    .filter(({ name }) => !names.has(name))
    .map(({ name }) => ({ stack: name, addresses: addressesIn(deployed.folderOf(name)) }))
    .filter(({ addresses }) => addresses.length > 0)
    .map(({ stack, addresses }) => ({ stack, resources: addresses.length, holdingData: addresses.filter(holdsData) }));
}

/** What it means, and what to do about it. */
export function leftBehindFinding({ stack, resources, holdingData }: StackLeftBehind): Finding {
  return {
    severity: "error",
    summary: `The newer version has no stack '${stack}'`,
    subject: stack,
    detail: [
      `An upgrade leaves what it deployed in the cloud (${resources} resources), and nothing manages that any more.`,
      ...(holdingData.length === 0 ? [] : [`It holds data: ${byType(holdingData)}.`]),
      "What to do: keep the stack and its name; if another stack has its resources now, import them there and take them out here with " +
        "`removed` blocks with destroy = false before the stack goes; if nobody needs them, destroy the stack with the older version.",
    ].join("\n"),
  };
}

function holdsData(address: string): boolean {
  return typeOf(address) !== undefined;
}

/** The type when it holds data: an address is made of module names, the type, the name and indexes. */
function typeOf(address: string): string | undefined {
  return address.split(".").find((part) => Object.hasOwn(HOLDS_DATA, part));
}

/** A whole system has more addresses than anybody reads. */
function byType(addresses: readonly string[]): string {
  const types = addresses.flatMap((address) => typeOf(address) ?? []);
  return [...new Set(types)].map((type) => `${types.filter((one) => one === type).length} ${type}`).join(", ");
}
