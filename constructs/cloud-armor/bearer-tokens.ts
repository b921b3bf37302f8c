import { When } from "./condition";
import { Rule, type DenyRule } from "./rule";

/** Options of {@link wellFormedBearerTokens}. */
export interface WellFormedBearerTokensOptions {
  /**
   * The path that is judged, in lowercase, with everything below it.
   * @default - every path
   */
  readonly path?: string;
  /**
   * The host that is judged.
   * @default - every host
   */
  readonly host?: string;
  /** @default - what the firewall's `newRules` says */
  readonly preview?: boolean;
}

/** `Bearer `, and the three parts of a signed token in base64url: https://www.rfc-editor.org/rfc/rfc7515#section-3.1 */
const SIGNED_TOKEN = "^Bearer [A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+$";

/**
 * Refuses requests whose Authorization header is there and is not exactly `Bearer <JWT>`. Servers are generous with
 * that header: `bEaReR` or a second blank still sign somebody in, but make another text of it, and so another bucket
 * of `UserKey.signedBearerToken()`. One user could multiply a limit that way.
 */
export function wellFormedBearerTokens(options: WellFormedBearerTokensOptions = {}): DenyRule {
  const { path, host, preview } = options;
  return Rule.deny({
    name: "malformed-bearer-token",
    when: When.all(
      ...(host === undefined ? [] : [When.host(host)]),
      ...(path === undefined ? [] : [When.path(path)]),
      When.header("authorization"),
      When.not(When.headerMatches("authorization", SIGNED_TOKEN)),
    ),
    preview,
  });
}
