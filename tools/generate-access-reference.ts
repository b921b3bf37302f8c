import { mkdirSync, writeFileSync } from "node:fs";
import { accessReference } from "./access/reference";

// Writes docs/reference/access.md, who can do what in an example environment.
mkdirSync("docs/reference", { recursive: true });
void accessReference(process.cwd()).then((text) => writeFileSync("docs/reference/access.md", text));
