import { CLUSTER_OBJECT } from "../cloud/object-references";
import { Store } from "../cloud/store";
import { ForwardingProvider } from "../plugin/forwarding-provider";
import { actionOf, type Applied, type ApplyRequest, type Provider } from "../plugin/provider";
import { text, type ObjectValue } from "../plugin/values";

/** Something that was made, changed or deleted, in the order in which the cloud committed it. */
export interface CloudEvent {
  readonly action: "create" | "update" | "delete";
  /** A Terraform type, or {@link CLUSTER_OBJECT} for what a release brought. */
  readonly type: string;
  /** What names the object within its type. */
  readonly key: string;
  /** As it was afterwards; of a deleted one, as it was before. */
  readonly attributes: ObjectValue;
}

/** Writes down what happens in a simulated cloud, in its order. */
export class EventLog {
  private readonly written: CloudEvent[] = [];

  /** @param cloud the simulated cloud's directory, where a release's objects are looked up */
  public constructor(private readonly cloud: string) {}

  public get events(): readonly CloudEvent[] {
    return this.written;
  }

  /** Puts itself around a provider; one log is around all of them. */
  public readonly around = (provider: Provider): Provider => new LoggedProvider(provider, this);

  /** @param before the objects of a release that is gone by now */
  public note(event: CloudEvent, before: readonly CloudEvent[] = []): void {
    const { type, action, attributes } = event;
    const brought = type === "helm_release" && action !== "delete" ? this.objectsOf(attributes, action) : [];
    this.written.push(...before, event, ...brought);
  }

  /** What a release has in the cluster. */
  public objectsOf(release: ObjectValue, action: CloudEvent["action"]): readonly CloudEvent[] {
    const owner = `${text(release, "namespace") ?? "default"}/${text(release, "name") ?? ""}`;
    return new Store(this.cloud)
      .list(CLUSTER_OBJECT)
      .filter(({ attributes }) => attributes["release"] === owner)
      .map(({ key, attributes }) => ({ action, type: CLUSTER_OBJECT, key, attributes }));
  }
}

class LoggedProvider extends ForwardingProvider {
  public constructor(
    provider: Provider,
    private readonly log: EventLog,
  ) {
    super(provider);
  }

  public override async apply(request: ApplyRequest): Promise<Applied> {
    const { type, prior } = request;
    const action = actionOf(request);
    const uninstalls = type === "helm_release" && action === "delete";
    const before = uninstalls ? this.log.objectsOf(prior ?? {}, "delete") : [];
    const applied = await this.provider.apply(request);
    const attributes = applied.state ?? prior ?? {};
    this.log.note({ action, type, key: text(attributes, "id") ?? "", attributes }, before);
    return applied;
  }
}
