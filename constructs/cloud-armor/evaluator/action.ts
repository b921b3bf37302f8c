import { asText, type Block } from "./terraform-json";
import { type Outcome } from "./verdict";

/** What a rule does with a request, apart from counting it. */
export interface Action {
  readonly outcome: Outcome;
  readonly status?: number;
  readonly target?: string;
}

/** The action that text such as `deny(403)` names, undefined when it names none. */
export function readAction(text: string, redirect: Block | undefined): Action | undefined {
  const status = /^deny\((\d{3})\)$/.exec(text)?.[1];
  if (status !== undefined) {
    return { outcome: "deny", status: Number(status) };
  }
  if (text === "redirect") {
    return asText(redirect?.type) === "EXTERNAL_302"
      ? { outcome: "redirect", status: 302, target: asText(redirect?.target) }
      : { outcome: "redirect", target: "reCAPTCHA" };
  }
  return text === "allow" ? { outcome: "allow" } : undefined;
}
