import { type Answer } from "../cloud/cloud";
import { type Kind } from "../cloud/kind";
import { googleKind } from "../cloud/kinds";
import { type Opened } from "../plugin/provider";
import { isObject, isWhollyKnown, text, UNKNOWN, Unknown, type ObjectValue, type Value } from "../plugin/values";
import { CloudProvider, stringOf } from "./cloud-provider";
import { readGoogleData } from "./google-data";
import { openGoogle } from "./google-ephemeral";
import { googleFunctions } from "./google-functions";

/** Arguments that the provider's own settings fill in when a resource leaves them out. */
const INHERITED = ["project", "region", "zone"] as const;

/** What the provider adds to new objects unless it is told not to. */
const ATTRIBUTION = { "goog-terraform-provisioned": "true" } as const;

const VERSION_TYPE = "google_secret_manager_secret_version";

/** hashicorp/google and hashicorp/google-beta. */
export class GoogleProvider extends CloudProvider {
  public override readonly functions = googleFunctions;

  public async readData(type: string, config: ObjectValue): Promise<ObjectValue> {
    const block = this.schema.dataSources[type] ?? { attributes: {}, blocks: {} };
    return readGoogleData(type, config, block, { cloud: this.cloud, settings: this.settings, project: this.project });
  }

  public async open(type: string, config: ObjectValue): Promise<Opened> {
    return { result: openGoogle(type, config, { cloud: this.cloud, project: this.project }) };
  }

  protected override kind(type: string): Kind {
    return googleKind(type, this.block(type));
  }

  protected override refine(type: string, planned: ObjectValue, prior: ObjectValue | null): ObjectValue {
    const block = this.block(type);
    const filled: Record<string, Value> = { ...planned };
    for (const name of INHERITED) {
      const setting = this.settings[name];
      if (filled[name] instanceof Unknown && stringOf(setting) !== undefined) filled[name] = setting ?? null;
    }
    if (block.attributes["terraform_labels"] !== undefined) {
      const own = block.attributes["resource_labels"] === undefined ? "labels" : "resource_labels";
      const labels = this.labels(planned[own] ?? null, prior);
      filled["terraform_labels"] = labels;
      filled["effective_labels"] = labels;
    }
    if (block.attributes["effective_annotations"] !== undefined) {
      filled["effective_annotations"] = planned["annotations"] ?? {};
    }
    return filled;
  }

  protected override committed(type: string, answer: Answer, secrets: Readonly<Record<string, string>>): void {
    if (type !== VERSION_TYPE) return;
    const payload = secrets["secret_data_wo"] ?? text(answer.attributes, "secret_data");
    if (payload !== undefined) this.cloud.seal(type, answer.key, payload);
  }

  /** The resource's labels over the provider's, as `terraform_labels` and `effective_labels` show them. */
  private labels(own: Value, prior: ObjectValue | null): Value {
    if (!isWhollyKnown(own)) return UNKNOWN;
    const defaults = this.settings["default_labels"] ?? null;
    if (defaults instanceof Unknown) return UNKNOWN;
    const attributed =
      prior === null
        ? this.settings["add_terraform_attribution_label"] !== false
        : isObject(prior["terraform_labels"]) &&
          Object.keys(ATTRIBUTION).every((key) => key in membersOf(prior["terraform_labels"]));
    return { ...membersOf(defaults), ...(attributed ? ATTRIBUTION : {}), ...membersOf(own) };
  }
}

function membersOf(value: Value | undefined): ObjectValue {
  return isObject(value) ? value : {};
}
