import { INPUT, INPUT_AND_HEADERS, SHOWN_HEADERS, type Signature } from "./signature";

type Entry = readonly [Signature["id"], Signature["sensitivity"], looksFor: string, pattern: RegExp];

/** Twelve marks and more in one value, as an injection has and a sentence rarely does. */
const MARKS = "[~!@#$%^&*()\\-+={}\\[\\]|:;\"'`<>]";
const marks = (count: number): RegExp => new RegExp(`(?:${MARKS}[^~!@#$%^&*()\\-+={}\\[\\]|:;"'\`<>]*){${count}}`);

const COMMON: readonly Entry[] = [
  [
    "942140",
    1,
    "names of system tables",
    /\b(?:information_schema|pg_catalog|sqlite_(?:temp_)?master|msysobjects|sysobjects|sysdatabases|mysql\.(?:user|db))\b/i,
  ],
  ["942160", 1, "a delay", /\bsleep\s*\(\s*\d[\d.]*\s*\)|\bbenchmark\s*\([^,()]{1,40},/i],
  ["942170", 1, "a delay in a query", /\bselect\b.{0,80}\b(?:sleep|benchmark)\s*\(/i],
  [
    "942190",
    1,
    "UNION SELECT, or a shell of SQL Server",
    /\bunion(?:\s|\/\*[^*]{0,40}\*\/|\()+(?:(?:all|distinct)(?:\s|\/\*[^*]{0,40}\*\/)+)?\(*\s*select\b\W{0,20}(?:\d|null\b|['"*@]|\w{1,40}(?:\s*,|\s+from\b|\())|\bxp_cmdshell\b|\bsp_executesql\b/i,
  ],
  [
    "942220",
    1,
    "a number that overflows",
    /^(?:-?2147483648|2147483647|429496729[56]|-?0000023456|0000012345|2\.2250738585072007e-308|1e309)$/i,
  ],
  ["942230", 1, "a condition", /[\s(]case\s+when\b.{1,200}?\bthen\b|\bif\s*\(\s*\w+\s*[=<>]/i],
  ["942240", 1, "a change of character set, or a jump", /\balter\s+\w+.{0,80}\bcharacter\s+set\b|['"];?\s*goto\b/i],
  [
    "942250",
    1,
    "MATCH AGAINST, MERGE USING or EXECUTE IMMEDIATE",
    /\bmatch\s*\([^)]{0,80}\)\s*against\s*\(|\bexecute\s+immediate\s*['"]|\bmerge\b.{1,80}\busing\s*\(/i,
  ],
  ["942270", 1, "UNION SELECT FROM", /\bunion\b.{1,200}?\bselect\b.{1,200}?\bfrom\b/i],
  [
    "942280",
    1,
    "a delay or shutdown",
    /\bpg_sleep\s*\(|\bwaitfor\s+(?:delay|time)\s*['"]|;\s*shutdown\s*(?:;|--|#|$)/i,
  ],
  [
    "942290",
    1,
    "an operator of MongoDB",
    /\[\$(?:ne|eq|lte?|gte?|n?in|mod|all|size|exists|type|x?or|and|not|regex|where)\]|^\$(?:where|ne|gte?|lte?|regex|n?in)$/i,
  ],
  [
    "942320",
    1,
    "a stored procedure or declaration",
    /\bdeclare\s+@\w+|\bexec(?:ute)?\s*\(\s*@|\bprocedure\s+analyse\s*\(|\bcreate\s+(?:procedure|function)\s+\w+\s*\(/i,
  ],
  [
    "942350",
    1,
    "a second statement that changes data",
    /;\s*(?:(?:alter|create|drop|truncate)\s+(?:table|database|user|function|view|index|role|schema)|insert\s+into|update\s+\w+\s+set|delete\s+from|rename\s+table|load\s+data)\b/i,
  ],
  [
    "942360",
    1,
    "a query put together from pieces",
    /\b(?:select|insert|update|delete|alter|create|load)\s+(?:group_concat|load_file|char)\s*\(|[\s(]load_file\s*\(|['"`]\s+(?:regexp\b|(?:having|group\s+by|order\s+by)\s+[\d'"])|\binto\s+(?:out|dump)file\b/i,
  ],
  ["942500", 1, "a comment that MySQL runs", /\/\*[!+]/],
  ["942540", 1, "a quote and the end of the statement", /^[^'"`]*['"`]\s*;/],
  ["942110", 2, "a quote at the beginning or the end", /^\s*['"`;]|['"`]\s*$/],
  [
    "942120",
    2,
    "an operator",
    /!=|<>|<=>|&&|\|\||\b(?:r?like|is\s+(?:not\s+)?null|sounds\s+like|between\s+\w+\s+and)\b/i,
  ],
  ["942130", 2, "a comparison with itself", /\b(\w+)['"]?\s*(?:=|<=>|\blike\b)\s*['"]?\1\b/i],
  [
    "942150",
    2,
    "a function",
    /\b(?:concat(?:_ws)?|substr(?:ing)?|ascii|char|(?:un)?hex|group_concat|extractvalue|updatexml|version|database|current_user|cast|convert|md5|sha1)\s*\(/i,
  ],
  ["942180", 2, "a quote and an operator", /['"`]\s*(?:\|\||&&|(?:or|and|xor|like|between|div|is)\b)/i],
  ["942330", 2, "a quote and a comparison", /['"`]\s*(?:or|and)\s+\d+\s*[=<>]/i],
  ["942361", 2, "UNION or ALTER behind marks", /^[\W\d]+(?:alter|union)\b/i],
  ["942430", 2, "twelve marks", marks(12)],
  ["942440", 2, "a comment", /\/\*|\*\/|--(?:\s|$)|;\s*#/],
  ["942450", 2, "a hexadecimal number", /\b0x[0-9a-f]{3,}\b/i],
  ["942251", 3, "HAVING", /\bhaving\b.{0,40}[=<>]/i],
  ["942431", 3, "six marks", marks(6)],
  ["942460", 3, "four marks in a row", /\W{4,}/],
  ["942432", 4, "two marks", marks(2)],
];

/** Injection of SQL. */
export const SQLI: readonly Signature[] = [
  {
    groups: ["sqli"],
    id: "942100",
    sensitivity: 1,
    looksFor: "text that ends a literal and goes on as SQL",
    inspects: INPUT_AND_HEADERS,
    headers: SHOWN_HEADERS,
    pattern: new RegExp(
      [
        // ' or 1=1, ') and 'a' like 'a
        /['"`]\s*\)*\s*(?:\|\||&&|\b(?:or|and|xor)\b)\s*\(*\s*(?:not\s+)?['"`]?[\w.]+['"`]?\s*\)*\s*(?:[=<>]|!=|\b(?:like|is|in|between)\b)/,
        // 1 or 1=1
        /(?:^|[=(,\s])\d+\s*\)*\s+(?:or|and|xor)\s+\(*\s*(?:\d+|'[^']*')\s*(?:[=<>]|\blike\b)\s*(?:\d+|')/,
        // ' or true, ' or 1 --
        /['"`]\s*\)*\s*\b(?:or|and|xor)\s+(?:true|false|\d+)\s*(?:--|#|$)/,
        // admin'--
        /['"`]\s*\)*\s*;?\s*(?:--[\s-]*|#\s*|\/\*.*)$/,
        // '; drop table users
        /['"`\d)]\s*;\s*(?:select|insert\s+into|update\s+\w+\s+set|delete\s+from|drop\s+\w+|alter\s+\w+|create\s+\w+|exec(?:ute)?\s|truncate\s+\w+)\b/,
      ]
        .map(({ source }) => source)
        .join("|"),
      "i",
    ),
  },
  ...COMMON.map(([id, sensitivity, looksFor, pattern]): Signature => ({
    groups: ["sqli"],
    id,
    sensitivity,
    looksFor,
    inspects: INPUT,
    pattern,
  })),
  {
    groups: ["json-sqli"],
    id: "942550",
    sensitivity: 2,
    looksFor: "SQL that works on JSON",
    inspects: INPUT,
    pattern:
      /::jsonb?\b|\bjson_(?:extract|value|query|contains|keys|search|array_length|extract_path)\w*\s*\(|['"}]\s*(?:->>?|#>>?|<@|@>)\s*['"{]/i,
  },
];
