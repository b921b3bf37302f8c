import { type Finding } from "../../constructs/core/validation";
import { isObject, showPath, type Path } from "../problems";
import { type Check } from "./check";

/** Text that somebody meant to replace. */
const PLACEHOLDERS: readonly RegExp[] = [
  /\byour[-_ ][a-z]/i,
  /replace[-_ ]?(with|me|this)/i,
  /change[-_ ]?me/i,
  /placeholder/i,
  /\b(TODO|FIXME|TBD)\b/,
  /(?<![a-z0-9])x{3,}(?![a-z0-9])/i,
  /<[^<>]*>/,
  /\$\{[^}]*\}/,
  /\{\{[^}]*\}\}/,
  /(?<![a-z0-9-])example\.(com|org|net|edu)(?![a-z0-9-])/i,
  /\.(test|example|invalid|localhost)(?![a-z0-9.-])/i,
  /(?<![a-z0-9-])localhost(?![a-z0-9-])/i,
  /^sha256:([0-9a-f])\1{63}$/i,
  /^0{6}-0{6}-0{6}$/,
];

/** Nothing that was copied from an example and never filled in reaches a cloud. The sandbox may hold such values. */
export const placeholders: Check = {
  reads: [],
  find: (settings) =>
    settings.stage === "sandbox" ? [] : textsIn(settings).map(([path, text]) => placeholderProblem(path, text)),
};

function placeholderProblem(path: Path, text: string): Finding {
  const found = PLACEHOLDERS.map((pattern) => pattern.exec(text)?.[0]).find((match) => match !== undefined);
  return (
    found !== undefined && {
      setting: showPath(path),
      value: text,
      must: `hold no placeholder outside the sandbox, and '${found}' is one`,
      fix: "put the real value in its place",
    }
  );
}

/** Every text at any depth, keys included: labels have free keys. */
function textsIn(value: unknown, path: Path = []): readonly (readonly [Path, string])[] {
  if (typeof value === "string") {
    return [[path, value]];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => textsIn(item, [...path, index]));
  }
  if (!isObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, part]) => [
    [[...path, key], key] as const,
    ...textsIn(part, [...path, key]),
  ]);
}
