/**
 * A Terraform provider's schema, in the words of Terraform's own `providers schema -json`.
 * Read from the installed bindings (`bindings.ts`), served to Terraform by `plugin/`.
 */

/** A type constraint as Terraform writes it in JSON, such as `"string"` or `["list", ["object", { "name": "string" }]]`. */
export type AttributeType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", AttributeType]
  | readonly ["object", Readonly<Record<string, AttributeType>>];

/** How often a nested block or nested attribute occurs and how Terraform addresses its items. */
export type Nesting = "single" | "list" | "set" | "map";

/** One argument or exported value. */
export interface AttributeSchema {
  /** Absent exactly when `nested` is given. */
  readonly type?: AttributeType;
  /** A nested attribute (`set = [{ ... }]`), which only plugin protocol 6 can express. */
  readonly nested?: { readonly nesting: Nesting; readonly attributes: Readonly<Record<string, AttributeSchema>> };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** Accepted in configuration, never returned and never stored in state. */
  readonly writeOnly?: boolean;
  /** A change of the value replaces the resource. For a nested attribute: any change within it, too. */
  readonly forceNew?: boolean;
}

/** A block nested in another, such as `settings { ... }`. */
export interface NestedBlockSchema {
  readonly nesting: Nesting;
  readonly minItems: number;
  /** 0 means no upper limit. */
  readonly maxItems: number;
  readonly block: BlockSchema;
  /**
   * Adding or removing a block of this kind replaces the resource. A change within it does so only where the inner
   * argument says `forceNew` too, as in Terraform's own plugin SDK.
   */
  readonly forceNew?: boolean;
  /** The provider fills the block in when the configuration omits it; leaving it out later changes nothing. */
  readonly computed?: boolean;
}

/** The body of a resource, data source, ephemeral resource or provider. */
export interface BlockSchema {
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  readonly blocks: Readonly<Record<string, NestedBlockSchema>>;
}

/** Everything one provider can do. Keys are full type names, such as `google_compute_network`. */
export interface ProviderSchema {
  /** The provider's local name: google, google-beta, kubernetes, helm, random or tls. */
  readonly name: string;
  /** The provider's release, for example 6.50.0. */
  readonly version: string;
  /** The plugin protocol that can express this schema. */
  readonly protocol: 5 | 6;
  readonly provider: BlockSchema;
  readonly resources: Readonly<Record<string, BlockSchema>>;
  readonly dataSources: Readonly<Record<string, BlockSchema>>;
  readonly ephemeralResources: Readonly<Record<string, BlockSchema>>;
}
