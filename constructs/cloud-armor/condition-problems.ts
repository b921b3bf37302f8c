import { NAME_RULES, nameProblem } from "../core/naming";
import { isKnown, outOfRange, type Finding } from "../core/validation";
import { addressRangeProblems } from "./address-range";
import { type Condition } from "./condition";
import { simpleConditions, subexpressionsOf, toExpression, type SimpleCondition } from "./expression";
import { patternProblems, textProblem } from "./regular-expression";
import { wafProblems } from "./waf";

const REFERENCE = "https://cloud.google.com/armor/docs/rules-language-reference";
const QUOTAS = "https://cloud.google.com/armor/quotas";

/**
 * Limits of an expression.
 * https://cloud.google.com/armor/quotas and https://cloud.google.com/armor/docs/rules-language-reference
 */
export const EXPRESSION_LIMITS = { subexpressions: 5, characters: 2048, subexpressionCharacters: 1024 } as const;

/** The name of a reCAPTCHA action: https://cloud.google.com/armor/docs/rules-language-reference#action-token_attributes */
const MAX_ACTION_NAME = 100;

/** Autonomous systems have 32-bit numbers; 0 is reserved: https://www.rfc-editor.org/rfc/rfc6793 */
const MAX_ASN = 4_294_967_295;

/** What is wrong with a condition, before Google says so at apply. */
export function conditionProblems(setting: string, condition: Condition): readonly Finding[] {
  const parts = subexpressionsOf(condition);
  const expression = toExpression(condition);
  const { subexpressions, characters, subexpressionCharacters } = EXPRESSION_LIMITS;
  const known = isKnown(expression);
  return [
    ...emptyProblems(setting, condition),
    ...simpleConditions(condition).flatMap((part) => simpleProblems(setting, part)),
    parts.length > subexpressions && {
      setting,
      value: parts.length,
      must: `have at most ${subexpressions} subexpressions`,
      fix: "split the rule into several",
      source: REFERENCE,
    },
    known &&
      expression.length > characters && {
        setting,
        value: expression.length,
        must: `have at most ${characters} characters`,
        fix: "split the rule into several",
        source: QUOTAS,
      },
    ...parts.map(
      (part): Finding =>
        isKnown(part) &&
        part.length > subexpressionCharacters && {
          setting,
          value: part.length,
          must: `have at most ${subexpressionCharacters} characters in each subexpression`,
          fix: "split the rule into several",
          source: QUOTAS,
        },
    ),
    known &&
      /[\r\n]/.test(expression) && {
        setting,
        must: "be written on one line",
        fix: "join the lines: the API refuses line breaks",
        source: REFERENCE,
      },
  ];
}

/** `When.all()` and `When.any()` without a condition, wherever they stand. */
function emptyProblems(setting: string, condition: Condition): readonly Finding[] {
  switch (condition.is) {
    case "not":
      return emptyProblems(setting, condition.condition);
    case "all":
    case "any":
      return [
        condition.conditions.length === 0 && {
          setting,
          must: "name at least one condition",
          fix: `fill When.${condition.is}(…)`,
        },
        ...condition.conditions.flatMap((part) => emptyProblems(setting, part)),
      ];
    default:
      return [];
  }
}

function simpleProblems(setting: string, condition: SimpleCondition): readonly Finding[] {
  switch (condition.is) {
    case "path":
      return [pathProblem(setting, condition.startsWith)];
    case "path-is":
      return [pathProblem(setting, condition.path)];
    case "path-matches":
      return [
        ...patternProblems(setting, condition.pattern),
        lowercaseProblem(setting, condition.pattern.replaceAll(/\\.|\(\?P</g, "")),
      ];
    case "query":
      return [
        condition.contains === "" && { setting, must: "be a text", fix: "write what to look for in the query" },
        textProblem(setting, condition.contains),
        lowercaseProblem(setting, condition.contains),
      ];
    case "host":
      return [nameProblem(NAME_RULES.host, setting, condition.name)];
    case "method":
      return setProblems(setting, condition.oneOf, /^[A-Z]+$/, "be an HTTP method in uppercase", "write it as POST");
    case "region":
      return setProblems(
        setting,
        condition.oneOf,
        /^[A-Z]{2}$/,
        "be a two-letter country code in uppercase",
        "write it as DE",
      );
    case "asn":
      return [
        emptyProblem(setting, condition.oneOf, "write it as 64496"),
        ...condition.oneOf.map((asn) => outOfRange(setting, asn, 1, MAX_ASN, { source: REFERENCE })),
      ];
    case "address":
      return [
        emptyProblem(setting, condition.ranges, "write it as 203.0.113.0/24"),
        ...addressRangeProblems(setting, condition.ranges),
      ];
    case "tls-fingerprint":
      return condition.algorithm === "JA3"
        ? setProblems(setting, condition.oneOf, /^[0-9a-f]{32}$/, "be a JA3 fingerprint", "write 32 hexadecimal digits")
        : setProblems(
            setting,
            condition.oneOf,
            /^[0-9A-Za-z]{10}_[0-9a-f]{12}_[0-9a-f]{12}$/,
            "be a JA4 fingerprint",
            "write it as t13d1516h2_8daaf6152771_b186095e22b6",
          );
    case "header":
      return [headerProblem(setting, condition.name)];
    case "header-matches":
      return [headerProblem(setting, condition.name), ...patternProblems(setting, condition.pattern)];
    case "cookie":
      return [mismatch(setting, condition.name, /^[A-Za-z0-9_.-]+$/, "be a cookie name", "write it as __Host-session")];
    case "body-longer-than":
      return [
        isKnown(condition.bytes) &&
          !(Number.isInteger(condition.bytes) && condition.bytes >= 0) && {
            setting,
            value: condition.bytes,
            must: "be a whole number of bytes",
            fix: "choose a size such as 10485760",
          },
      ];
    case "waf":
      return wafProblems(setting, condition);
    case "threat-intelligence":
      return [
        mismatch(
          setting,
          condition.feed,
          /^iplist-[a-z-]+$/,
          "be a feed of Google Threat Intelligence",
          "write it as iplist-tor-exit-nodes",
        ),
        ...addressRangeProblems(`${setting}.except`, condition.except),
      ];
    case "address-group":
      return [
        mismatch(
          setting,
          condition.group,
          /^[A-Za-z0-9_-]+$/,
          "be the name of an address group",
          "write its name only, without projects/…/addressGroups/",
        ),
        ...addressRangeProblems(`${setting}.except`, condition.except),
      ];
    case "adaptive-protection":
      return condition.alert === undefined
        ? []
        : [mismatch(setting, condition.alert, /^[A-Za-z0-9_-]+$/, "be the ID of an alert", "copy it from the alert")];
    case "recaptcha-score":
      return [
        isKnown(condition.score) &&
          !(condition.score >= 0 && condition.score <= 1) && {
            setting,
            value: condition.score,
            must: "be a score from 0 to 1",
            fix: "write a share such as 0.3",
            source: REFERENCE,
          },
      ];
    case "recaptcha-action":
      return [
        isKnown(condition.name) &&
          (condition.name === "" || condition.name.length > MAX_ACTION_NAME) && {
            setting,
            value: condition.name,
            must: `be an action's name of 1 to ${MAX_ACTION_NAME} characters`,
            fix: "write the name that the page gives to the action",
            source: REFERENCE,
          },
        textProblem(setting, condition.name),
      ];
    case "recaptcha-valid":
    case "recaptcha-captcha":
      return [];
    case "expression":
      return [
        condition.text.trim() === "" && {
          setting,
          must: "be an expression",
          fix: "write one, or leave the rule out",
          source: REFERENCE,
        },
      ];
  }
}

function pathProblem(setting: string, path: string): Finding {
  return mismatch(
    setting,
    path,
    /^\/[a-z0-9._~/-]*$/,
    "be a path in lowercase that begins with /",
    "write it as /api/sessions",
  );
}

function headerProblem(setting: string, name: string): Finding {
  return mismatch(setting, name, /^[a-z0-9-]+$/, "be a header name in lowercase", "write it as x-session");
}

function lowercaseProblem(setting: string, text: string): Finding {
  return (
    isKnown(text) &&
    /[A-Z]/.test(text) && {
      setting,
      value: text,
      must: "be in lowercase, because it is compared with lowercase text",
      fix: "write it in lowercase: it matches every spelling",
    }
  );
}

function emptyProblem(setting: string, values: readonly unknown[], fix: string): Finding {
  return values.length === 0 && { setting, must: "name at least one value", fix };
}

function setProblems(
  setting: string,
  values: readonly string[],
  pattern: RegExp,
  must: string,
  fix: string,
): readonly Finding[] {
  return [emptyProblem(setting, values, fix), ...values.map((value) => mismatch(setting, value, pattern, must, fix))];
}

function mismatch(setting: string, value: string, pattern: RegExp, must: string, fix: string): Finding {
  return isKnown(value) && !pattern.test(value) && { setting, value, must, fix, source: REFERENCE };
}
