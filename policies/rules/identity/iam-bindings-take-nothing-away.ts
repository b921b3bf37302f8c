import { type Block, type RenderedResource } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/**
 * Roles that Google gives its own agents when an API is enabled. A binding that leaves one of them out breaks the service.
 * https://cloud.google.com/iam/docs/service-agents
 */
const HELD_BY_AGENTS = /^roles\/editor$|^roles\/cloudbuild\.builds\.builder$|service[aA]gent$/;

/** A binding owns its role: nobody else's grant of it stands beside, and none that Google gave is taken away. */
export const iamBindingsTakeNothingAway: ResourceRule = {
  appliesTo: "every",
  evaluate: (binding, stack) => {
    const [, kind] = /^(google_.+_iam)_binding$/.exec(binding.type) ?? [];
    if (kind === undefined) {
      return NOT_APPLICABLE;
    }
    const own = targetOf(binding);
    const rivals = [...stack.ofType(`${kind}_binding`), ...stack.ofType(`${kind}_member`)].filter(
      (one) => one.address !== binding.address && targetOf(one) === own,
    );
    const role = String(binding.arguments.role);
    return verdict([
      ...rivals.map((one) => `members takes "${role}" away from those of ${one.address}`),
      ...(/^google_(project|folder|organization)_iam$/.test(kind) && HELD_BY_AGENTS.test(role)
        ? [`role is "${role}", which this binding takes away from Google's agents`]
        : []),
    ]);
  },
};

/** What the grant is on, with its role and condition. */
function targetOf({ arguments: block }: RenderedResource): string {
  const rest: Block = Object.fromEntries(
    Object.entries(block)
      .filter(([name]) => !["member", "members", "depends_on", "lifecycle", "provider"].includes(name))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
  return JSON.stringify(rest);
}
