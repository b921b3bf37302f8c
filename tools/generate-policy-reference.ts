import { mkdirSync, writeFileSync } from "node:fs";
import { coverageReference, policyReference } from "./policies/reference";

// Writes docs/reference/policies.md, every rule, and docs/reference/policy-coverage.md, what others ask for.
mkdirSync("docs/reference", { recursive: true });
writeFileSync("docs/reference/policies.md", policyReference(process.cwd()));
writeFileSync("docs/reference/policy-coverage.md", coverageReference());
