/**
 * Text as the rules language has it: a sequence of bytes, written as a string with one character for each byte. Its
 * regular expressions are compiled with RE2::Latin1, so `.` matches one byte of an umlaut.
 * https://cloud.google.com/armor/docs/rules-language-reference#operations
 */
export function toBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** Text for people; bytes that are no UTF-8 become replacement characters. */
export function fromBytes(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** `%41` becomes `A` and `+` a space; what is no valid encoding stays as it is. */
export function urlDecode(text: string): string {
  return text
    .replaceAll("+", " ")
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** As {@link urlDecode}, and `%u0041` becomes `A`, too. */
export function urlDecodeUni(text: string): string {
  return text
    .replaceAll("+", " ")
    .replaceAll(/%u([0-9a-f]{4})|%([0-9a-f]{2})/gi, (_, wide: string | undefined, hex: string) =>
      wide === undefined ? String.fromCharCode(parseInt(hex, 16)) : toBytes(String.fromCharCode(parseInt(wide, 16))),
    );
}

/** Both alphabets of base64; an empty string when the text is no base64. */
export function base64Decode(text: string): string {
  const standard = text.replaceAll("_", "/").replaceAll("-", "+");
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(standard)
    ? Buffer.from(standard, "base64").toString("latin1")
    : "";
}

/** Everything beyond ASCII becomes `%u` and four hexadecimal digits in lowercase. */
export function utf8ToUnicode(bytes: string): string {
  return [...fromBytes(bytes)]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 128 ? character : `%u${code.toString(16).padStart(4, "0")}`;
    })
    .join("");
}

/** ASCII letters only: bytes of other characters stay as they are. */
export function lower(bytes: string): string {
  return bytes.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** ASCII letters only: bytes of other characters stay as they are. */
export function upper(bytes: string): string {
  return bytes.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** The 101st, the 2nd, the 13th. */
export function ordinal(count: number): string {
  const teen = count % 100 >= 11 && count % 100 <= 13;
  const suffix = teen ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
  return `${count}${suffix}`;
}

/** At most 60 characters of a value, in quotes. */
export function excerpt(text: string): string {
  const shown = text.replaceAll(/[^\x20-\x7e\u00a0-\uffff]+/g, " ");
  return JSON.stringify(shown.length > 60 ? `${shown.slice(0, 57)}...` : shown);
}
