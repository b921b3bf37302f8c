import { type Field } from "../inspection";
import { type ReadRequest } from "../web-request";
import { INPUT, type Signature } from "./signature";

/** Methods that few applications need. */
export const METHODS: readonly Signature[] = [
  {
    groups: ["methodenforcement"],
    id: "911100",
    sensitivity: 1,
    looksFor: "a method other than GET, HEAD, POST and OPTIONS",
    inspects: ["method"],
    pattern: /^(?!(?:GET|HEAD|POST|OPTIONS)$)/,
  },
];

/** Programs that look for weak spots. */
export const SCANNERS: readonly Signature[] = [
  {
    groups: ["scannerdetection"],
    id: "913100",
    sensitivity: 1,
    looksFor: "the name of a scanner",
    inspects: ["header"],
    headers: ["user-agent"],
    pattern:
      /\b(?:sqlmap|nikto|nessus|nmap|masscan|acunetix|netsparker|wpscan|dirbuster|gobuster|feroxbuster|ffuf|zgrab|openvas|w3af|arachni|nuclei|havij|jorgee|morfeus|zmeu|whatweb|appscan|skipfish|commix|xsser|fuzz faster)\b/i,
  },
  {
    groups: ["scannerdetection"],
    id: "913120",
    sensitivity: 1,
    looksFor: "a file that a scanner asks for",
    inspects: ["path", "argument"],
    pattern: /acunetix-wvs-test|appscan_fingerprint|nessustest|cansecwest-pwn/i,
  },
  {
    groups: ["scannerdetection"],
    id: "913101",
    sensitivity: 2,
    looksFor: "the name of a script's HTTP client",
    inspects: ["header"],
    headers: ["user-agent"],
    pattern:
      /\b(?:python-(?:requests|urllib|httpx)|libwww-perl|go-http-client|apache-httpclient|commons-httpclient|java\/|scrapy)/i,
  },
];

/** Line breaks where none belong, and requests inside requests. */
export const PROTOCOL: readonly Signature[] = [
  {
    groups: ["protocolattack"],
    id: "921110",
    sensitivity: 1,
    looksFor: "a second request",
    inspects: INPUT,
    pattern:
      /(?:^|[\r\n])\s*(?:get|post|head|options|connect|put|delete|trace|patch)\s+(?:\/|https?:\/\/)\S{0,200}\s+http\/\d/i,
  },
  {
    groups: ["protocolattack"],
    id: "921120",
    also: ["921130"],
    sensitivity: 1,
    looksFor: "a header of a response",
    inspects: INPUT,
    pattern: /[\r\n]\W{0,10}(?:content-(?:type|length)|set-cookie|location)\s*:\s*\w/i,
  },
  {
    groups: ["protocolattack"],
    id: "921140",
    sensitivity: 1,
    looksFor: "a line break in a header",
    inspects: ["header"],
    pattern: /[\r\n]/,
  },
  {
    groups: ["protocolattack"],
    id: "921150",
    sensitivity: 1,
    looksFor: "a line break in a name",
    inspects: ["argument name"],
    pattern: /[\r\n]/,
    onlyIf: ({ label }) => !label.includes("JSON"),
  },
  {
    groups: ["protocolattack"],
    id: "921160",
    sensitivity: 1,
    looksFor: "a header behind a line break",
    inspects: ["argument"],
    pattern:
      /[\r\n]+\s*(?:refresh|(?:set-)?cookie|(?:x-)?(?:forwarded-(?:for|host|server)|host|via|remote-(?:ip|addr)))\s*:/i,
    onlyIf: ({ label }) => label.startsWith("query"),
  },
  {
    groups: ["protocolattack"],
    id: "921190",
    sensitivity: 1,
    looksFor: "a line break in the path",
    inspects: ["path"],
    pattern: /[\r\n]/,
  },
  {
    groups: ["protocolattack"],
    id: "921200",
    sensitivity: 1,
    looksFor: "a filter of LDAP",
    inspects: INPUT,
    pattern: /\)\((?:[|&!]\s*\(?)?\w{1,40}\s*[~<>]?=/,
  },
  {
    groups: ["protocolattack"],
    id: "921151",
    sensitivity: 2,
    looksFor: "a line break in a parameter",
    inspects: ["argument"],
    pattern: /[\r\n]/,
    onlyIf: ({ label }) => label.startsWith("query"),
  },
];

const SESSION_NAME =
  /^(?:jsessionid|aspsessionid|asp\.net_sessionid|phpsess(?:ion(?:id)?|id)|weblogicsession|session[_-]id|cfid|cftoken|cfsid|jservsession|jwsession)$/i;

const fromPairs = ({ label }: Field): boolean => !label.includes("JSON");

function refererHost({ headers }: ReadRequest): string | undefined {
  const referer = headers.get("referer");
  return referer === undefined ? undefined : (/^https?:\/\/([^/:?#]+)/i.exec(referer)?.[1]?.toLowerCase() ?? "");
}

/** Making somebody use a session that the attacker knows. */
export const SESSIONS: readonly Signature[] = [
  {
    groups: ["sessionfixation"],
    id: "943100",
    sensitivity: 1,
    looksFor: "a page that sets a cookie",
    inspects: INPUT,
    pattern: /\.cookie\b.{0,200}?;\W{0,10}(?:expires|domain)\W{0,5}=|\bhttp-equiv\W{1,5}set-cookie\b/i,
  },
  {
    groups: ["sessionfixation"],
    id: "943110",
    sensitivity: 1,
    looksFor: "a session's name in a link from another host",
    inspects: ["argument name"],
    pattern: SESSION_NAME,
    onlyIf: (field, request) => {
      const host = refererHost(request);
      return fromPairs(field) && host !== undefined && host !== request.hostName;
    },
  },
  {
    groups: ["sessionfixation"],
    id: "943120",
    sensitivity: 1,
    looksFor: "a session's name without a referer",
    inspects: ["argument name"],
    pattern: SESSION_NAME,
    onlyIf: (field, request) => fromPairs(field) && refererHost(request) === undefined,
  },
];
