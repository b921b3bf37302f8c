import { INPUT, INPUT_AND_HEADERS, type Signature } from "./signature";

type Entry = readonly [Signature["id"], Signature["sensitivity"], looksFor: string, pattern: RegExp];

const entries = (groups: Signature["groups"], list: readonly Entry[]): readonly Signature[] =>
  list.map(([id, sensitivity, looksFor, pattern]) => ({ groups, id, sensitivity, looksFor, inspects: INPUT, pattern }));

/** Code of PHP. */
export const PHP: readonly Signature[] = entries(
  ["php"],
  [
    ["933100", 1, "an opening tag", /<\?(?:php\b|=|\s)|\[\/?php\]/i],
    [
      "933120",
      1,
      "a setting of PHP",
      /\b(?:allow_url_include|auto_prepend_file|auto_append_file|disable_functions|open_basedir)\s*=/i,
    ],
    [
      "933130",
      1,
      "a global variable",
      /\$_(?:get|post|server|cookie|request|files|session|env)\b|\$globals\b|\$http_\w{1,20}_vars\b/i,
    ],
    ["933140", 1, "a stream", /\bphp:\/\/(?:std(?:in|out|err)|(?:in|out)put|fd|memory|temp|filter)/i],
    [
      "933150",
      1,
      "a dangerous function",
      /\b(?:base64_decode|shell_exec|passthru|proc_open|pcntl_exec|create_function|call_user_func(?:_array)?|file_(?:get|put)_contents|phpinfo|move_uploaded_file|unserialize|gzinflate|str_rot13)\s*\(|\b(?:system|exec|eval|assert|popen)\(/i,
    ],
    ["933170", 1, "a serialized object", /\b[oc]:\d+:"\w[\w\\]{0,80}":\d+:\{/i],
    ["933180", 1, "a call by the name in a variable", /\$+[a-z_]\w{0,40}\s*\([^)]{0,200}\)\s*;/i],
    ["933200", 1, "a wrapper", /\b(?:phar|zip|expect|glob|zlib|ogg|rar|ssh2|bzip2)(?:\.\w{1,10})?:\/\//i],
    [
      "933151",
      2,
      "a function",
      /\b(?:array_map|array_filter|usort|is_callable|extract|parse_str|putenv|ini_set|highlight_file|readfile)\s*\(/i,
    ],
  ],
);

const LOG4SHELL = /\$\{\s*(?:jndi|[^}]{0,30}\$\{[^}]{0,30}j[^}]{0,10}\}\s*(?:n|\$\{))/i;

/** Code and objects of Java. */
export const JAVA: readonly Signature[] = [
  ...entries(
    ["java"],
    [
      ["944100", 1, "a class that starts processes", /\bjava\.lang\.(?:runtime|processbuilder)\b/i],
      ["944110", 1, "the start of a process", /\b(?:runtime|processbuilder)\b.{0,80}\b(?:exec|start)\s*\(/i],
      [
        "944120",
        1,
        "a class of a deserialization chain",
        /\b(?:clonetransformer|forclosure|instantiatefactory|invokertransformer|prototypeclonefactory|whileclosure|xmldecoder)\b/i,
      ],
      [
        "944130",
        1,
        "a class of a framework",
        /\bcom\.opensymphony\.xwork2\b|\borg\.apache\.(?:struts2?|commons\.collections)\b|\bfreemarker\.template\.utility\b|\bjavax\.script\.scriptenginemanager\b|\bclass\.module\.classloader\b|@java\.lang/i,
      ],
      ["944200", 2, "a serialized object", /\xac\xed\x00\x05/],
      ["944210", 2, "a serialized object in base64", /rO0AB|KztAAU|Cs7QAF/],
    ],
  ),
  {
    groups: ["java"],
    id: "944150",
    sensitivity: 1,
    looksFor: "Log4Shell",
    inspects: INPUT_AND_HEADERS,
    pattern: LOG4SHELL,
  },
];

/** Code of Node.js, and what is no matter of a language: `generic` took the place of `nodejs`. */
export const GENERIC: readonly Signature[] = [
  ...entries(
    ["nodejs", "generic"],
    [
      [
        "934100",
        1,
        "code of Node.js",
        /_\$\$nd_func\$\$_|\brequire\s*\(\s*['"](?:node:)?(?:child_process|fs|os|net|vm)['"]|\bprocess\s*\.\s*(?:mainmodule|binding)\b|\b(?:spawn|exec)sync\s*\(|\bconstructor\s*\.\s*constructor\b/i,
      ],
    ],
  ),
  ...entries(
    ["generic"],
    [
      [
        "934110",
        1,
        "the metadata server of a cloud",
        /169\.254\.169\.254|\bmetadata\.google\.internal\b|\b100\.100\.100\.200\b|\[fd00:ec2::254\]|0xa9fea9fe|\b2852039166\b/i,
      ],
      ["934130", 1, "a prototype", /__proto__|\bconstructor\s*(?:\.|\]?\[)\s*['"]?prototype\b/i],
      ["934150", 1, "a process of Ruby", /\bprocess\s*\.\s*spawn\s*\(/i],
      ["934160", 1, "an endless loop", /\bwhile\s*\(\s*(?:!\s*)?(?:true|1|!0)\s*\)/i],
      [
        "934120",
        2,
        "an address inside the network",
        /\b(?:https?|ftp|gopher):\/\/(?:localhost|127\.|10\.|192\.168\.|0x7f|0\.0\.0\.0|\[::1?\])/i,
      ],
    ],
  ),
];

/**
 * Single vulnerabilities. The numbers are Google's own.
 * https://cloud.google.com/armor/docs/waf-rules#cves_and_other_vulnerabilities
 */
export const CVE: readonly Signature[] = (
  [
    ["044228", 1, "Log4Shell", /\$\{\s*jndi\s*:/i],
    ["144228", 1, "Log4Shell, in disguise", LOG4SHELL],
    ["244228", 3, "a lookup of Log4j", /\$\{\s*(?:(?:lower|upper|env|sys|java|date|ctx|main|base64)\s*:|:)/i],
    ["344228", 3, "Log4Shell in base64", /JHtqbmRp|R7am5ka|ke2puZG/],
    [
      "000001",
      1,
      "remote code in React Server Components, CVE-2025-55182",
      /\$\d+:(?:__proto__|constructor):(?:then|constructor|__proto__)/,
    ],
  ] as const satisfies readonly Entry[]
).map(([id, sensitivity, looksFor, pattern]) => ({
  groups: ["cve"],
  id,
  ...(id === "000001" ? { also: ["000002"] } : {}),
  sensitivity,
  looksFor,
  inspects: [...INPUT_AND_HEADERS, "path"],
  pattern,
}));
