import { isKnown, type Finding } from "../core/validation";
import { type SimpleCondition } from "./expression";

/** reCAPTCHA for a whole firewall. */
export interface RecaptchaSettings {
  /**
   * The key, of type `CHALLENGEPAGE`, for challenges of this firewall; a `google_recaptcha_enterprise_key`'s `name`.
   * @default - a key of Google's, which tells nobody how the challenges went
   */
  readonly redirectSiteKey?: string;
  /**
   * Uses reCAPTCHA in the standard tier. Google lists bot management neither among what Enterprise adds nor among what
   * it includes: assessments are billed by reCAPTCHA in both tiers, so switch it on knowingly.
   * @default false
   */
  readonly billedSeparately?: boolean;
}

/**
 * The keys whose tokens a rule believes, by kind of token; or `any`, which also believes tokens that somebody got from
 * another site's key.
 */
export type RecaptchaKeys = "any" | { readonly action?: readonly string[]; readonly session?: readonly string[] };

const SOURCE = "https://cloud.google.com/armor/docs/configure-bot-management";

/** What is wrong with the site key of a firewall. */
export function redirectKeyProblem(settings: RecaptchaSettings | undefined): Finding {
  return keyProblem("recaptcha.redirectSiteKey", settings?.redirectSiteKey);
}

/** Whether the keys of a rule are those of the tokens that its condition reads. */
export function recaptchaKeyProblems(
  setting: string,
  conditions: readonly SimpleCondition[],
  keys: RecaptchaKeys | undefined,
): readonly Finding[] {
  if (keys === "any") {
    return [];
  }
  const read = new Set(conditions.flatMap((condition) => tokensOf(condition)));
  return (["action", "session"] as const).flatMap((token): readonly Finding[] => {
    const given = keys?.[token];
    return [
      read.has(token) &&
        (given ?? []).length === 0 && {
          setting: `${setting}.${token}`,
          must: `name the site keys whose ${token} tokens count`,
          fix: 'list the keys of your pages, or write recaptchaKeys: "any" to believe tokens of other sites, too',
          source: SOURCE,
        },
      !read.has(token) &&
        given !== undefined && {
          setting: `${setting}.${token}`,
          value: given,
          must: `be absent where no condition reads ${token} tokens`,
          fix: "leave it out, or add When.recaptchaScore(…)",
          source: SOURCE,
        },
      ...(given ?? []).map((key) => keyProblem(`${setting}.${token}`, key)),
    ];
  });
}

function keyProblem(setting: string, key: string | undefined): Finding {
  return (
    isKnown(key) &&
    !/^[A-Za-z0-9_-]+$/.test(key) && {
      setting,
      value: key,
      must: "be a reCAPTCHA site key",
      fix: "write the key itself, without projects/…/keys/",
      source: SOURCE,
    }
  );
}

/** The kinds of token that a condition reads. The exemption cookie is the firewall's own and belongs to no key. */
function tokensOf(condition: SimpleCondition): readonly ("action" | "session")[] {
  switch (condition.is) {
    case "recaptcha-valid":
      return condition.token === "exemption" ? [] : [condition.token];
    case "recaptcha-score":
      return [condition.token];
    case "recaptcha-action":
    case "recaptcha-captcha":
      return ["action"];
    case "expression":
      return (["action", "session"] as const).filter((token) => condition.text.includes(`token.recaptcha_${token}.`));
    default:
      return [];
  }
}
