import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type ReleaseRequest, type RenderedRelease } from "./kubernetes/helm";
import { type Render } from "./providers/helm";
import { ForwardingProvider } from "./plugin/forwarding-provider";
import { type Applied, type ApplyRequest, type Opened, type Provider } from "./plugin/provider";
import { type ObjectValue } from "./plugin/values";
import { valuesOf } from "./providers/write-only";
import { type AttributeSchema, type BlockSchema } from "./schema/types";

/** Asks for a {@link Journal} when it is set to `1`. */
export const JOURNAL_VARIABLE = "CLISCALE_SANDBOX_JOURNAL";

/** One secret value that went through a provider. */
export interface JournaledSecret {
  /** Where Terraform met it, such as `ephemeral random_password.result` or `resource google_sql_user.password_wo`. */
  readonly source: string;
  readonly value: string;
}

/** What Helm was given for a release, and what it made of it before Secrets were reduced to digests. */
export interface JournaledRelease {
  readonly release: string;
  readonly values: readonly string[];
  readonly set: ReleaseRequest["set"];
  readonly manifests: RenderedRelease["manifests"];
}

/**
 * Every secret value of a simulated cloud, in clear, so that a test can look for them everywhere else. It exists only for
 * who sets `CLISCALE_SANDBOX_JOURNAL=1`, and its files are readable by their owner alone.
 */
export class Journal {
  /** @param cloud the simulated cloud's directory */
  public constructor(private readonly cloud: string) {}

  /** Where it lies. */
  public get directory(): string {
    return join(this.cloud, "journal");
  }

  public secret(entry: JournaledSecret): void {
    this.append("secrets.jsonl", entry);
  }

  public release(entry: JournaledRelease): void {
    this.append("releases.jsonl", entry);
  }

  /** Notes each release that is rendered. */
  public readonly watching =
    (render: Render): Render =>
    async (request) => {
      const rendered = await render(request);
      const { namespace, releaseName, values, set } = request;
      this.release({ release: `${namespace}/${releaseName}`, values, set, manifests: rendered.manifests });
      return rendered;
    };

  /** One write per line, since several providers append at once. */
  private append(file: string, entry: object): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    appendFileSync(join(this.directory, file), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  }
}

/** A provider that does what another one does and notes every secret value on its way. */
export class JournaledProvider extends ForwardingProvider {
  public constructor(
    provider: Provider,
    private readonly journal: Journal,
  ) {
    super(provider);
  }

  /** Notes what was sent before it is: what the cloud refuses must not be found anywhere, either. */
  public override async apply(request: ApplyRequest): Promise<Applied> {
    this.note("resource", request.type, this.schema.resources, request.config);
    const applied = await this.provider.apply(request);
    this.note("resource", request.type, this.schema.resources, applied.state);
    return applied;
  }

  public override async readData(type: string, config: ObjectValue): Promise<ObjectValue> {
    const answer = await this.provider.readData(type, config);
    this.note("data", type, this.schema.dataSources, answer);
    return answer;
  }

  public override async open(type: string, config: ObjectValue): Promise<Opened> {
    const opened = await this.provider.open(type, config);
    this.note("ephemeral", type, this.schema.ephemeralResources, opened.result);
    return opened;
  }

  private note(
    kind: string,
    type: string,
    blocks: Readonly<Record<string, BlockSchema>>,
    object: ObjectValue | null,
  ): void {
    const block = blocks[type];
    if (block === undefined || object === null) return;
    for (const [path, value] of Object.entries(valuesOf(block, object, isSecret))) {
      this.journal.secret({ source: `${kind} ${type}.${path}`, value });
    }
  }
}

function isSecret({ sensitive, writeOnly }: AttributeSchema): boolean {
  return sensitive === true || writeOnly === true;
}
