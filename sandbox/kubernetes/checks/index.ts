import { autopilot } from "./autopilot";
import { autoscalers } from "./autoscalers";
import { type Check } from "./check";
import { cloudSqlAccess } from "./cloud-sql-access";
import { configReferences } from "./config-references";
import { containers } from "./containers";
import { disruptionBudgets } from "./disruption-budgets";
import { duplicates } from "./duplicates";
import { fieldsFit } from "./fields";
import { gateways } from "./gateways";
import { gkePolicies } from "./gke-policies";
import { hookOrder } from "./hook-order";
import { imagePull } from "./image-pull";
import { immutableFields } from "./immutable-fields";
import { ingresses } from "./ingresses";
import { knownKinds } from "./known-kinds";
import { labels } from "./labels";
import { limitRanges } from "./limit-ranges";
import { names } from "./names";
import { namespaces } from "./namespaces";
import { networkPolicies } from "./network-policies";
import { ownership } from "./ownership";
import { podSecurity } from "./pod-security";
import { priorityClasses } from "./priority-classes";
import { probes } from "./probes";
import { resourceQuotas } from "./resource-quotas";
import { roleBindings } from "./role-bindings";
import { routes } from "./routes";
import { secretAccess } from "./secret-access";
import { secretProviderClasses } from "./secret-provider-classes";
import { secretStores } from "./secret-stores";
import { secretVersions } from "./secret-versions";
import { serviceAccounts } from "./service-accounts";
import { services } from "./services";
import { templateLabels } from "./template-labels";
import { volumes } from "./volumes";
import { workloadIdentity } from "./workload-identity";
import { workloads } from "./workloads";

/** What an object must be before anything else can be asked of it. These checks trust nothing about its form. */
export const SHAPE_CHECKS: readonly Check[] = [knownKinds, fieldsFit, names, labels];

/** What an object must mean. These checks see only objects that have the shape of their kind. */
export const MEANING_CHECKS: readonly Check[] = [
  namespaces,
  duplicates,
  ownership,
  immutableFields,
  workloads,
  templateLabels,
  containers,
  probes,
  volumes,
  networkPolicies,
  podSecurity,
  autopilot,
  limitRanges,
  resourceQuotas,
  serviceAccounts,
  configReferences,
  hookOrder,
  secretProviderClasses,
  secretStores,
  secretVersions,
  workloadIdentity,
  secretAccess,
  cloudSqlAccess,
  imagePull,
  priorityClasses,
  roleBindings,
  disruptionBudgets,
  autoscalers,
  services,
  gateways,
  routes,
  gkePolicies,
  ingresses,
];
