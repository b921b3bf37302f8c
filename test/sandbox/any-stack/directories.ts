import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

const made: string[] = [];

/** An empty directory, below which Terraform's sockets find room. */
export function emptyDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "any-")));
  made.push(directory);
  return directory;
}

/** A directory with these files; what is no text becomes JSON. */
export function directoryWith(files: Readonly<Record<string, string | object>>): string {
  const directory = emptyDirectory();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }
  return directory;
}

/** Every file below a directory with its content. */
export function contentOf(directory: string): Readonly<Record<string, string>> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [relative(directory, file), readFileSync(file, "utf8")]),
  );
}

/** Removes every directory that was made here. */
export function removeDirectories(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}
