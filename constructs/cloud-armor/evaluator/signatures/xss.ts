import { INPUT_AND_HEADERS, SHOWN_HEADERS, type Signature } from "./signature";

type Entry = readonly [Signature["id"], Signature["sensitivity"], looksFor: string, pattern: RegExp];

const ENTRIES: readonly Entry[] = [
  [
    "941100",
    1,
    "an element or attribute that runs code",
    /<\/?(?:script|iframe|frame(?:set)?|object|embed|applet|base|link|meta|style|svg|xml|xss|isindex|noscript|import)\b|["'`]\s*on[a-z]{3,25}\s*=/i,
  ],
  ["941110", 1, "a script element", /<script(?:[\s/>]|$)/i],
  [
    "941130",
    1,
    "an attribute that loads a document",
    /\bxlink:href\s*=|\bxmlns\s*=|\bformaction\s*=|data:text\/html|<!entity\s/i,
  ],
  [
    "941140",
    1,
    "a script in a style",
    /\b(?:url|expression)\s*\(\s*['"]?\s*javascript:|\bstyle\s*=.{0,80}\b(?:expression\s*\(|behavior\s*:|-moz-binding)/i,
  ],
  ["941160", 1, "an element with an event handler", /<[a-z!/?][^>]{0,200}[\s"'/]on[a-z]{3,25}\s*=/i],
  ["941170", 1, "an address that is a script", /(?:^|\W)(?:javascript|vbscript)\s*:[^\n]{0,200}[=\\([.<]/i],
  [
    "941180",
    1,
    "access to the page",
    /\bdocument\s*\.\s*(?:cookie|write(?:ln)?\s*\(|domain\s*=)|\bwindow\s*\.\s*location\b|\.innerhtml\s*=|<!\[cdata\[/i,
  ],
  [
    "941210",
    1,
    "an address that is a hidden script",
    /\bj(?:\s|&(?:tab|newline);)*a(?:\s|&(?:tab|newline);)*v(?:\s|&(?:tab|newline);)*a(?:\s|&(?:tab|newline);)*script(?:\s|&(?:tab|newline);)*:[^\n]{0,200}\(/i,
  ],
  [
    "941370",
    1,
    "a global object by its name",
    /\b(?:self|document|this|top|window|frames)\s*(?:\/\*[^*]{0,40}\*\/\s*)?\[\s*['"`]/i,
  ],
  [
    "941390",
    1,
    "a call of JavaScript",
    /\b(?:eval|settimeout|setinterval|alert|atob|btoa|prompt|confirm|fetch|execscript)(?:\(|`)|\bnew\s+function\s*\(/i,
  ],
  [
    "941120",
    2,
    "an event handler",
    /\bon(?:error|load|click|dblclick|mouse\w+|focus\w*|blur|key\w+|toggle|begin|animation\w+|pointer\w+|submit|wheel)\s*=/i,
  ],
  ["941150", 2, "an attribute", /\b(?:style|src|href|background|formaction)\s*=/i],
  ["941320", 2, "an element", /<\/?[a-z][a-z0-9]*(?:[\s/>]|$)/i],
  ["941380", 2, "a template expression", /\{\{.{1,200}?\}\}/],
];

/** Scripts that would run in somebody else's browser. */
export const XSS: readonly Signature[] = ENTRIES.map(([id, sensitivity, looksFor, pattern]) => ({
  groups: ["xss"],
  id,
  sensitivity,
  looksFor,
  inspects: [...INPUT_AND_HEADERS, "path"],
  headers: SHOWN_HEADERS,
  pattern,
}));
