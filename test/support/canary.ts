import { createPrivateKey } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import { Journal, type JournaledSecret } from "../../sandbox/journal";

/** A secret value that was found where it must not be. It does not hold the value: reports of it are printed. */
export interface Hit {
  /** The file, and the part of it where it is an archive. */
  readonly place: string;
  readonly offset: number;
  /** Which value, as its {@link JournaledSecret.source}. */
  readonly source: string;
  /** How it was written down. */
  readonly form: string;
}

/** Every secret value that a simulated cloud has seen, and where it lies itself: those files have to be left out. */
export interface Known {
  readonly secrets: readonly JournaledSecret[];
  readonly files: readonly string[];
}

/**
 * What the journal of a simulated cloud says, and the key that opens the payloads of its Secret Manager. The payloads are
 * sealed, so that they need not be left out.
 */
export function knownSecrets(cloud: string): Known {
  const journal = join(new Journal(cloud).directory, "secrets.jsonl");
  const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
  // made when the first payload is sealed
  const keys = [join(cloud, "payload-key")].filter((key) => existsSync(key));
  return {
    secrets: [
      ...lines.map((line) => JSON.parse(line) as JournaledSecret),
      ...keys.map((key) => ({ source: "the key of the simulated Secret Manager", value: readFileSync(key, "utf8") })),
    ],
    files: [journal, ...keys],
  };
}

/** What came of looking into many files. */
export interface Sweep {
  readonly files: readonly string[];
  readonly bytes: number;
  readonly hits: readonly Hit[];
}

/** Shorter values occur by chance. The shortest that is drawn anywhere has 32 bytes, and 16 are 128 bits. */
export const SHORTEST = 16;

/** Longer forms are looked for piece by piece, so that copies that are cut off or broken into lines are found, too. */
const LONGEST_WHOLE = 64;
/** Every line of 64 characters or more holds a whole piece, wherever it begins. */
const PIECE = 32;

/** How many bytes of a file are read at once. */
const CHUNK = 4 * 1024 * 1024;

interface Needle {
  readonly bytes: Buffer;
  readonly source: string;
  readonly form: string;
}

/** Values that are no secret although a secret's place holds them, each with its reason. */
const EXEMPT: readonly { readonly reason: string; readonly applies: (secret: JournaledSecret) => boolean }[] = [
  {
    reason: "a public key is there to be read by whoever verifies a signature",
    applies: ({ value }) => /^-----BEGIN (RSA |EC )?PUBLIC KEY-----/.test(value),
  },
  {
    reason: "a certificate is sent to everybody who connects; the provider hides it all the same",
    applies: ({ source }) => source.endsWith(".server_ca_cert"),
  },
  {
    reason: `a value below ${SHORTEST} bytes occurs by chance; it is always part of a longer one that is looked for`,
    applies: ({ value }) => Buffer.byteLength(value) < SHORTEST,
  },
];

/** Why a value is not looked for, or undefined when it is. */
export function exemption(secret: JournaledSecret): string | undefined {
  return EXEMPT.find(({ applies }) => applies(secret))?.reason;
}

/**
 * Looks for many values in many forms at once: reads every ninth place only, and compares where the eight bytes there
 * occur near the beginning of something that is looked for.
 */
export class CanarySearch {
  /** How many different byte sequences are looked for. */
  public readonly size: number;
  private readonly index = new Map<number, Needle[]>();
  /** One bit per hash, since most places are rejected by it. */
  private readonly filter = new Uint8Array(1 << 21);
  private readonly overlap: number;
  private readonly buffer: Buffer;

  /** @param chunk how many bytes of a file are read at once */
  public constructor(
    secrets: readonly JournaledSecret[],
    private readonly chunk = CHUNK,
  ) {
    const needles = new Map<string, Needle>();
    const wanted = distinct(secrets).filter((secret) => exemption(secret) === undefined);
    const keys = keyTexts(wanted.map(({ value }) => value));
    for (const secret of wanted) {
      for (const needle of needlesOf(secret, keys)) {
        const name = needle.bytes.toString("latin1");
        if (!needles.has(name)) needles.set(name, needle);
      }
    }
    this.size = needles.size;
    this.overlap = Math.max(SHORTEST, ...[...needles.values()].map(({ bytes }) => bytes.length));
    this.buffer = Buffer.alloc(chunk + this.overlap);
    for (const needle of needles.values()) this.add(needle);
  }

  /**
   * Looks into every file.
   *
   * @param except files that are left out
   */
  public files(paths: readonly string[], except: readonly string[] = []): Sweep {
    const files = paths.filter((path) => !except.includes(path));
    const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
    return { files, bytes, hits: files.flatMap((path) => this.file(path)) };
  }

  /** Looks into one file, and into each part of it if it is an archive. */
  public file(path: string): readonly Hit[] {
    const file = openSync(path, "r");
    try {
      const head = Buffer.alloc(4);
      readSync(file, head, 0, head.length, 0);
      if (isArchive(head)) return this.archive(path, readFileSync(path));
      const found: Hit[] = [];
      const { buffer } = this;
      for (let position = 0; ; position += this.chunk) {
        const length = readSync(file, buffer, 0, buffer.length, position);
        const last = length < buffer.length;
        found.push(...this.scan(path, buffer.subarray(0, length), position, last ? length : this.chunk));
        if (last) return distinctHits(found);
      }
    } finally {
      closeSync(file);
    }
  }

  /** Looks into a text or into bytes. */
  public content(place: string, content: string | Buffer): readonly Hit[] {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    return isArchive(bytes) ? this.archive(place, bytes) : distinctHits(this.scan(place, bytes, 0, bytes.length));
  }

  private archive(place: string, bytes: Buffer): readonly Hit[] {
    const parts = isZip(bytes) ? Object.entries(unzipSync(bytes)) : [["gunzip", gunzipSync(bytes)] as const];
    const inside = parts.flatMap(([name, part]) => this.content(`${place}!${name}`, Buffer.from(part)));
    return [...distinctHits(this.scan(place, bytes, 0, bytes.length)), ...inside];
  }

  /** @param limit what begins behind it belongs to the next chunk */
  private scan(place: string, bytes: Buffer, base: number, limit: number): readonly Hit[] {
    const found: Hit[] = [];
    for (let at = 0; at + GRAM <= bytes.length; at += STRIDE) {
      const hash = hashAt(bytes, at);
      if (((this.filter[hash >>> 3] ?? 0) & (1 << (hash & 7))) === 0) continue;
      for (const { bytes: needle, source, form } of this.index.get(hash) ?? []) {
        for (let shift = 0; shift < STRIDE; shift += 1) {
          const start = at - shift;
          if (start < 0 || start >= limit || start + needle.length > bytes.length) continue;
          if (bytes.compare(needle, 0, needle.length, start, start + needle.length) === 0) {
            found.push({ place, offset: base + start, source, form });
          }
        }
      }
    }
    return found;
  }

  private add(needle: Needle): void {
    for (let shift = 0; shift < STRIDE; shift += 1) {
      const hash = hashAt(needle.bytes, shift);
      this.filter[hash >>> 3] = (this.filter[hash >>> 3] ?? 0) | (1 << (hash & 7));
      const same = this.index.get(hash);
      if (same === undefined) this.index.set(hash, [needle]);
      else if (same[same.length - 1] !== needle) same.push(needle);
    }
  }
}

/** What is compared first. With a stride of nine, eight bytes of any sixteen lie at a place that is read. */
const GRAM = 8;
const STRIDE = SHORTEST - GRAM + 1;

function hashAt(bytes: Buffer, at: number): number {
  const mixed = Math.imul(bytes.readInt32LE(at), 0x9e3779b1) ^ Math.imul(bytes.readInt32LE(at + 4), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & 0xffffff;
}

/** Plans and packaged charts. */
function isArchive(bytes: Buffer): boolean {
  return isZip(bytes) || (bytes[0] === 0x1f && bytes[1] === 0x8b);
}

function isZip(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).equals(Buffer.from("PK\x03\x04", "latin1"));
}

/** A value that was drawn goes under that name, wherever it was sent to afterwards. */
function distinct(secrets: readonly JournaledSecret[]): readonly JournaledSecret[] {
  const byValue = new Map<string, JournaledSecret>();
  for (const secret of secrets) {
    if (!byValue.has(secret.value) || isDrawn(secret)) byValue.set(secret.value, secret);
  }
  return [...byValue.values()];
}

/** False for what Secret Manager holds, which may be composed of several values and of text. */
function isDrawn({ source }: JournaledSecret): boolean {
  return !source.includes("_secret_version.");
}

/** One per value and form: a value that is repeated in a log says nothing new. */
function distinctHits(found: readonly Hit[]): readonly Hit[] {
  return [...new Map(found.map((one) => [`${one.source} ${one.form}`, one])).values()];
}

/** A way to write a value down, and what it looks like then. */
type Forms = readonly (readonly [string, Buffer])[];

/**
 * What of a value is looked for. A drawn value is looked for piece by piece; what is composed around one may hold public
 * text and is looked for as a whole. Of a private key it is its numbers, in whatever format they stand, and the lines of
 * its text that hold nothing of its public half, which is part of every private key.
 */
function needlesOf(secret: JournaledSecret, keys: KeyTexts): readonly Needle[] {
  const { source, value } = secret;
  const named = (forms: Forms, cut: boolean) =>
    forms.flatMap(([form, bytes]) => (cut ? pieces(bytes) : [bytes]).map((piece) => ({ source, form, bytes: piece })));
  if (!isPrivateKey(value)) return named(textForms(value), isDrawn(secret));
  const lines = value.split("\n").filter((line) => {
    const parts = windows(line);
    return parts.some((part) => keys.secret.has(part)) && !parts.some((part) => keys.open.has(part));
  });
  if (lines.length === 0) throw new Error(`${source} is a private key whose numbers nobody knows`);
  return [
    ...named(textForms(value), false),
    ...numbersOf(value).secret.flatMap((number) => named(binaryForms(number), true)),
    ...lines.flatMap((line) => named(textForms(line), true)),
  ];
}

/** What the numbers of keys look like in base64, in all pieces of {@link SHORTEST} characters. */
interface KeyTexts {
  readonly secret: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
}

/** Of all keys together, because Node can't read each format of them. */
function keyTexts(values: readonly string[]): KeyTexts {
  const numbers = values.map(numbersOf);
  const parts = (some: readonly Buffer[]) => new Set(some.flatMap(alignments).flatMap(windows));
  return { secret: parts(numbers.flatMap(({ secret }) => secret)), open: parts(numbers.flatMap(({ open }) => open)) };
}

function windows(text: string): readonly string[] {
  const count = Math.max(0, text.length - SHORTEST + 1);
  return Array.from({ length: count }, (_item, index) => text.slice(index, index + SHORTEST));
}

function isPrivateKey(value: string): boolean {
  return /^-----BEGIN ([A-Z]+ )?PRIVATE KEY-----\n/.test(value);
}

/** The numbers of a private key, apart by who may know them; none when it has a format that Node does not read. */
function numbersOf(value: string): { readonly secret: readonly Buffer[]; readonly open: readonly Buffer[] } {
  if (!isPrivateKey(value) || value.startsWith("-----BEGIN OPENSSH")) return { secret: [], open: [] };
  const { n, x, y, d, p, q, dp, dq, qi } = createPrivateKey(value).export({ format: "jwk" });
  const bytes = (numbers: readonly (string | undefined)[]) =>
    numbers.flatMap((number) => (number === undefined ? [] : [Buffer.from(number, "base64url")]));
  return { secret: bytes([d, p, q, dp, dq, qi]), open: bytes([n, x, y]) };
}

function pieces(form: Buffer): readonly Buffer[] {
  if (form.length <= LONGEST_WHOLE) return [form];
  const count = Math.floor(form.length / PIECE);
  return Array.from({ length: count }, (_item, index) => form.subarray(index * PIECE, (index + 1) * PIECE));
}

function textForms(value: string): Forms {
  const bytes = Buffer.from(value);
  const json = jsonEscaped(value);
  const wide = Buffer.from(value, "utf16le");
  return [
    ...binaryForms(bytes),
    ["JSON", Buffer.from(json)],
    ["JSON for HTML", Buffer.from(htmlSafe(json))],
    ["JSON in JSON", Buffer.from(jsonEscaped(json))],
    ["JSON for HTML in JSON", Buffer.from(jsonEscaped(htmlSafe(json)))],
    ["HCL", Buffer.from(hclEscaped(json))],
    ["HCL in JSON", Buffer.from(jsonEscaped(hclEscaped(json)))],
    ["URL", Buffer.from(encodeURIComponent(value))],
    ["URL, strictly", Buffer.from(percentEncoded(value))],
    ["URL, strictly, in lower case", Buffer.from(percentEncoded(value).replace(/%../g, (code) => code.toLowerCase()))],
    ["form", Buffer.from(percentEncoded(value).replaceAll("%20", "+"))],
    ["UTF-16LE", wide],
    ["UTF-16BE", Buffer.from(wide).swap16()],
  ];
}

function binaryForms(bytes: Buffer): Forms {
  const base64 = alignments(bytes);
  return [
    ["as it is", bytes],
    ...base64.map((text, offset) => [`base64 at offset ${offset}`, Buffer.from(text)] as const),
    ...base64.map((text, offset) => [`base64url at offset ${offset}`, Buffer.from(urlSafe(text))] as const),
    ...base64.map(
      (text, offset) => [`base64 at offset ${offset} in a URL`, Buffer.from(encodeURIComponent(text))] as const,
    ),
    ["hex", Buffer.from(bytes.toString("hex"))],
    ["HEX", Buffer.from(bytes.toString("hex").toUpperCase())],
  ];
}

/**
 * What base64 makes of bytes in the middle of others: it takes three at a time, so that there are three possibilities.
 * Characters that depend on the neighbors, too, are left out.
 */
function alignments(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const bits = 8 * (offset + bytes.length);
    return text.slice(Math.ceil((8 * offset) / 6), Math.floor(bits / 6));
  });
}

function urlSafe(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}

function jsonEscaped(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** Go's encoding/json, which writes Terraform's state and plans, escapes these as well. https://pkg.go.dev/encoding/json#Marshal */
function htmlSafe(json: string): string {
  return json.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026");
}

/** https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences */
function hclEscaped(json: string): string {
  return json.replaceAll("${", "$${").replaceAll("%{", "%%{");
}

/** All but the unreserved characters of https://www.rfc-editor.org/rfc/rfc3986#section-2.3 */
function percentEncoded(value: string): string {
  const code = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  return [...Buffer.from(value)]
    .map((byte) => (/[A-Za-z0-9._~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : code(byte)))
    .join("");
}
