import { containerRule } from "../../facts/pods";
import { isSecretName, secretFlagIn, secretIn } from "../../facts/pods-secrets";
import { verdict } from "../../rule";

/** No secret stands in a manifest: in a variable, behind a flag, or in a ConfigMap that is read like a Secret. */
export const podNoLiteralSecrets = containerRule(({ container, path }) =>
  verdict([
    ...(container.env ?? []).flatMap(({ name, value, valueFrom }, index) => {
      const what = typeof value === "string" ? secretIn(name, value) : undefined;
      const { key } = valueFrom?.configMapKeyRef ?? {};
      return [
        ...(what === undefined ? [] : [`${path}.env[${index}].value (${name}) holds ${what}`]),
        ...(key !== undefined && (isSecretName(key) || isSecretName(name))
          ? [`${path}.env[${index}].valueFrom.configMapKeyRef (${name}) reads a secret from a ConfigMap`]
          : []),
      ];
    }),
    ...[...(container.command ?? []), ...(container.args ?? [])].flatMap((argument) => {
      const what = secretFlagIn(String(argument));
      return what === undefined ? [] : [`${path}.args holds ${what}`];
    }),
  ]),
);
