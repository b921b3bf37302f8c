import { visit } from "jsonc-parser";
import { fromBytes, toBytes, urlDecode, urlDecodeUni } from "./text";
import { type ReadRequest } from "./web-request";

/** Parts of a request that signatures look at. */
export type Part =
  "method" | "path" | "raw" | "argument" | "argument name" | "cookie" | "cookie name" | "header" | "body";

/** A piece of a request that signatures are compared with. */
export interface Field {
  readonly part: Part;
  /** The name of the parameter, cookie or header; the path for a path. */
  readonly name: string;
  /** Which kind of exclusion leaves it out, if any does: names are always inspected. */
  readonly excludedAs: "header" | "cookie" | "query" | "uri" | undefined;
  /** For people: `query parameter q`. */
  readonly label: string;
  /** The value, decoded once, and once more where that changes it. */
  readonly texts: readonly string[];
}

/** How a policy reads bodies. */
export interface BodyReading {
  /** Content types whose bodies are read as JSON, in lowercase; empty when none are. */
  readonly jsonTypes: readonly string[];
  /** Bytes of the body that are inspected. */
  readonly inspectedBytes: number;
}

/** A request in pieces, with what has to be said about how it was taken apart. */
export interface Inspection {
  readonly fields: readonly Field[];
  readonly notes: readonly string[];
}

/**
 * Takes a request apart as the signatures of preconfigured rules see it.
 * https://cloud.google.com/armor/docs/rule-tuning#exclude_request_fields_from_inspection and
 * https://cloud.google.com/armor/docs/content-parsing
 */
export function inspect(request: ReadRequest, reading: BodyReading): Inspection {
  const { fields: body, notes } = inspectBody(request, reading);
  const headers = [...request.headers].filter(([name]) => name !== "cookie");
  return {
    notes,
    fields: [
      { part: "method", name: "", excludedAs: undefined, label: "method", texts: [request.method] },
      { part: "path", name: request.path, excludedAs: "uri", label: "path", texts: decodings(request.path) },
      { part: "raw", name: request.path, excludedAs: "uri", label: "path as written", texts: [request.path] },
      ...inspectPairs(request.query, "query parameter"),
      ...rawPairs(request.query),
      ...headers.map(([name, value]): Field => ({
        part: "header",
        name,
        excludedAs: "header",
        label: `header ${name}`,
        texts: decodings(value),
      })),
      ...[...request.cookies].flatMap(([name, value]): Field[] => [
        { part: "cookie name", name, excludedAs: undefined, label: "name of a cookie", texts: decodings(name) },
        { part: "cookie", name, excludedAs: "cookie", label: `cookie ${name}`, texts: decodings(value) },
      ]),
      ...body,
    ],
  };
}

function inspectBody(request: ReadRequest, { jsonTypes, inspectedBytes }: BodyReading): Inspection {
  if (request.body === "") {
    return { fields: [], notes: [] };
  }
  const bytes = Buffer.from(request.body, "utf8");
  const text = bytes.subarray(0, inspectedBytes).toString("utf8");
  const notes =
    bytes.length > inspectedBytes
      ? [`only the first ${inspectedBytes} of ${bytes.length} bytes of the body were inspected`]
      : [];
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (jsonTypes.includes(type)) {
    const fields = inspectJson(text, bytes.length > inspectedBytes);
    return fields.length > 0
      ? { fields, notes }
      : { fields: [wholeBody(text)], notes: [...notes, "the body is no JSON: it was inspected as one text"] };
  }
  return type === "application/x-www-form-urlencoded"
    ? { fields: inspectPairs(text, "form field"), notes }
    : { fields: [wholeBody(text)], notes };
}

function wholeBody(text: string): Field {
  return { part: "body", name: "", excludedAs: undefined, label: "body", texts: decodings(text) };
}

/** Values and keys; nothing when the text is no JSON, unless it is only cut short. */
function inspectJson(text: string, cut: boolean): readonly Field[] {
  const fields: Field[] = [];
  let broken = false;
  let key = "";
  visit(
    text,
    {
      onObjectProperty: (property) => {
        key = property;
        fields.push({
          part: "argument name",
          name: property,
          excludedAs: undefined,
          label: "key of the JSON body",
          texts: decodings(property),
        });
      },
      onLiteralValue: (value: unknown) => {
        fields.push({
          part: "argument",
          name: key,
          excludedAs: "query",
          label: key === "" ? "JSON body" : `JSON value ${key}`,
          texts: decodings(String(value)),
        });
      },
      onError: () => {
        broken = true;
      },
    },
    { disallowComments: true },
  );
  return broken && !cut ? [] : fields;
}

function inspectPairs(text: string, what: string): readonly Field[] {
  return splitPairs(text).flatMap(([name, value]): Field[] => {
    const decoded = decode(name);
    return [
      {
        part: "argument name",
        name: decoded,
        excludedAs: undefined,
        label: `name of a ${what}`,
        texts: decodings(name),
      },
      { part: "argument", name: decoded, excludedAs: "query", label: `${what} ${decoded}`, texts: decodings(value) },
    ];
  });
}

function rawPairs(query: string): readonly Field[] {
  return splitPairs(query).map(([name, value]) => ({
    part: "raw",
    name: decode(name),
    excludedAs: "query",
    label: `query parameter ${decode(name)} as written`,
    texts: [value],
  }));
}

function splitPairs(text: string): readonly (readonly [string, string])[] {
  return text
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [name, value.join("=")] as const;
    });
}

function decode(text: string): string {
  return fromBytes(urlDecode(toBytes(text)));
}

function decodings(text: string): readonly string[] {
  const once = decode(text);
  const twice = fromBytes(urlDecodeUni(toBytes(once)));
  return [...new Set([text, once, twice])];
}
