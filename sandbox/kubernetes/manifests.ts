import {
  defineScalarTag,
  floatCoreTag,
  floatYaml11Tag,
  intCoreTag,
  intYaml11Tag,
  loadAll,
  NOT_RESOLVED,
  Schema,
  YAML11_SCHEMA,
} from "js-yaml";
import { parseAllDocuments, type DocumentOptions, type ParseOptions, type SchemaOptions } from "yaml";
import { HelmError } from "./helm-error";
import { isRecord, type KubernetesObject } from "./objects";

/** What `helm template` wrote, read. */
export interface Manifests {
  readonly objects: readonly KubernetesObject[];
  readonly warnings: readonly string[];
}

/**
 * Reads manifests as Helm does: YAML 1.1 (`yes` is true, `0440` is octal), but times and sexagesimal numbers stay strings. The quick
 * reader knows no duplicate keys, of which Helm takes the last; what it refuses is read again by one that does and says why.
 *
 * @throws HelmError when it is no YAML
 */
export function parseManifests(output: string): Manifests {
  let documents: readonly unknown[];
  try {
    documents = loadAll(output, { schema: QUICK_SCHEMA });
  } catch {
    return parseSlowly(output);
  }
  return { objects: documents.flatMap(toObjects), warnings: [] };
}

type NumberTag = typeof intYaml11Tag;

/** YAML 1.1's notations of a number, and those that only 1.2 has. */
function without60(yaml11: NumberTag, core: NumberTag): NumberTag {
  return defineScalarTag(yaml11.tagName, {
    ...yaml11,
    resolve: (text, ...rest) => {
      if (text.includes(":")) return NOT_RESOLVED;
      const number = yaml11.resolve(text, ...rest);
      return number === NOT_RESOLVED ? core.resolve(text, ...rest) : number;
    },
  });
}

const REPLACED = ["timestamp", "int", "float"].map((name) => `tag:yaml.org,2002:${name}`);

const QUICK_SCHEMA = new Schema([
  ...YAML11_SCHEMA.tags.filter(({ tagName }) => !REPLACED.includes(tagName)),
  without60(intYaml11Tag, intCoreTag),
  without60(floatYaml11Tag, floatCoreTag),
]);

const SLOW_OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  version: "1.1",
  merge: true,
  customTags: (tags) =>
    tags.filter((tag) => typeof tag === "string" || !(tag.format === "TIME" || tag.tag.endsWith(":timestamp"))),
};

function parseSlowly(output: string): Manifests {
  const documents = [...parseAllDocuments(output, SLOW_OPTIONS)];
  const errors = documents.flatMap((document) => document.errors);
  const fatal = errors.find((error) => error.code !== "DUPLICATE_KEY");
  if (fatal !== undefined) {
    throw new HelmError("chart", [`the chart renders invalid YAML: ${fatal.message}`]);
  }
  return {
    objects: documents.flatMap((document) => toObjects(document.toJS())),
    warnings: errors.map((error) => `the last of two equal keys wins; remove one: ${error.message}`),
  };
}

/** A `kind: List` stands for its items, as `kubectl` and Helm read it. */
function toObjects(value: unknown): KubernetesObject[] {
  if (!isRecord(value)) {
    return [];
  }
  if (value.kind === "List" && Array.isArray(value.items)) {
    return value.items.flatMap(toObjects);
  }
  const metadata = isRecord(value.metadata) ? value.metadata : {};
  return [{ ...value, metadata: { ...metadata, name: metadata.name ?? "" } } as KubernetesObject];
}
