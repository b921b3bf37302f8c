import { createHash, randomBytes } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type ObjectValue } from "../plugin/values";

/** One thing that exists in the simulated cloud. */
export interface CloudObject {
  /** The Terraform type, which stands for the API's collection. */
  readonly type: string;
  /** What names it in the cloud, unique within its type. */
  readonly key: string;
  /** When it was made, ISO 8601. */
  readonly created: string;
  readonly attributes: ObjectValue;
  /** Write-only values by path: their SHA-256, never they themselves. */
  readonly writeOnly?: Readonly<Record<string, string>>;
  /** The request that made it, kept until somebody has shown that its answer arrived. */
  unacknowledged?: Creation;
  /** The same, once its provider has ended in good order: Terraform has had the answer, and its state may still get lost. */
  answered?: Creation;
}

/** Which request made an object: enough to recognize its repetition. */
export interface Creation {
  /** The Terraform run that asked. */
  readonly run: string;
  /** Digest of the configuration it asked for. */
  readonly configuration: string;
}

/** Longest file name that we write as it is; longer keys end in a digest. Common file systems allow 255 bytes. */
const MAX_FILE_NAME = 180;

/**
 * The files of the simulated cloud: one per object, written whole under a temporary name and moved into place, so that a process that
 * dies leaves no half object and several processes can work at once.
 */
export class Store {
  public constructor(public readonly directory: string) {}

  public get(type: string, key: string): CloudObject | undefined {
    return readJson<CloudObject>(this.file("objects", type, key));
  }

  /** All objects of a type, or of every type. */
  public list(type?: string): readonly CloudObject[] {
    const types = type === undefined ? entries(join(this.directory, "objects")) : [type];
    return types.flatMap((name) =>
      entries(join(this.directory, "objects", name)).flatMap(
        (file) => readJson<CloudObject>(join(this.directory, "objects", name, file)) ?? [],
      ),
    );
  }

  /** Writes a new object; false when one with that key exists, whoever made it. */
  public create(object: CloudObject): boolean {
    return this.exclusive(this.file("objects", object.type, object.key), JSON.stringify(object, null, 2));
  }

  public replace(object: CloudObject): void {
    const target = this.file("objects", object.type, object.key);
    renameSync(this.temporary(JSON.stringify(object, null, 2)), target);
  }

  public remove(type: string, key: string): void {
    const file = this.file("objects", type, key);
    rmSync(file, { force: true });
    rmSync(this.file("payloads", type, key), { force: true });
    for (const pool of entries(join(this.directory, "allocations"))) {
      for (const value of entries(join(this.directory, "allocations", pool))) {
        const allocation = join(this.directory, "allocations", pool, value);
        if (readText(allocation) === `${type} ${key}`) rmSync(allocation, { force: true });
      }
    }
  }

  /** Terraform has lost its state, and with it every answer that no later run has shown to have arrived. */
  public doubtAnswers(): void {
    for (const { answered, ...object } of this.list()) {
      if (answered !== undefined) {
        this.replace({ ...object, unacknowledged: { ...answered, run: `${answered.run} lost` } });
      }
    }
  }

  /** Takes the first free one of the candidates for its owner, who gives it back by being removed. Asking again gives the same. */
  public allocate(
    pool: string,
    owner: { readonly type: string; readonly key: string },
    candidates: Iterable<string>,
  ): string {
    const name = `${owner.type} ${owner.key}`;
    for (const candidate of candidates) {
      const file = this.file("allocations", pool, candidate);
      if (this.exclusive(file, name) || readText(file) === name) return candidate;
    }
    throw new Error(`The sandbox has no free ${pool} left`);
  }

  /** A name that stays taken after its object is gone, with when it was deleted. */
  public bury(type: string, key: string, deleted: string): void {
    const file = this.file("tombstones", type, key);
    renameSync(this.temporary(JSON.stringify({ type, key, deleted })), ensured(file));
  }

  /** When an object of that name was deleted, if its name is still remembered. */
  public buried(type: string, key: string): string | undefined {
    return readJson<{ readonly deleted: string }>(this.file("tombstones", type, key))?.deleted;
  }

  /** Writes the sealed payload that belongs to an object and goes with it. */
  public writePayload(type: string, key: string, sealed: object): void {
    const file = this.file("payloads", type, key);
    renameSync(this.temporary(JSON.stringify(sealed)), ensured(file));
  }

  public readPayload<T>(type: string, key: string): T | undefined {
    return readJson<T>(this.file("payloads", type, key));
  }

  /** A secret of this cloud, made on first use, readable by its owner alone. */
  public keyMaterial(): Buffer {
    const file = join(this.directory, "payload-key");
    this.exclusive(file, randomBytes(32).toString("base64"));
    return Buffer.from(readText(file) ?? "", "base64");
  }

  /** Forgets the buried names below a parent that is gone itself. */
  public unburyBelow(parent: string): void {
    const room = join(this.directory, "tombstones");
    for (const type of entries(room)) {
      for (const name of entries(join(room, type))) {
        const file = join(room, type, name);
        if (readJson<{ readonly key: string }>(file)?.key.startsWith(`${parent}/`) === true)
          rmSync(file, { force: true });
      }
    }
  }

  /**
   * A cloud in which nothing is left counts as a new one: names that were still taken are free again. Else a sandbox
   * could be deployed only once a week, because that is how long Cloud SQL keeps a name.
   */
  public startOverWhenEmpty(): void {
    const room = join(this.directory, "objects");
    if (entries(room).every((type) => entries(join(room, type)).length === 0)) {
      rmSync(join(this.directory, "tombstones"), { recursive: true, force: true });
    }
  }

  private file(room: string, folder: string, key: string): string {
    const name = encodeURIComponent(key).replace(/^\./, "%2E");
    const short = name.length > MAX_FILE_NAME ? `${name.slice(0, MAX_FILE_NAME)}~${sha256(key).slice(0, 16)}` : name;
    return join(this.directory, room, folder, room === "allocations" ? short : `${short}.json`);
  }

  /** Creates a file with its content in one step, unless it exists. */
  private exclusive(file: string, content: string): boolean {
    const temporary = this.temporary(content);
    try {
      linkSync(temporary, ensured(file));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      unlinkSync(temporary);
    }
  }

  private temporary(content: string): string {
    const file = join(this.directory, ".writing", `${process.pid}-${(counter += 1)}`);
    writeFileSync(ensured(file), content, { mode: 0o600 });
    return file;
  }
}

let counter = 0;

/** Hexadecimal SHA-256. */
export function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}

function ensured(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

function entries(directory: string): readonly string[] {
  return statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(directory).sort() : [];
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function readJson<T>(file: string): T | undefined {
  const content = readText(file);
  return content === undefined ? undefined : (JSON.parse(content) as T);
}
