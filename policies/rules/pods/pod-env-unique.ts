import { containerRule } from "../../facts/pods";
import { verdict } from "../../rule";

/** A variable stands once: of two, the last one wins, and an update by kubectl may lose the wrong one. */
export const podEnvUnique = containerRule(({ container, path }) => {
  const names = (container.env ?? []).map(({ name }) => name);
  return verdict(
    names.flatMap((name, index) =>
      names.indexOf(name) === index ? [] : [`${path}.env[${index}].name is "${name}" again`],
    ),
  );
});
