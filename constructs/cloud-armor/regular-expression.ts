import { isKnown, type Finding } from "../core/validation";

const REFERENCE = "https://cloud.google.com/armor/docs/rules-language-reference";
const RE2 = "https://github.com/google/re2/wiki/Syntax";

/** RE2 refuses to compile a repetition of more than this: https://github.com/google/re2/wiki/Syntax */
const MAX_REPETITIONS = 1000;

/** What JavaScript or Perl know and RE2 doesn't, in the words of an error text. */
const UNSUPPORTED: readonly (readonly [RegExp, string])[] = [
  [/\(\?(?:=|!|<=|<!)/, "look around ((?=…), (?!…), (?<=…) or (?<!…))"],
  [/\\[1-9](?!\d)|\\k</, "refer back to a group (\\1)"],
  [/\(\?>|[*+?}]\+/, "have atomic groups or possessive quantifiers"],
];

/** Letters that RE2 knows behind a backslash: https://github.com/google/re2/wiki/Syntax */
const ESCAPES = "aftnrvxpPCQEAbBzdDsSwW";

/**
 * What is wrong with a pattern for `matches()`: RE2, compiled without Unicode, that matches anywhere in the text unless
 * it has `^` and `$`.
 */
export function patternProblems(setting: string, pattern: string): readonly Finding[] {
  if (!isKnown(pattern)) {
    return [];
  }
  const outsideClasses = withoutClasses(pattern);
  const escapes = [...pattern.matchAll(/\\(.)/g)].map(([, sign = ""]) => sign);
  const feature =
    UNSUPPORTED.find(([sign]) => sign.test(outsideClasses))?.[1] ??
    (escapes.some((sign) => /[A-Za-z]/.test(sign) && !ESCAPES.includes(sign))
      ? "use escapes such as \\Z or \\u"
      : undefined);
  const repetitions = [...outsideClasses.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, low, high]) => [
    Number(low),
    Number(high ?? 0),
  ]);
  return [
    pattern === "" && { setting, must: "be a regular expression", fix: "write one, or leave the condition out" },
    feature !== undefined && {
      setting,
      value: pattern,
      must: `not ${feature}, which RE2 can't`,
      fix: "say it with When.not(…), or write the alternatives out",
      source: RE2,
    },
    repetitions.some((times) => times > MAX_REPETITIONS) && {
      setting,
      value: pattern,
      must: `repeat at most ${MAX_REPETITIONS} times`,
      fix: "use * or + for more",
      source: RE2,
    },
    feature === undefined &&
      !compiles(pattern) && {
        setting,
        value: pattern,
        must: "be a regular expression in RE2's syntax",
        fix: "look for brackets that are left open",
        source: RE2,
      },
    textProblem(setting, pattern),
  ];
}

/**
 * A problem with a text that ends up between quotes in an expression. Quotes and backslashes are escaped there;
 * Terraform's templates are refused, because nobody means them in a request.
 */
export function textProblem(setting: string, text: string): Finding {
  return (
    isKnown(text) &&
    (!/^[\x20-\x7e]*$/.test(text) || /[$%]\{/.test(text)) && {
      setting,
      value: text,
      must: "have printable ASCII characters only, and neither ${ nor %{, which start a template in Terraform",
      fix: "write [$] for a dollar in a regular expression, and other characters as they stand in the request, encoded",
      source: REFERENCE,
    }
  );
}

/** A class such as `[+*]` is no quantifier, and an escaped sign is no sign: neither is looked at for features. */
function withoutClasses(pattern: string): string {
  return pattern.replaceAll(/\\[^1-9k]/g, "_").replaceAll(/\[\^?\]?[^\]]*\]/g, "_");
}

/** JavaScript's own reader finds what is left open; what RE2 has and it hasn't is taken out first. */
function compiles(pattern: string): boolean {
  const common = pattern
    .replaceAll(/\\Q.*?(?:\\E|$)/g, "_")
    .replaceAll(/\(\?[imsU-]+\)/g, "")
    .replaceAll(/\(\?[imsU-]+:/g, "(?:")
    .replaceAll("(?P<", "(?<");
  try {
    new RegExp(common);
    return true;
  } catch {
    return false;
  }
}
