import { isKnown, type Finding } from "./validation";

/** What Cloud Monitoring takes as an address. https://cloud.google.com/monitoring/support/notification-options#email */
const EMAIL = /^[A-Za-z0-9._%+-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

/** A problem when a known text is no e-mail address. */
export function emailProblem(setting: string, value: string): Finding {
  return (
    isKnown(value) &&
    !EMAIL.test(value) && {
      setting,
      value,
      must: "be an e-mail address",
      fix: "write it as oncall@<your domain>",
    }
  );
}
