import { type Kind } from "../cloud/kind";
import { kubernetesKind } from "../cloud/kubernetes-kinds";
import { Refusal } from "../plugin/diagnostics";
import { type Applied, type ApplyRequest, type Opened } from "../plugin/provider";
import { at, type ObjectValue } from "../plugin/values";
import { CloudProvider, notSimulated, stringOf } from "./cloud-provider";
import { connect } from "./cluster-connection";
import { withShape } from "./google-data";
import { sandboxToken } from "./google-ephemeral";

/** hashicorp/kubernetes: objects with their metadata, in the one cluster that the provider's host names. */
export class KubernetesProvider extends CloudProvider {
  public override async apply(request: ApplyRequest): Promise<Applied> {
    if (request.planned !== null) connect(this.cloud.view, this.settings["host"] ?? null);
    return super.apply(request);
  }

  public async readData(type: string, config: ObjectValue): Promise<ObjectValue> {
    const name = stringOf(at(config, "metadata.0.name")) ?? "";
    const namespace = at(config, "metadata.0.namespace") ?? "default";
    const base = type.replace(/_v\d+$/, "");
    const found = this.cloud.view.list().find(({ type: other, attributes }) => {
      if (other.replace(/_v\d+$/, "") !== base || at(attributes, "metadata.0.name") !== name) return false;
      const own = at(attributes, "metadata.0.namespace");
      return own === undefined || own === namespace;
    });
    if (found === undefined) {
      throw new Refusal(`${base.replace(/^kubernetes_/, "").replace(/_/g, "")}s "${name}" not found`);
    }
    const block = this.schema.dataSources[type] ?? { attributes: {}, blocks: {} };
    return { ...withShape(block, config, found.attributes), metadata: found.attributes["metadata"] ?? [] };
  }

  public async open(type: string, config: ObjectValue): Promise<Opened> {
    if (type === "kubernetes_token_request_v1") return { result: { ...config, token: sandboxToken() } };
    throw notSimulated("ephemeral resource", type);
  }

  protected override kind(type: string): Kind {
    return kubernetesKind(this.block(type));
  }
}
