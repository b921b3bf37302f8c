export { consoleReport } from "./console";
export { hasContent, hasErrors } from "./findings";
export { jsonReport } from "./json";
export { junitReport } from "./junit";
export { locator } from "./locate";
export { sarifReport, type Locate, type SourceLocation } from "./sarif";
