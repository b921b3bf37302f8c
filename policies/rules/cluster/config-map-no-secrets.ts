import { textMap } from "../../facts/cluster-objects";
import { verdict, type ObjectRule } from "../../rule";

/** Names of what is secret. */
const KEY = /(pass(word|wd|phrase)?|pwd|secret|token|credential|api[-_.]?key|private[-_.]?key|auth[-_.]?key)s?$/i;

/** What is no secret itself although its name says so: a file, a number, a switch, or a reference. */
const HARMLESS = /^(\/|\.\/|\d+[a-z]*$|true$|false$|projects\/|https?:\/\/[^@]*$|$)/;

/** What is secret by its look. */
const VALUES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bAIza[0-9A-Za-z_-]{35}\b/,
  /\bgh[pousr]_[0-9A-Za-z]{36}\b/,
  /\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\./,
  /\b[a-z][a-z0-9+]*:\/\/[^\s:/@]+:[^\s@/]+@/,
  /\b(?:password|passwd|pwd|secret|api_?key|token)\s*[:=]\s*["']?[^\s"'$<{/]{6,}/i,
];

/** No ConfigMap holds a secret, by the name of a key or by the look of a value. */
export const configMapNoSecrets: ObjectRule = {
  kinds: ["ConfigMap"],
  evaluate: ({ object }) =>
    verdict(
      Object.entries(textMap(object.data)).flatMap(([key, value]) => [
        ...(KEY.test(key) && !HARMLESS.test(value) ? [`data["${key}"] is called like a secret`] : []),
        ...(VALUES.some((look) => look.test(value)) ? [`data["${key}"] looks like a secret`] : []),
      ]),
    ),
};
