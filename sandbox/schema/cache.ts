import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { type BindingsPackage } from "./bindings";
import { type ProviderSchema } from "./types";

/** Counts the changes to what is read from the bindings: a schema that another reader cached is not used. */
export const READER_VERSION = 1;

/** What a cached schema was read from. Any difference means to read again. */
interface Origin {
  readonly reader: number;
  readonly bindings: string;
  readonly bindingsVersion: string;
}

/**
 * A schema that was read before, or the result of reading it now. Trouble with the cache itself, such as a damaged file
 * or a full disk, only costs the time of reading again.
 *
 * @param directories where cached schemas may be, in order of preference
 */
export function cached(
  bindings: BindingsPackage,
  directories: readonly string[],
  read: () => ProviderSchema,
): ProviderSchema {
  const origin: Origin = {
    reader: READER_VERSION,
    bindings: bindings.name,
    bindingsVersion: bindings.version,
  };
  const files = directories.map((directory) => join(directory, `${bindings.name}-${bindings.version}.json`));
  for (const file of files) {
    const schema = restore(file, origin);
    if (schema !== undefined) {
      return schema;
    }
  }
  const schema = read();
  files.some((file, index) => store(file, directories[index] ?? "", origin, schema));
  return schema;
}

/** Where schemas are cached for a project: beside its other caches, else in a folder of the user's own. */
export function cacheDirectories(projectDirectory: string): readonly string[] {
  const modules = join(projectDirectory, "node_modules");
  const shared = join(tmpdir(), `cliscale-sandbox-${userInfo().uid}`);
  return existsSync(modules) ? [join(modules, ".cache", "cliscale-sandbox"), shared] : [shared];
}

/** The first line says what the rest was read from and its checksum, so that a damaged file is noticed. */
function restore(file: string, origin: Origin): ProviderSchema | undefined {
  try {
    const text = readFileSync(file, "utf8");
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    return text.slice(0, end) === heading(origin, body) ? (JSON.parse(body) as ProviderSchema) : undefined;
  } catch {
    return undefined;
  }
}

function store(file: string, directory: string, origin: Origin, schema: ProviderSchema): boolean {
  // several Terraform plugins may read at once; renaming shows others a complete file or none
  const draft = `${file}.${process.pid}.tmp`;
  try {
    const body = JSON.stringify(schema);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${heading(origin, body)}\n${body}`, { mode: 0o600 });
    renameSync(draft, file);
    return true;
  } catch {
    discard(draft);
    return false;
  }
}

function heading(origin: Origin, body: string): string {
  return JSON.stringify({ ...origin, sha256: createHash("sha256").update(body).digest("hex") });
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // the folder is not ours to write in, so there is no draft either
  }
}
