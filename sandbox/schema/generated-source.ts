import { readFileSync } from "node:fs";

const MAP_MARK = "sourceMappingURL=data:application/json;base64,";

/** One `export interface`, `export class` or `…ToHclTerraform` function of the generated TypeScript. */
interface Section {
  readonly kind: "interface" | "class" | "toHcl";
  readonly name: string;
  readonly base: string;
  readonly text: string;
}

/** One getter of a generated class. */
export interface Member {
  /** The Terraform name. */
  readonly name: string;
  readonly computed: boolean;
  readonly optional: boolean;
  readonly required: boolean;
  /** The lines of code under the comment, which tell the type. */
  readonly code: string;
}

/** How an argument is rendered. Exported values that cannot be set have none. */
export interface Rendering {
  readonly shape: "simple" | "list" | "set" | "map" | "struct";
  /** For example `string`, `stringList` or the name of a generated class. */
  readonly storage: string;
}

/** A generated class with what the code around it says about its arguments. */
export interface Struct {
  readonly members: readonly Member[];
  readonly renderings: ReadonlyMap<string, Rendering>;
  /** Arguments that are blocks rather than attributes. */
  readonly blocks: ReadonlySet<string>;
  /** Arguments whose documentation says that a change replaces the resource. */
  readonly replacing: ReadonlySet<string>;
}

/** The generated TypeScript of one module: a resource, a data source or a provider. */
export interface GeneratedModule {
  readonly kind: "provider" | "resource" | "data source";
  /** The Terraform type, for a provider its local name. */
  readonly type: string;
  readonly providerVersion: string | undefined;
  readonly root: Struct;
  /** Looks up the struct that a class such as `FooOutputReference` or `FooList` gives access to. */
  struct(name: string): Struct;
}

/**
 * The TypeScript from which a file of the bindings was compiled, out of its inline source map.
 * @throws Error when the file carries no source map
 */
export function readSource(file: string): string {
  const compiled = readFileSync(file, "utf8");
  const start = compiled.lastIndexOf(MAP_MARK);
  if (start < 0) {
    throw new Error(`${file} carries no inline source map; the sandbox needs bindings as published on npm`);
  }
  const encoded = compiled.slice(start + MAP_MARK.length).trim();
  const map = JSON.parse(Buffer.from(encoded, "base64").toString("utf8")) as { sourcesContent?: readonly string[] };
  return (map.sourcesContent ?? []).join("\n");
}

/**
 * Reads a module.
 *
 * @param sources the module's files, in any order
 * @returns undefined when none of them declares a Terraform type
 */
export function parseModule(sources: readonly string[]): GeneratedModule | undefined {
  const sections = sources.flatMap(splitSections);
  const roots = sections.filter((section) => section.kind === "class" && section.base.startsWith("Terraform"));
  const root = roots[0];
  const type = root && /static readonly tfResourceType = "([^"]+)"/.exec(root.text)?.[1];
  if (root === undefined || type === undefined) {
    return undefined;
  }
  const find = (kind: Section["kind"], name: string): string => byKey.get(`${kind} ${name}`)?.text ?? "";
  const byKey = new Map(sections.map((section) => [`${section.kind} ${section.name}`, section]));
  const known = new Map<string, Struct>();
  return {
    kind:
      root.base === "TerraformProvider" ? "provider" : root.base === "TerraformDataSource" ? "data source" : "resource",
    type,
    providerVersion: /providerVersion: '([^']+)'/.exec(root.text)?.[1],
    root: toStruct(root.text, root.text, find("interface", `${root.name}Config`)),
    struct: (name) => {
      const code = find("class", `${name}OutputReference`);
      const config = find("interface", name);
      if (code === "" && config === "") {
        throw new Error(`${type}: the bindings hold no ${name}, or in a way this reader does not know`);
      }
      const struct = known.get(name) ?? toStruct(code, find("toHcl", name), config);
      known.set(name, struct);
      return struct;
    },
  };
}

function splitSections(source: string): Section[] {
  const heads = [
    ...source.matchAll(
      /^export (?:interface (\w+)|function (\w+)ToHclTerraform|class (\w+) extends cdktf\.(\w+)|function )/gm,
    ),
  ];
  return heads.flatMap((head, index): Section[] => {
    const [, config, rendered, name, base = ""] = head;
    const text = source.slice(head.index, heads[index + 1]?.index ?? source.length);
    if (config !== undefined) {
      return [{ kind: "interface", name: config, base, text }];
    }
    if (rendered !== undefined) {
      return [{ kind: "toHcl", name: rendered.charAt(0).toUpperCase() + rendered.slice(1), base, text }];
    }
    return name === undefined ? [] : [{ kind: "class", name, base, text }];
  });
}

function toStruct(classText: string, hclText: string, configText: string): Struct {
  const members = classText.matchAll(
    /^ {2}\/\/ (\S+) - computed: (true|false), optional: (true|false), required: (true|false)\n((?:.*\n){1,3})/gm,
  );
  const renderings = hclText.matchAll(
    /^ +"?([\w-]+)"?: \{\n +value: .*\n +isBlock: (?:true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)"/gm,
  );
  const getters = [...members].map(([, name = "", computed, optional, required, code = ""]) => ({
    name,
    computed: computed === "true",
    optional: optional === "true",
    required: required === "true",
    code,
  }));
  return {
    members: classText === "" ? configuredMembers(configText) : getters,
    renderings: new Map(
      [...renderings].map(([, name = "", shape, storage = ""]) => [
        name,
        { shape: shape as Rendering["shape"], storage },
      ]),
    ),
    blocks: new Set([...configText.matchAll(/^ {2}\* (\w+) block\n/gm)].map(([, name = ""]) => name)),
    replacing: replacingArguments(configText),
  };
}

/** The members of a struct in a provider's configuration, which can only be set and so has no class of getters. */
function configuredMembers(configText: string): Member[] {
  const properties = configText.matchAll(/#(\w+) \w+#\w+\}\n {2}\*\/\n( {2}readonly \w+(\?)?: .*\n)/g);
  return [...properties].map(([, name = "", code = "", mark]) => ({
    name,
    computed: false,
    optional: mark === "?",
    required: mark === undefined,
    code,
  }));
}

/**
 * Phrases that the Google provider's documentation uses for arguments with ForceNew, each found in the 6.50 bindings.
 * Kubernetes' "Cannot be updated." is none of them: it speaks of a pod, also where a Deployment replaces its pods.
 */
const REPLACING = new RegExp(
  [
    String.raw`\bImmutable\.(?:\s|$)`,
    String.raw`\bfields? (?:is|are) immutable\b`,
    String.raw`\bimmutable field\b`,
    String.raw`\bforces a new \w[\w ]* to be created`,
    String.raw`\bwill (?:force|trigger) recreation\b`,
    String.raw`\bcause VM recreation\b`,
    String.raw`\bcause the instance to recreate\b`,
    String.raw`\bcauses resource replacement\b`,
    String.raw`\bresult in deleting\/ ?recreating\b`,
    String.raw`\bcannot be (?:changed|updated|modified) after creati(?:on|ng)`,
    String.raw`\bcannot be changed once (?:set|the)\b`,
  ].join("|"),
);

function replacingArguments(configText: string): ReadonlySet<string> {
  const found = new Set<string>();
  if (REPLACING.test(configText)) {
    for (const [, doc = ""] of configText.matchAll(/\/\*\*\n([\s\S]*?)\*\/\n {2}readonly /g)) {
      const name = /#(\w+) \w+#\w+\}/.exec(doc)?.[1];
      if (name !== undefined && REPLACING.test(doc.replace(/\n {2}\* ?/g, " "))) {
        found.add(name);
      }
    }
  }
  return found;
}
