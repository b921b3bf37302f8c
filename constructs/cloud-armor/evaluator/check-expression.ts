import { RE2JS } from "@bufbuild/re2";
import { closest, distance } from "fastest-levenshtein";
import { readWafCall, type WafCall } from "./waf-call";
import {
  callOf,
  literalOf,
  pathOf,
  rewriteCall,
  rewriteText,
  SyntaxProblem,
  textsOf,
  type Call,
  type Node,
  type Parsed,
} from "./syntax";
import { toBytes } from "./text";
import { isRange } from "./web-request";

type Type = "string" | "int" | "double" | "bool" | "map" | "list";

/**
 * Every attribute of a request.
 * https://cloud.google.com/armor/docs/rules-language-reference#attributes
 */
const ATTRIBUTES: Readonly<Record<string, Type>> = {
  "origin.ip": "string",
  "origin.user_ip": "string",
  "origin.region_code": "string",
  "origin.asn": "int",
  "origin.tls_ja3_fingerprint": "string",
  "origin.tls_ja4_fingerprint": "string",
  "request.headers": "map",
  "request.method": "string",
  "request.path": "string",
  "request.query": "string",
  "request.scheme": "string",
  "token.recaptcha_exemption.valid": "bool",
  "token.recaptcha_action.score": "double",
  "token.recaptcha_action.captcha_status": "string",
  "token.recaptcha_action.action": "string",
  "token.recaptcha_action.valid": "bool",
  "token.recaptcha_session.score": "double",
  "token.recaptcha_session.valid": "bool",
};

/** What is written behind a string and a dot: the types of the arguments, then that of the result. */
const METHODS: Readonly<Record<string, readonly [...Type[], Type]>> = {
  contains: ["string", "bool"],
  startsWith: ["string", "bool"],
  endsWith: ["string", "bool"],
  matches: ["string", "bool"],
  lower: ["string"],
  upper: ["string"],
  base64Decode: ["string"],
  urlDecode: ["string"],
  urlDecodeUni: ["string"],
  utf8ToUnicode: ["string"],
};

/** Functions, each with the argument lists that it takes; all but `int` and `size` say yes or no. */
const FUNCTIONS: Readonly<Record<string, readonly (readonly Type[])[]>> = {
  inIpRange: [["string", "string"]],
  int: [["string"]],
  size: [["string"]],
  evaluateThreatIntelligence: [["string"], ["string", "list"], ["string", "string"], ["string", "string", "list"]],
  evaluateAddressGroup: [
    ["string", "string"],
    ["string", "string", "list"],
  ],
  evaluateOrganizationAddressGroup: [
    ["string", "string"],
    ["string", "string", "list"],
  ],
  evaluateAdaptiveProtection: [["string"]],
  evaluateAdaptiveProtectionAutoDeploy: [[]],
};

const WAF_FUNCTIONS = ["evaluatePreconfiguredWaf", "evaluatePreconfiguredExpr"] as const;

const COMPARISONS: ReadonlySet<string> = new Set(["_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"]);

/** What the check found in an expression on its way. */
export interface Findings {
  /** The calls of preconfigured rule sets: the first argument of each is now its place in this list. */
  readonly wafCalls: readonly WafCall[];
  /** Attributes that the expression reads. */
  readonly attributes: ReadonlySet<string>;
}

/**
 * Checks that an expression belongs to Cloud Armor's rules language, and rewrites the three things in it that CEL has
 * otherwise: `has(map['key'])`, text as bytes, and the arguments of rule sets.
 *
 * @throws SyntaxProblem with the place of the first thing that is not of the language
 */
export function checkExpression({ root, positionOf }: Parsed): Findings {
  const wafCalls: WafCall[] = [];
  const attributes = new Set<string>();
  const fail = (node: Node, message: string): never => {
    throw new SyntaxProblem(positionOf(node), message);
  };
  const expect = (node: Node, type: Type, where: string): void => {
    const found = typeOf(node);
    if (found !== type) {
      fail(node, `${where} must be of type ${type}, not ${found}`);
    }
  };

  const typeOf = (node: Node): Type => {
    const path = pathOf(node);
    if (path !== undefined) {
      return typeOfPath(node, path);
    }
    const call = callOf(node);
    if (call !== undefined) {
      return typeOfCall(node, call);
    }
    if (textsOf(node) !== undefined) {
      return "list";
    }
    return typeOfLiteral(node);
  };

  const typeOfPath = (node: Node, path: string): Type => {
    const header = /^request\.headers\.(\w+)$/.exec(path);
    const attribute = header === null ? path : "request.headers";
    attributes.add(attribute);
    const type = ATTRIBUTES[attribute];
    if (type === undefined) {
      return fail(node, `there is no attribute ${path}${similar(path, Object.keys(ATTRIBUTES))}`);
    }
    const testOnly = node.exprKind.case === "selectExpr" && node.exprKind.value.testOnly;
    if (testOnly) {
      return header === null ? fail(node, "has() takes a key of a map, such as request.headers['cookie']") : "bool";
    }
    return header === null ? type : "string";
  };

  const typeOfLiteral = (node: Node): Type => {
    const value = literalOf(node);
    switch (typeof value) {
      case "string":
        rewriteText(node, toBytes(value));
        return "string";
      case "bigint":
        return "int";
      case "number":
        return "double";
      case "boolean":
        return "bool";
      default:
        return fail(node, "this is no value of the rules language");
    }
  };

  const typeOfCall = (node: Node, call: Call): Type => {
    const { name, target, args } = call;
    if (WAF_FUNCTIONS.some((waf) => waf === name) && target === undefined) {
      const [first] = args;
      wafCalls.push(readWafCall(call, (at, message) => fail(at ?? node, message)));
      if (first !== undefined) {
        rewriteText(first, String(wafCalls.length - 1));
        rewriteCall(node, "evaluateRuleSet", [first]);
      }
      return "bool";
    }
    if (name === "has" && target === undefined) {
      const [key] = args;
      const index = key === undefined ? undefined : callOf(key);
      if (key === undefined || index?.name !== "_[_]") {
        return fail(node, "has() takes a key of a map, such as request.headers['cookie']");
      }
      typeOf(key);
      rewriteCall(node, "@in", [...index.args].reverse());
      return "bool";
    }
    if (target !== undefined) {
      return typeOfMethod(node, call, target);
    }
    return FUNCTIONS[name] === undefined ? typeOfOperator(node, call) : typeOfFunction(node, call, FUNCTIONS[name]);
  };

  const typeOfMethod = (node: Node, { name, args }: Call, target: Node): Type => {
    const method = METHODS[name];
    if (method === undefined) {
      return fail(node, `there is no operation ${name}()${similar(name, Object.keys(METHODS))}`);
    }
    expect(target, "string", `what .${name}() is asked of`);
    if (args.length !== method.length - 1) {
      fail(node, `.${name}() takes ${method.length - 1} argument${method.length === 2 ? "" : "s"}, not ${args.length}`);
    }
    args.forEach((argument) => {
      const pattern = literalOf(argument);
      expect(argument, "string", `the argument of .${name}()`);
      if (name === "matches" && typeof pattern === "string") {
        checkPattern(argument, pattern);
      }
    });
    return method.at(-1) ?? "bool";
  };

  const checkPattern = (node: Node, pattern: string): void => {
    try {
      RE2JS.compile(toBytes(pattern));
    } catch (error) {
      fail(node, `this is no regular expression of RE2: ${(error as Error).message}`);
    }
  };

  const typeOfFunction = (node: Node, { name, args }: Call, overloads: readonly (readonly Type[])[]): Type => {
    const types = args.map(typeOf);
    if (!overloads.some((wanted) => wanted.join() === types.join())) {
      const wanted = overloads.map((overload) => `${name}(${overload.join(", ")})`).join(" or ");
      fail(node, `${name}(${types.join(", ")}) is unknown, the language has ${wanted}`);
    }
    const ranges = [
      ...(name === "inIpRange" ? args.slice(1).map(literalOf) : []),
      ...args.flatMap((arg) => textsOf(arg) ?? []),
    ];
    ranges.forEach((range) => {
      if (typeof range === "string" && !isRange(range)) {
        fail(node, `'${range}' is no address range: write it as 203.0.113.0/24 or 2001:db8::/32`);
      }
    });
    return name === "int" || name === "size" ? "int" : "bool";
  };

  const typeOfOperator = (node: Node, { name, args }: Call): Type => {
    const [left, right] = args;
    if (name === "!_" && left !== undefined) {
      expect(left, "bool", "what ! negates");
      return "bool";
    }
    if (left === undefined || right === undefined || args.length > 2) {
      return fail(node, unknownFunction(name));
    }
    if (name === "_&&_" || name === "_||_") {
      args.forEach((side) => expect(side, "bool", `each side of ${name.slice(1, -1)}`));
      return "bool";
    }
    if (name === "_[_]") {
      expect(left, "map", "what [] is asked of");
      expect(right, "string", "the key");
      return "string";
    }
    if (name === "_+_") {
      args.forEach((side) => expect(side, "string", "each side of +"));
      return "string";
    }
    if (!COMPARISONS.has(name)) {
      return fail(node, unknownFunction(name));
    }
    const [one, other] = [typeOf(left), typeOf(right)];
    const numbers = [one, other].every((type) => type === "int" || type === "double");
    if (!numbers && (one !== other || one === "map" || one === "list")) {
      fail(node, `${one} and ${other} can't be compared`);
    }
    return "bool";
  };

  const type = typeOf(root);
  if (type !== "bool") {
    fail(root, `an expression says yes or no, this one is of type ${type}`);
  }
  return { wafCalls, attributes };
}

function unknownFunction(name: string): string {
  const known = [...Object.keys(FUNCTIONS), ...WAF_FUNCTIONS, "has"];
  return /^\w+$/.test(name)
    ? `there is no function ${name}()${similar(name, known)}`
    : `the operator ${name.replaceAll(/[_@]/g, "")} is not in the rules language`;
}

function similar(name: string, known: readonly string[]): string {
  const near = closest(name, [...known]);
  return distance(name, near) <= 3 ? `; did you mean ${near}?` : "";
}
