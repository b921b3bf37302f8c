import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { cacheDirectories } from "../schema/cache";
import { type BlockSchema, type ProviderSchema } from "../schema/types";

const TABLES = ["resources", "dataSources", "ephemeralResources"] as const;
type Table = (typeof TABLES)[number];

/** Where in the file a type's schema lies: offset and length. */
type Place = readonly [number, number];

interface Header {
  readonly name: string;
  readonly version: string;
  readonly protocol: 5 | 6;
  readonly provider: BlockSchema;
  readonly places: Readonly<Record<Table, Readonly<Record<string, Place>>>>;
  /** Length of everything behind the header. */
  readonly size: number;
}

/**
 * A provider's schema from a file in which every type lies by itself: of google's 1 500 types a process needs a handful, and reading all of
 * them costs each of Terraform's many provider processes a third of a second. Made anew when what it was made from changes, or when it is
 * damaged.
 *
 * @param sources files whose change makes the schema a different one
 */
export function schemaFromFile(
  name: string,
  projectDirectory: string,
  sources: readonly string[],
  load: () => ProviderSchema,
  directories: readonly string[] = cacheDirectories(projectDirectory),
): { readonly schema: ProviderSchema; readonly encoded?: EncodedSchema } {
  const fingerprint = fingerprintOf(sources);
  const fileIn = (directory: string) => join(directory, `served-${name}-${fingerprint}`);
  for (const directory of directories) {
    const schema = read(fileIn(directory));
    if (schema !== undefined) return { schema, encoded: new EncodedSchema(`${fileIn(directory)}.message`) };
  }
  const schema = load();
  const directory = directories.find((candidate) => write(candidate, fileIn(candidate), schema));
  if (directory === undefined) return { schema };
  discardOthers(directory, `served-${name}-`, fingerprint);
  return { schema, encoded: new EncodedSchema(`${fileIn(directory)}.message`) };
}

/** The answer to GetProviderSchema as bytes: encoding google's takes half a second, reading it back two milliseconds. */
export interface SchemaMessage {
  /** Undefined as long as nobody has written it. */
  read(): Buffer | undefined;
  write(message: Buffer): void;
}

/** A {@link SchemaMessage} in a file, which processes share. */
export class EncodedSchema implements SchemaMessage {
  public constructor(private readonly file: string) {}

  public read(): Buffer | undefined {
    try {
      const content = readFileSync(this.file);
      const body = content.subarray(DIGEST_LENGTH);
      return digest(body).equals(content.subarray(0, DIGEST_LENGTH)) ? body : undefined;
    } catch {
      return undefined;
    }
  }

  public write(message: Buffer): void {
    writeWhole(dirname(this.file), this.file, Buffer.concat([digest(message), message]));
  }
}

const DIGEST_LENGTH = 32;

function digest(content: Buffer): Buffer {
  return createHash("sha256").update(content).digest();
}

/** Files of earlier builds and releases. */
function discardOthers(directory: string, prefix: string, fingerprint: string): void {
  for (const file of readdirSync(directory)) {
    const rest = file.slice(prefix.length);
    if (file.startsWith(prefix) && /^[0-9a-f]{16}/.test(rest) && !rest.startsWith(fingerprint))
      rmSync(join(directory, file), { force: true });
  }
}

/** The JavaScript files below a directory, for {@link schemaFromFile}. */
export function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .sort()
    .map((file) => join(directory, file));
}

function fingerprintOf(files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

function read(file: string): ProviderSchema | undefined {
  try {
    const content = readFileSync(file);
    const headerLength = content.readUInt32BE(0);
    const header = JSON.parse(content.toString("utf8", 4, 4 + headerLength)) as Header;
    const body = content.subarray(4 + headerLength);
    return body.length === header.size ? fromParts(header, body) : undefined;
  } catch {
    return undefined;
  }
}

function fromParts({ name, version, protocol, provider, places }: Header, body: Buffer): ProviderSchema {
  const lazy = (table: Table) => {
    const result: Record<string, BlockSchema> = {};
    for (const [type, [offset, length]] of Object.entries(places[table])) {
      let block: BlockSchema | undefined;
      Object.defineProperty(result, type, {
        enumerable: true,
        get: () => (block ??= JSON.parse(body.toString("utf8", offset, offset + length)) as BlockSchema),
      });
    }
    return result;
  };
  const [resources, dataSources, ephemeralResources] = [
    lazy("resources"),
    lazy("dataSources"),
    lazy("ephemeralResources"),
  ];
  return { name, version, protocol, provider, resources, dataSources, ephemeralResources };
}

function write(directory: string, file: string, schema: ProviderSchema): boolean {
  const chunks: Buffer[] = [];
  let size = 0;
  const places = Object.fromEntries(
    TABLES.map((table) => [
      table,
      Object.fromEntries(
        Object.entries(schema[table]).map(([type, block]) => {
          const chunk = Buffer.from(JSON.stringify(block));
          chunks.push(chunk);
          size += chunk.length;
          return [type, [size - chunk.length, chunk.length]];
        }),
      ),
    ]),
  ) as unknown as Header["places"];
  const { name, version, protocol, provider } = schema;
  const header = Buffer.from(JSON.stringify({ name, version, protocol, provider, places, size } satisfies Header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return writeWhole(directory, file, Buffer.concat([length, header, ...chunks]));
}

/** Writes a file in one step, so that no other process sees half of it; false when the directory can't be written. */
export function writeWhole(directory: string, file: string, content: Buffer): boolean {
  try {
    mkdirSync(directory, { recursive: true });
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, content);
    renameSync(temporary, file);
    return true;
  } catch {
    return false;
  }
}
