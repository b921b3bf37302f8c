import { HIERARCHY_GRANTS, isGoogleAgent, isMachine, judgeGrants } from "../../facts/iam";
import { ADMINISTERS_A_RESOURCE } from "../../facts/iam-roles";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** On one resource, no program and no agent of Google's hands out access or deletes: it uses what it needs. */
export const iamResourceNotAdministered: ResourceRule = {
  appliesTo: "every",
  evaluate: (resource, stack) =>
    HIERARCHY_GRANTS.includes(resource.type)
      ? NOT_APPLICABLE
      : judgeGrants(resource, stack, ({ role, members, at }) => {
          const machine = members.find((member) => isMachine(member) || isGoogleAgent(member));
          return machine !== undefined && ADMINISTERS_A_RESOURCE.test(role)
            ? [`${at}role is "${role}", an administrator's, for ${machine}`]
            : [];
        }),
};
