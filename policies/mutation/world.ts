import { type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { podTemplateOf } from "../../sandbox/kubernetes/pod-templates";
import { Literals, type SynthesizedStack } from "../rendered/literals";
import { RenderedCluster } from "../rendered/rendered-cluster";
import { RenderedStack } from "../rendered/rendered-stack";
import { type UnknownRelease } from "../rendered/releases";
import { type ClusterObject } from "../rendered/cluster-object";
import { terraformObjects } from "../rendered/terraform-objects";
import { type RenderedEnvironment } from "./environment";
import { jsonWith } from "./json-with";
import { type Mutant } from "./mutant";
import { type Part } from "./reads";
import { addressOf, type ObjectSubject, type TerraformSubject } from "./subject";

/** A stack with one thing in it made worse. */
export interface MutatedStack {
  readonly stack: RenderedStack;
  /** The parts of the stack that are not what they were. */
  readonly parts: ReadonlySet<Part>;
  /** The address under which the changed object or resource is found now. */
  readonly address: string;
}

/** An environment's stack as it is, from which mutated ones are made without copying what stays. */
export class World {
  public readonly stack: RenderedStack;
  private readonly fromTerraform: readonly ClusterObject[];
  private readonly cluster: RenderedCluster;

  /** @param now the time for which conditions on the time of a deploy are decided */
  public constructor(
    private readonly environment: RenderedEnvironment,
    private readonly now: Date,
  ) {
    const { stack, releases } = environment;
    this.fromTerraform = this.objectsOf(stack);
    this.cluster = new RenderedCluster([...this.fromTerraform, ...releases.objects], releases.unknown);
    this.stack = new RenderedStack(stack.name, stack.json, () => this.cluster);
  }

  public with({ subject, result }: Pick<Mutant, "subject" | "result">): MutatedStack {
    return subject.section === "object" ? this.withObject(subject, result) : this.withTerraform(subject, result);
  }

  private withObject(subject: ObjectSubject, result: Mutant["result"]): MutatedStack {
    const { objects, unknown } = this.environment.releases;
    const original = subject.placed.object;
    const object = result as KubernetesObject | undefined;
    const placed = object === undefined ? [] : [{ ...subject.placed, object }];
    const others = objects.flatMap((one) => (one.object === original ? placed : [one]));
    const cluster = new RenderedCluster([...this.fromTerraform, ...others], unknown);
    const { name, json } = this.environment.stack;
    return {
      stack: new RenderedStack(name, json, () => cluster),
      parts: new Set<Part>(["everything", ...partsOf(original), ...(object === undefined ? [] : partsOf(object))]),
      address: placed[0] === undefined ? subject.address : addressOf(placed[0]),
    };
  }

  private withTerraform(subject: TerraformSubject, result: Mutant["result"]): MutatedStack {
    const { name, json } = this.environment.stack;
    const stack = { name, json: jsonWith(json, subject, result) };
    const touchesCluster = subject.type.startsWith("kubernetes_") || subject.type === "helm_release";
    const cluster = touchesCluster ? this.clusterOf(stack, subject, result) : this.cluster;
    return {
      stack: new RenderedStack(name, stack.json, () => cluster),
      parts: new Set<Part>([
        "everything",
        "json",
        `type ${subject.type}`,
        subject.section,
        ...(touchesCluster ? this.cluster.objects.flatMap(({ object }) => partsOf(object)) : []),
      ]),
      address: subject.address,
    };
  }

  /** Objects of the kubernetes provider are read anew; a chart is not rendered anew, but its objects go with its release. */
  private clusterOf(stack: SynthesizedStack, subject: TerraformSubject, result: Mutant["result"]): RenderedCluster {
    const { objects, unknown } = this.environment.releases;
    const path = this.stack.ofType(subject.type).find(({ address }) => address === subject.address)?.path;
    const stays = (one: ClusterObject | UnknownRelease): boolean => result !== undefined || one.path !== path;
    return new RenderedCluster([...this.objectsOf(stack), ...objects.filter(stays)], unknown.filter(stays));
  }

  private objectsOf(stack: SynthesizedStack): readonly ClusterObject[] {
    return terraformObjects(stack, new Literals([stack], this.now));
  }
}

function partsOf(object: KubernetesObject): readonly Part[] {
  return ["objects", `kind ${object.kind}`, ...(podTemplateOf(object) === undefined ? [] : (["pods"] as const))];
}
