import { type GeneratedModule, type Member, type Rendering, type Struct } from "./generated-source";
import {
  type AttributeSchema,
  type AttributeType,
  type BlockSchema,
  type NestedBlockSchema,
  type Nesting,
} from "./types";

/** What a getter gives access to: a plain type, or a generated class and how often it occurs. */
type Access = { readonly type: AttributeType } | { readonly struct: string; readonly nesting: Nesting };

const PLAIN_GETTERS: ReadonlyMap<string, AttributeType> = new Map<string, AttributeType>([
  ["getStringAttribute", "string"],
  ["getNumberAttribute", "number"],
  ["getBooleanAttribute", "bool"],
  ["getListAttribute", ["list", "string"]],
  ["getNumberListAttribute", ["list", "number"]],
  ["getStringMapAttribute", ["map", "string"]],
  ["getNumberMapAttribute", ["map", "number"]],
  ["getBooleanMapAttribute", ["map", "bool"]],
  // what has no fixed type, such as kubernetes_manifest.manifest, is a map of anything in the bindings
  ["getAnyMapAttribute", "dynamic"],
]);

const MAP_CLASSES: ReadonlyMap<string, AttributeType> = new Map<string, AttributeType>([
  ["StringMap", ["map", "string"]],
  ["NumberMap", ["map", "number"]],
  ["BooleanMap", ["map", "bool"]],
]);

const STORAGES: ReadonlyMap<string, AttributeType> = new Map<string, AttributeType>([
  ["string", "string"],
  ["number", "number"],
  ["boolean", "bool"],
]);

/** Turns a generated module into the block that Terraform sees. */
export class BlockReader {
  public constructor(
    private readonly module: GeneratedModule,
    private readonly protocol: 5 | 6,
  ) {}

  /** The module's own block. */
  public read(): BlockSchema {
    return this.block(this.module.root);
  }

  private block(struct: Struct): BlockSchema {
    const attributes: Record<string, AttributeSchema> = {};
    const blocks: Record<string, NestedBlockSchema> = {};
    for (const member of struct.members) {
      const access = this.access(member, struct.renderings.get(member.name));
      const replaces = this.module.kind === "resource" && struct.replacing.has(member.name);
      const forceNew = replaces ? { forceNew: true } : {};
      if ("struct" in access && struct.blocks.has(member.name)) {
        blocks[member.name] = { ...this.nestedBlock(member, access, struct.renderings.get(member.name)), ...forceNew };
      } else {
        attributes[member.name] = { ...this.attribute(member, access), ...forceNew };
      }
    }
    return { attributes, blocks };
  }

  private attribute(member: Member, access: Access): AttributeSchema {
    const flags = {
      ...(member.required ? { required: true } : {}),
      ...(member.optional ? { optional: true } : {}),
      ...(member.computed ? { computed: true } : {}),
    };
    if ("type" in access) {
      return { type: access.type, ...flags };
    }
    if (this.protocol === 5) {
      return { type: wrap(access.nesting, this.objectType(access.struct)), ...flags };
    }
    const { attributes } = this.block(this.module.struct(access.struct));
    return { nested: { nesting: access.nesting, attributes }, ...flags };
  }

  private nestedBlock(
    member: Member,
    access: { readonly struct: string; readonly nesting: Nesting },
    rendering: Rendering | undefined,
  ): NestedBlockSchema {
    const block = this.block(this.module.struct(access.struct));
    if (rendering?.shape === "struct" && member.name === "timeouts") {
      return { nesting: "single", minItems: 0, maxItems: 0, block };
    }
    // the bindings give a class without an index to a list or set that takes at most one item
    const single = access.nesting === "single";
    const nesting = single ? singleNesting(rendering) : access.nesting;
    return { nesting, minItems: member.required ? 1 : 0, maxItems: single ? 1 : 0, block };
  }

  private objectType(name: string): AttributeType {
    const { members, renderings } = this.module.struct(name);
    return [
      "object",
      Object.fromEntries(
        members.map((member) => {
          const access = this.access(member, renderings.get(member.name));
          return [member.name, "type" in access ? access.type : wrap(access.nesting, this.objectType(access.struct))];
        }),
      ),
    ];
  }

  private access(member: Member, rendering: Rendering | undefined): Access {
    const { code } = member;
    const created = /= new (cdktf\.)?(\w+?)(OutputReference|List|Map)\(this, ["'][^"']+["'](?:, (true|false))?\)/.exec(
      code,
    );
    if (created !== null) {
      const [, cdktf, name = "", suffix, wrapsSet] = created;
      const nesting = suffix === "List" ? (wrapsSet === "true" ? "set" : "list") : suffix === "Map" ? "map" : "single";
      if (cdktf === undefined) {
        return { struct: name, nesting };
      }
      // cdktf.StringMap, or cdktf.StringMapList for a list of them
      const item = MAP_CLASSES.get(suffix === "Map" ? `${name}Map` : name);
      if (item !== undefined) {
        return { type: suffix === "Map" ? item : wrap(nesting, item) };
      }
    }
    const [, declared, array] = /\??: ([A-Z]\w*)(\[\])?/.exec(code) ?? [];
    if (declared !== undefined) {
      return {
        struct: declared,
        nesting: array === undefined ? "single" : rendering?.shape === "set" ? "set" : "list",
      };
    }
    const getter = /this\.(get\w+Attribute)\(/.exec(code)?.[1];
    const plain = getter === undefined ? renderedType(rendering) : PLAIN_GETTERS.get(getter);
    if (plain === undefined) {
      throw new Error(
        `${this.module.type}: the type of '${member.name}' is written in a way this reader does not know`,
      );
    }
    const isSet = code.includes("cdktf.Fn.tolist(") && typeof plain !== "string" && plain[0] === "list";
    return { type: isSet ? ["set", plain[1]] : plain };
  }
}

/** The type of an argument whose getter returns what was set, as those of providers do. */
function renderedType(rendering: Rendering | undefined): AttributeType | undefined {
  if (rendering === undefined) {
    return undefined;
  }
  const [, item = "", collection] = /^(string|number|boolean|any)(List|Map|Set)?$/.exec(rendering.storage) ?? [];
  const type = STORAGES.get(item);
  if (type === undefined || collection === undefined) {
    return type ?? (item === "any" ? "dynamic" : undefined);
  }
  return wrap(rendering.shape === "set" ? "set" : collection === "Map" ? "map" : "list", type);
}

function singleNesting(rendering: Rendering | undefined): Nesting {
  return rendering?.shape === "set" ? "set" : "list";
}

function wrap(nesting: Nesting, item: AttributeType): AttributeType {
  return nesting === "single" ? item : [nesting, item];
}
