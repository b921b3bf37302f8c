import { isKnown, type Finding } from "../core/validation";

/**
 * Where a request goes instead: a reCAPTCHA challenge, which returns to the page once it is passed, or another address
 * by status 302. Plain http is not offered: somebody on the way could change the page.
 */
export type RedirectTarget = "recaptcha" | `https://${string}`;

/** What is wrong with the target of a redirection. */
export function redirectProblem(setting: string, target: RedirectTarget): Finding {
  return (
    isKnown(target) &&
    target !== "recaptcha" &&
    !isHttpsAddress(target) && {
      setting,
      value: target,
      must: 'be "recaptcha" or an address that begins with https://',
      fix: "write it as https://www.example.com/busy",
      source: "https://cloud.google.com/armor/docs/configure-bot-management",
    }
  );
}

/** The arguments of `redirect_options` and `exceed_redirect_options`. */
export function renderRedirect(target: RedirectTarget): { readonly type: string; readonly target?: string } {
  return target === "recaptcha" ? { type: "GOOGLE_RECAPTCHA" } : { type: "EXTERNAL_302", target };
}

function isHttpsAddress(text: string): boolean {
  return /^https:\/\/[\x21-\x7e]+$/.test(text) && !/[$%]\{/.test(text) && URL.canParse(text);
}
