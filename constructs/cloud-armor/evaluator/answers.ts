import { type Answers } from "./expression";
import { type Inspection } from "./inspection";
import { type PolicyRule } from "./policy-rule";
import { type Trace } from "./trace";
import { type Knowledge } from "./verdict";
import { judgeRuleSet } from "./waf";
import { firstAddress, inRange, type ReadRequest } from "./web-request";

/** The request that a rule's expression is asked about, and where remarks go. */
export interface Question {
  readonly rule: PolicyRule;
  readonly request: ReadRequest;
  /** The request in pieces; taken apart when the first signature looks at it. */
  readonly inspection: () => Inspection;
  readonly knowledge: Knowledge;
  readonly trace: Trace;
}

/**
 * Answers what only Google knows: signatures from approximations, lists from what the caller knows.
 *
 * @param found is filled with what speaks for a match, in words
 */
export function answer({ rule, request, inspection, knowledge, trace }: Question, found: string[]): Answers {
  const listed = (
    what: string,
    name: string,
    lists: Readonly<Record<string, readonly string[]>> | undefined,
    address: string | undefined,
  ): string | undefined => {
    const ranges = lists?.[name];
    if (ranges === undefined) {
      trace.note(`${rule.rule}: only Google knows ${what} ${name}; it was taken as empty`);
    }
    if (address === undefined || !(ranges ?? []).some((range) => inRange(address, range))) {
      return undefined;
    }
    found.push(`${address} is in ${what} ${name}`);
    return address;
  };
  const addressOf = (source: string): string | undefined =>
    firstAddress(source) ?? firstAddress(request.headers.get(source.toLowerCase()));

  return {
    ruleSet: (call) => {
      const judgment = judgeRuleSet(call, rule.exclusions, request, inspection());
      judgment.notes.forEach((note) => trace.note(note));
      if (judgment.matches) {
        found.push(judgment.why);
      } else {
        trace.pass(call.ruleSet, judgment.patterns);
      }
      return judgment.matches;
    },
    threatFeed: (name, source) =>
      listed("threat feed", name, knowledge.threatFeeds, source === undefined ? request.address : addressOf(source)),
    addressGroup: (name, source) => listed("address group", name, knowledge.addressGroups, addressOf(source)),
    attacker: () => {
      const { attackers } = knowledge;
      if (attackers === undefined) {
        trace.note(`${rule.rule}: only Adaptive Protection knows attackers; nobody was taken for one`);
      }
      const attacks = (attackers ?? []).some((range) => inRange(request.address, range));
      if (attacks) {
        found.push(`${request.address} is one of the attackers`);
      }
      return attacks;
    },
  };
}
