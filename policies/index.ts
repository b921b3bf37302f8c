export { acknowledge, type Exception } from "./acknowledge";
export { CATALOG, type PolicyRow } from "./catalog";
export { evaluate, type Evaluation, type Finding } from "./evaluate";
export { LEVELS, type EnvironmentKind, type Level, type LevelTable } from "./levels";
export { PolicyError } from "./policy-error";
export { ProductionReadiness, type ProductionReadinessOptions } from "./production-readiness";
export { RenderedStack, type RenderedResource } from "./rendered/rendered-stack";
export { consoleReport, jsonReport, junitReport, sarifReport, type Locate, type SourceLocation } from "./reports";
export type { PolicyRule, Verdict } from "./rule";
