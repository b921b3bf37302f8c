import { type ObjectValue } from "./values";
import { type Applied, type ApplyRequest, type Opened, type Plan, type PlanRequest, type Provider } from "./provider";

/** A provider that does what another one does. Subclasses add to the calls that they are about. */
export class ForwardingProvider implements Provider {
  public constructor(protected readonly provider: Provider) {}

  public get schema(): Provider["schema"] {
    return this.provider.schema;
  }

  public get legacyTypeSystem(): boolean {
    return this.provider.legacyTypeSystem;
  }

  public get functions(): Provider["functions"] {
    return this.provider.functions;
  }

  public configure(config: ObjectValue): void {
    this.provider.configure(config);
  }

  public validate: Provider["validate"] = (kind, type, config) => this.provider.validate(kind, type, config);

  public plan(request: PlanRequest): Plan {
    return this.provider.plan(request);
  }

  public apply(request: ApplyRequest): Promise<Applied> {
    return this.provider.apply(request);
  }

  public read(type: string, current: ObjectValue): ObjectValue | null {
    return this.provider.read(type, current);
  }

  public importState(type: string, id: string): ObjectValue {
    return this.provider.importState(type, id);
  }

  public readData(type: string, config: ObjectValue): Promise<ObjectValue> {
    return this.provider.readData(type, config);
  }

  public open(type: string, config: ObjectValue): Promise<Opened> {
    return this.provider.open(type, config);
  }

  public close(type: string, handle: string): void {
    this.provider.close(type, handle);
  }

  public shutdown(): void {
    this.provider.shutdown();
  }
}
