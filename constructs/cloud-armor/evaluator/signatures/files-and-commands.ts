import { INPUT, INPUT_AND_HEADERS, type Signature } from "./signature";

const SYSTEM_FILE =
  /(?:^|[\\/])(?:etc[\\/](?:passwd|shadow|group|hosts|issue|sudoers|ssh|nginx|apache2)|proc[\\/](?:self|\d+|version|cpuinfo)|var[\\/]log[\\/]|windows[\\/](?:win\.ini|system32)|boot\.ini|\.ssh[\\/]|\.aws[\\/]|\.bash_history|\.kube[\\/]config)/i;

/** Reading files of the server. */
export const LFI: readonly Signature[] = [
  {
    groups: ["lfi"],
    id: "930100",
    sensitivity: 1,
    looksFor: "a way up, in disguise",
    inspects: ["raw", "header", "body"],
    headers: ["referer"],
    pattern:
      /(?:^|[\\/;]|%(?:25)?(?:2f|5c))(?:\.|%(?:25)?2e|%u002e){2,3}(?:%(?:25)?(?:2f|5c)|%u(?:2215|2216|002f)|%c0%af|%c1%9c)|(?:%(?:25)?2e){2,3}[\\/]/i,
  },
  {
    groups: ["lfi"],
    id: "930110",
    sensitivity: 1,
    looksFor: "a way up",
    inspects: [...INPUT_AND_HEADERS, "path"],
    headers: ["referer"],
    pattern: /(?:^|[\\/;])\.{2,3}[\\/;]|[\\/]\.\.$/,
  },
  {
    groups: ["lfi"],
    id: "930120",
    sensitivity: 1,
    looksFor: "a file of the operating system",
    inspects: INPUT,
    pattern: SYSTEM_FILE,
  },
  {
    groups: ["lfi"],
    id: "930130",
    sensitivity: 1,
    looksFor: "a file that nobody should ask for",
    inspects: ["path"],
    pattern:
      /[\\/](?:\.(?:env|git|svn|hg|htaccess|htpasswd|ssh|aws|npmrc|bash_history|ds_store|docker|kube)(?:[\\/.]|$)|wp-config\.|web\.config$|id_rsa$)/i,
  },
  {
    groups: ["lfi"],
    id: "930121",
    sensitivity: 2,
    looksFor: "a file of the operating system",
    inspects: ["header"],
    headers: ["user-agent", "referer"],
    pattern: SYSTEM_FILE,
  },
];

const ADDRESS = /^(?:file|ftps?|https?|ssh):\/\/([^/?#:]+)/i;

/** Loading code from elsewhere. */
export const RFI: readonly Signature[] = [
  {
    groups: ["rfi"],
    id: "931100",
    sensitivity: 1,
    looksFor: "a URL with an IP address",
    inspects: ["argument"],
    pattern: /^(?:file|ftps?|https?|ssh):\/\/(?:\d{1,3}\.){3}\d{1,3}(?:[:/?]|$)/i,
  },
  {
    groups: ["rfi"],
    id: "931110",
    sensitivity: 1,
    looksFor: "a URL where PHP includes a file",
    inspects: ["argument"],
    pattern: /^(?:file|ftps?|https?):\/\//i,
    onlyIf: ({ name }) =>
      /^(?:include|mosconfig_absolute_path|_conf\[path\]|_server\[document_root\]|globals\[.*\])$/i.test(name),
  },
  {
    groups: ["rfi"],
    id: "931120",
    sensitivity: 1,
    looksFor: "a URL that ends in a question mark",
    inspects: ["argument"],
    pattern: /^(?:file|ftps?|https?):\/\/.*\?+$/i,
  },
  {
    groups: ["rfi"],
    id: "931130",
    sensitivity: 2,
    looksFor: "a URL of another host",
    inspects: ["argument"],
    pattern: ADDRESS,
    onlyIf: ({ texts }, { hostName }) =>
      texts.some((text) => (ADDRESS.exec(text)?.[1] ?? hostName).toLowerCase() !== hostName),
  },
];

/** Commands of Unix in a form that a sentence rarely has. */
const UNIX = [
  "(?:whoami|uname|ifconfig|netstat|nslookup|printenv)\\b",
  "id\\s*(?:$|[;|&`)])",
  "ls(?:\\s+[-/~.]|\\s*(?:$|[;|&`)]))",
  "(?:cat|tac|head|tail|less|more|nl)\\s+(?:-\\w+\\s+)?\\S*[/.]\\S",
  "(?:curl|wget)\\s+\\S",
  "(?:nc|ncat)\\s+(?:-|\\d)",
  "(?:(?:ba|z|da|k)?sh)(?:\\s+[-/]|\\s+\\w+\\.sh|\\s*$)",
  "(?:python[23]?|perl|php|ruby|node)\\s+-[ce]\\b",
  "rm\\s+-",
  "chmod\\s+[+\\d]",
  "ping\\s+(?:-\\w|\\d)",
  "sleep\\s+\\d",
  "echo\\s+[\"'$\\w]",
  "find\\s+[./]",
].join("|");

/** Running commands on the server. */
export const RCE: readonly Signature[] = [
  {
    groups: ["rce"],
    id: "932230",
    also: ["932235", "932250", "932260", "932100", "932105"],
    sensitivity: 1,
    looksFor: "a second command, Unix",
    inspects: INPUT,
    pattern: new RegExp(`(?:[;|&\`\\n\\r]|\\$\\(|\\$\\{)\\s*(?:[({]\\s*)?(?:/(?:usr/)?bin/)?(?:${UNIX})`, "i"),
  },
  {
    groups: ["rce"],
    id: "932370",
    also: ["932110", "932115", "932380"],
    sensitivity: 1,
    looksFor: "a command of Windows",
    inspects: INPUT,
    pattern:
      /(?:^|[;|&])\s*(?:cmd(?:\.exe)?\s*\/[ck]\b|certutil(?:\.exe)?\s+-|bitsadmin\s+\/|net\s+(?:user|localgroup)\s+\w|(?:type|dir)\s+[a-z]:\\|regsvr32\s)/i,
  },
  {
    groups: ["rce"],
    id: "932120",
    also: ["932125"],
    sensitivity: 1,
    looksFor: "a command of PowerShell",
    inspects: INPUT,
    pattern:
      /\binvoke-(?:expression|webrequest|command|mimikatz)\b|\bnew-object\s+(?:system\.)?net\.webclient\b|\bdownloadstring\s*\(|\bpowershell(?:\.exe)?\s+-|-encodedcommand\b/i,
  },
  {
    groups: ["rce"],
    id: "932130",
    sensitivity: 1,
    looksFor: "an expression of a shell",
    inspects: INPUT,
    pattern: /\$\([^)]{1,200}\)|\$\{[^}]{1,200}\}|[<>]\([^)]{1,200}\)/,
  },
  {
    groups: ["rce"],
    id: "932160",
    also: ["932150"],
    sensitivity: 1,
    looksFor: "a path of a shell",
    inspects: INPUT,
    pattern:
      /(?:^|[^\w.])(?:\/bin\/(?:ba|z|da|k)?sh\b|\/usr\/bin\/\w|\/dev\/(?:tcp|udp)\/|\/etc\/(?:passwd|shadow)\b)/i,
  },
  {
    groups: ["rce"],
    id: "932170",
    also: ["932171"],
    sensitivity: 1,
    looksFor: "Shellshock",
    inspects: INPUT_AND_HEADERS,
    pattern: /^\s*\(\s*\)\s*\{/,
  },
  {
    groups: ["rce"],
    id: "932200",
    sensitivity: 2,
    looksFor: "a command in disguise",
    inspects: INPUT,
    pattern: /\/[\w?*[\]]{0,20}[?*[][\w?*[\]]{0,20}\/[\w?*]|\w(?:''|""|\\)\w[\w'"\\]{0,20}\s+\//,
  },
  {
    groups: ["rce"],
    id: "932236",
    also: ["932106"],
    sensitivity: 2,
    looksFor: "a command, Unix",
    inspects: INPUT,
    pattern: new RegExp(`^\\s*(?:${UNIX})`, "i"),
  },
];
