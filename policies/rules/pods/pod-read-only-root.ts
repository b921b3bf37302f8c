import { containerRule, expectField } from "../../facts/pods";

/** Containers can't change what their image brought. What they write goes to volumes. */
export const podReadOnlyRoot = containerRule(({ container, path }) =>
  expectField(
    `${path}.securityContext.readOnlyRootFilesystem`,
    container.securityContext?.readOnlyRootFilesystem,
    true,
  ),
);
