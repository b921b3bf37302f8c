import { celEnv, celFunc, celMethod, CelScalar, isCelError, listType, plan, type CelInput } from "@bufbuild/cel";
import { RE2JS } from "@bufbuild/re2";
import { checkExpression } from "./check-expression";
import { parseExpression } from "./syntax";
import * as text from "./text";
import { type WafCall } from "./waf-call";
import { inRange, isRange, type ReadRequest } from "./web-request";

/** The questions of an expression that the request alone doesn't answer. */
export interface Answers {
  /** Does one of the rule set's signatures match? */
  ruleSet(call: WafCall): boolean;
  /** Is the address in the feed? `source` is an address or the name of a header. */
  threatFeed(name: string, source: string | undefined): string | undefined;
  /** Is the address in the group? */
  addressGroup(name: string, source: string): string | undefined;
  /** Does Adaptive Protection take the sender for an attacker? */
  attacker(): boolean;
}

/** What an expression says about a request. */
export interface Judgment {
  readonly matches: boolean;
  /** Why it could not be evaluated to the end; Cloud Armor takes such a rule for one that does not match. */
  readonly error?: string;
}

/** An expression that is ready for requests. */
export interface Expression {
  readonly text: string;
  readonly wafCalls: readonly WafCall[];
  /** Attributes that it reads. */
  readonly attributes: ReadonlySet<string>;
  judge(request: ReadRequest, answers: Answers): Judgment;
}

const { BOOL, DYN, INT, STRING } = CelScalar;
const LIST = listType(STRING);

/**
 * Compiles an expression of Cloud Armor's rules language.
 *
 * @throws SyntaxProblem when it is none
 */
export function compileExpression(source: string): Expression {
  const parsed = parseExpression(source);
  const { wafCalls, attributes } = checkExpression(parsed);
  let asked: Answers | undefined;
  const answers = (): Answers => {
    if (asked === undefined) {
      throw new Error("an expression asks only while it is evaluated");
    }
    return asked;
  };
  const env = celEnv({
    variables: { request: DYN, origin: DYN, token: DYN },
    re2: cachedPatterns(),
    funcs: [...TEXT_OPERATIONS, ...lookups(answers, wafCalls)],
  });
  const program = plan(env, parsed.root);
  return {
    text: source,
    wafCalls,
    attributes,
    judge: (request, given) => {
      asked = given;
      const result = program(bindings(request));
      asked = undefined;
      return isCelError(result) ? { matches: false, error: explain(result.message) } : { matches: result === true };
    },
  };
}

const TEXT_OPERATIONS = [
  celMethod("lower", STRING, [], STRING, function () {
    return text.lower(this);
  }),
  celMethod("upper", STRING, [], STRING, function () {
    return text.upper(this);
  }),
  celMethod("base64Decode", STRING, [], STRING, function () {
    return text.base64Decode(this);
  }),
  celMethod("urlDecode", STRING, [], STRING, function () {
    return text.urlDecode(this);
  }),
  celMethod("urlDecodeUni", STRING, [], STRING, function () {
    return text.urlDecodeUni(this);
  }),
  celMethod("utf8ToUnicode", STRING, [], STRING, function () {
    return text.utf8ToUnicode(this);
  }),
  // the library reads "" as 0 and "0x10" as 16
  celFunc("int", [STRING], INT, (value) => {
    if (!/^[+-]?\d{1,18}$/.test(value)) {
      throw new Error(`int() can't read ${text.excerpt(value)}`);
    }
    return BigInt(value);
  }),
  celFunc("size", [STRING], INT, (value) => BigInt([...text.fromBytes(value)].length)),
  celFunc("inIpRange", [STRING, STRING], BOOL, (address, range) => {
    if (!isRange(address) || address.includes("/")) {
      throw new Error(`inIpRange() can't read the address ${text.excerpt(address)}`);
    }
    if (!isRange(range)) {
      throw new Error(`inIpRange() can't read the range ${text.excerpt(range)}`);
    }
    return inRange(address, range);
  }),
];

function lookups(answers: () => Answers, wafCalls: readonly WafCall[]) {
  const listed = (address: string | undefined, except: Iterable<unknown> = []): boolean =>
    address !== undefined && ![...except].some((range) => inRange(address, String(range)));
  const groups = ["evaluateAddressGroup", "evaluateOrganizationAddressGroup"].flatMap((name) => [
    celFunc(name, [STRING, STRING], BOOL, (group, source) => listed(answers().addressGroup(group, source))),
    celFunc(name, [STRING, STRING, LIST], BOOL, (group, source, except) =>
      listed(answers().addressGroup(group, source), except),
    ),
  ]);
  const feed = "evaluateThreatIntelligence";
  return [
    ...groups,
    celFunc(feed, [STRING], BOOL, (name) => listed(answers().threatFeed(name, undefined))),
    celFunc(feed, [STRING, LIST], BOOL, (name, except) => listed(answers().threatFeed(name, undefined), except)),
    celFunc(feed, [STRING, STRING], BOOL, (name, source) => listed(answers().threatFeed(name, source))),
    celFunc(feed, [STRING, STRING, LIST], BOOL, (name, source, except) =>
      listed(answers().threatFeed(name, source), except),
    ),
    celFunc("evaluateAdaptiveProtection", [STRING], BOOL, () => answers().attacker()),
    celFunc("evaluateAdaptiveProtectionAutoDeploy", [], BOOL, () => answers().attacker()),
    celFunc("evaluateRuleSet", [STRING], BOOL, (index) => {
      const call = wafCalls[Number(index)];
      return call !== undefined && answers().ruleSet(call);
    }),
  ];
}

/** The library compiles a pattern anew for every request. */
function cachedPatterns(): { compile(pattern: string): { test(value: string): boolean } } {
  const compiled = new Map<string, RE2JS>();
  return {
    compile: (pattern) => {
      const known = compiled.get(pattern) ?? RE2JS.compile(pattern);
      compiled.set(pattern, known);
      return known;
    },
  };
}

function bindings(request: ReadRequest): Record<"request" | "origin" | "token", CelInput> {
  const { given } = request;
  const { action, session, exemption = false } = given.recaptcha ?? {};
  const bytes = text.toBytes;
  return {
    request: new Map<string, CelInput>([
      ["method", bytes(request.method)],
      ["path", bytes(request.path)],
      ["query", bytes(request.query)],
      ["scheme", request.scheme],
      ["headers", new Map([...request.headers].map(([name, value]) => [bytes(name), bytes(value)]))],
    ]),
    origin: new Map<string, CelInput>([
      ["ip", request.address],
      ["user_ip", request.userAddress],
      ["region_code", bytes(given.region ?? "")],
      ["asn", BigInt(given.asn ?? 0)],
      ["tls_ja3_fingerprint", bytes(given.ja3 ?? "")],
      ["tls_ja4_fingerprint", bytes(given.ja4 ?? "")],
    ]),
    // an attribute of a token that is not there fails, and then the rule does not match
    token: new Map<string, CelInput>([
      ["recaptcha_exemption", new Map([["valid", exemption]])],
      [
        "recaptcha_action",
        new Map<string, CelInput>(
          action === undefined
            ? [["valid", false]]
            : [
                ["valid", true],
                ["score", action.score],
                ["captcha_status", action.captchaStatus ?? "NONE"],
                ["action", bytes(action.action ?? "")],
              ],
        ),
      ],
      [
        "recaptcha_session",
        new Map<string, CelInput>(
          session === undefined
            ? [["valid", false]]
            : [
                ["valid", true],
                ["score", session.score],
              ],
        ),
      ],
    ]),
  };
}

function explain(message: string): string {
  const key = /^field not found: (.*)$/.exec(message)?.[1];
  return key === undefined ? message : `the request has no ${key}`;
}
