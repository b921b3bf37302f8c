import { RenderedStack, type Block } from "../rendered/rendered-stack";
import { describeObject } from "../../sandbox/kubernetes/objects";
import { namespaceOf, type ClusterObject } from "../rendered/cluster-object";
import { type RenderedEnvironment } from "./environment";

/** Something that can be made worse. */
export type Subject = TerraformSubject | ObjectSubject;

interface Common {
  /** A Terraform type as rules name it, such as `google_kms_crypto_key`, `data.google_project` and `provider.google`; or a Kubernetes kind. */
  readonly type: string;
  readonly address: string;
  /** The arguments without cdktf's metadata, or the manifest. */
  readonly block: Block;
}

/** A resource, a data source, or what a stack has besides. */
export interface TerraformSubject extends Common {
  /** Where `RenderedStack` has it. */
  readonly section: "resources" | "dataSources" | "settings";
}

/** A Kubernetes object of a Helm release. */
export interface ObjectSubject extends Common {
  readonly section: "object";
  readonly placed: ClusterObject;
}

const SECTIONS = ["resources", "dataSources", "settings"] as const;

/**
 * Everything of an environment that can be made worse. Objects of the kubernetes provider are not among the objects: what
 * can be changed are the resources that they are read from.
 */
export function subjectsOf({ stack: { name, json }, releases }: RenderedEnvironment): readonly Subject[] {
  const rendered = new RenderedStack(name, json);
  return [
    ...SECTIONS.flatMap((section) =>
      rendered[section].map(({ type, address, arguments: block }) => ({ section, type, address, block })),
    ),
    ...releases.objects.map((placed) => ({
      section: "object" as const,
      type: placed.object.kind,
      address: addressOf(placed),
      block: placed.object,
      placed,
    })),
  ];
}

/** The address that a finding shows. */
export function addressOf(placed: ClusterObject): string {
  return describeObject({
    ...placed.object,
    metadata: { ...placed.object.metadata, namespace: namespaceOf(placed) },
  });
}
