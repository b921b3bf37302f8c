import { containerRule } from "../../facts/pods";
import { verdict } from "../../rule";

/** Secrets reach containers as files: a variable shows in crash reports, in /proc and in every child process, and never changes. */
export const podSecretsAsFiles = containerRule(({ container, path }) =>
  verdict([
    ...(container.env ?? []).flatMap(({ name, valueFrom }, index) =>
      valueFrom?.secretKeyRef === undefined
        ? []
        : [`${path}.env[${index}].valueFrom.secretKeyRef puts a Secret into the variable ${name}`],
    ),
    ...(container.envFrom ?? []).flatMap(({ secretRef }, index) =>
      secretRef === undefined
        ? []
        : [`${path}.envFrom[${index}].secretRef puts the Secret "${String(secretRef.name)}" into variables`],
    ),
  ]),
);
