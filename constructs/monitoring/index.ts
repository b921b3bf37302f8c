export { AlertChannels, type AlertChannelsProps } from "./alert-channels";
export { ProjectBudget, type ProjectBudgetProps } from "./project-budget";
export { UptimeCheck, type UptimeCheckProps, type UptimeCheckRegion } from "./uptime-check";
