import { LFI, RCE, RFI } from "./files-and-commands";
import { CVE, GENERIC, JAVA, PHP } from "./languages";
import { METHODS, PROTOCOL, SCANNERS, SESSIONS } from "./protocol";
import { type Signature } from "./signature";
import { SQLI } from "./sqli";
import { XSS } from "./xss";

/** Every approximation, in the order in which they are tried. */
export const SIGNATURES: readonly Signature[] = [
  ...SQLI,
  ...XSS,
  ...LFI,
  ...RFI,
  ...RCE,
  ...METHODS,
  ...SCANNERS,
  ...PROTOCOL,
  ...SESSIONS,
  ...PHP,
  ...JAVA,
  ...GENERIC,
  ...CVE,
];
export type { Signature } from "./signature";
