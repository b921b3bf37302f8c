export { ServiceAccount } from "./service-account";
export type { IServiceAccount, ServiceAccountAttributes, ServiceAccountProps } from "./service-account";
export { WorkloadIdentity } from "./workload-identity";
export type { IWorkloadIdentity, WorkloadIdentityProps } from "./workload-identity";
