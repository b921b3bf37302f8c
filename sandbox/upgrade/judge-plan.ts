import { HOLDS_DATA } from "./holds-data";
import { lookAlike } from "./look-alike";
import { MADE_AGAIN_WITHOUT_LOSS } from "./made-again";
import { type Plan, type PlanResourceChange } from "./plan";
import { whyDestroyed, whyReplaced, type Reason } from "./reasons";

/** An object that a plan would take away together with what it holds. */
export interface LostData extends Reason {
  readonly address: string;
  readonly type: string;
  readonly action: "replace" | "destroy" | "leave behind";
  /** What is lost with an object of this type. */
  readonly loss: string;
}

/** What a plan does. Addresses are as Terraform writes them, sorted. */
export interface PlanJudgment {
  readonly added: readonly string[];
  /** In place. */
  readonly changed: readonly string[];
  readonly replaced: readonly string[];
  readonly destroyed: readonly string[];
  /** Objects that stay and that Terraform knows no longer. */
  readonly forgotten: readonly string[];
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  /** Those of replaced and destroyed that hold data, and what is made anew while the old one is left behind. */
  readonly dataLost: readonly LostData[];
}

/** What the plan itself does not tell. */
export interface JudgeOptions {
  /**
   * Addresses without indexes of resources with `prevent_destroy`: replacing one is a finding whatever its type is.
   * @default - none
   */
  readonly protectedAddresses?: ReadonlySet<string>;
}

/** Judges an upgrade by its plan: what happens, and what of it loses data or an identity. */
export function judgePlan(plan: Plan, options: JudgeOptions = {}): PlanJudgment {
  const changes = (plan.resource_changes ?? []).filter(({ mode }) => mode === "managed");
  const addressesOf = (...effects: readonly Effect[]) =>
    changes
      .filter((one) => effects.includes(effectOf(one)))
      .map(shownAddress)
      .sort();
  return {
    added: addressesOf("create"),
    changed: addressesOf("update"),
    replaced: addressesOf("replace", "leave behind"),
    destroyed: addressesOf("destroy"),
    forgotten: addressesOf("forget"),
    moved: changes.flatMap(({ previous_address: from, address: to }) =>
      from === undefined || from === to ? [] : [{ from, to }],
    ),
    dataLost: changes
      .flatMap((one) => lossOf(one, changes, options))
      .sort((one, other) => (one.address < other.address ? -1 : 1)),
  };
}

/** How much of what a plan does, such as `2 added, 1 replaced`. */
export function describeCounts({ added, changed, replaced, destroyed, forgotten, moved }: PlanJudgment): string {
  const counts = Object.entries({ added, changed, replaced, destroyed, forgotten, moved })
    .filter(([, list]) => list.length > 0)
    .map(([what, list]) => `${list.length} ${what}`);
  return counts.length === 0 ? "no changes" : counts.join(", ");
}

/** A finding in a few sentences. */
export function describeLoss({ address, action, because, loss, fix }: LostData): string {
  const what = { replace: "replaced", destroy: "destroyed", "leave behind": "left behind and made anew" }[action];
  return `${address} would be ${what}: ${because}. ${loss} What to do: ${fix}.`;
}

type Effect = "nothing" | "create" | "update" | "replace" | "leave behind" | "destroy" | "forget";

function effectOf({ change: { actions } }: PlanResourceChange): Effect {
  const has = (action: PlanResourceChange["change"]["actions"][number]) => actions.includes(action);
  // either order: with create_before_destroy the old object goes all the same
  if (has("create") && has("delete")) return "replace";
  if (has("create") && has("forget")) return "leave behind";
  if (has("create")) return "create";
  if (has("update")) return "update";
  if (has("delete")) return "destroy";
  return has("forget") ? "forget" : "nothing";
}

function lossOf(
  one: PlanResourceChange,
  all: readonly PlanResourceChange[],
  { protectedAddresses = new Set() }: JudgeOptions,
): readonly LostData[] {
  const effect = effectOf(one);
  if (effect !== "replace" && effect !== "destroy" && effect !== "leave behind") return [];
  const loss = heldBy(one, effect) ?? protection(one, effect, protectedAddresses);
  if (loss === undefined) return [];
  const reason = effect === "destroy" ? destroyedOrMoved(one, all) : whyReplaced(one);
  return [{ address: shownAddress(one), type: one.type, action: effect, loss, ...reason }];
}

/** What is lost with the object, or undefined when nothing is. */
function heldBy({ type, change: { before } }: PlanResourceChange, effect: Effect): string | undefined {
  const held = HOLDS_DATA[type];
  if (held === undefined) {
    return type in MADE_AGAIN_WITHOUT_LOSS
      ? undefined
      : `Nobody has said whether ${type} holds data: sandbox/upgrade/holds-data.ts and made-again.ts name neither.`;
  }
  const { leftBy } = held;
  // replaced, the old object stays as well, but the system goes on with an empty one
  const stays = effect === "destroy" && leftBy?.values.includes(String(before?.[leftBy.argument])) === true;
  return stays ? undefined : held.why;
}

function protection(
  { address }: PlanResourceChange,
  effect: Effect,
  protectedAddresses: ReadonlySet<string>,
): string | undefined {
  return effect !== "destroy" && protectedAddresses.has(address.replace(/\[[^\]]*\]$/, ""))
    ? "It has prevent_destroy, so a deploy would be refused."
    : undefined;
}

function destroyedOrMoved(one: PlanResourceChange, all: readonly PlanResourceChange[]): Reason {
  const reason = whyDestroyed(one);
  const twin =
    one.deposed === undefined
      ? lookAlike(
          one,
          all.filter((other) => effectOf(other) === "create"),
        )
      : undefined;
  if (twin === undefined) return reason;
  const to = twin.address;
  return {
    because: `${reason.because}, while ${to}, which looks like it, is made`,
    fix: `a \`moved\` block from ${one.address} to ${to} keeps it under its new address`,
  };
}

function shownAddress({ address, deposed }: PlanResourceChange): string {
  return deposed === undefined ? address : `${address} (deposed ${deposed})`;
}
