import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { Construct } from "constructs";
import { NAME_RULES, nameProblem } from "../core/naming";
import { check, isKnown, type Finding } from "../core/validation";
import { dependOn } from "../core/dependencies";
import { type ICluster } from "./cluster";

const PREFIX = "pod-security.kubernetes.io";
const SOURCE = "https://kubernetes.io/docs/concepts/security/pod-security-admission/";

/** Props of {@link Namespace}. */
export interface NamespaceProps {
  readonly cluster: ICluster;
  readonly name: string;
  /**
   * The Pod Security Standard that pods are held to: refused, warned about and audited alike. `baseline` lets pods run
   * as root, `privileged` lets them do anything.
   * @default "restricted"
   */
  readonly podSecurity?: "restricted" | "baseline" | "privileged";
  /**
   * The Kubernetes version whose standard is meant, so that an upgrade of the cluster refuses no pod that ran before.
   * @default "v1.34"
   */
  readonly podSecurityVersion?: string;
  /**
   * Further labels.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Lets Terraform delete the namespace, and with it everything in it.
   * @default false
   */
  readonly allowDestroy?: boolean;
}

/** A namespace whose pods are held to a Pod Security Standard. */
export class Namespace extends Construct {
  /** The name, as a reference, so that what uses it comes after the namespace. */
  public readonly name: string;
  /** True when Terraform refuses to delete the namespace. */
  public readonly preventDestroy: boolean;

  public constructor(scope: Construct, id: string, props: NamespaceProps) {
    super(scope, id);
    const { cluster, podSecurity = "restricted", podSecurityVersion = "v1.34", labels = {} } = props;
    this.preventDestroy = props.allowDestroy !== true;
    check(this, "Namespace", [
      nameProblem(NAME_RULES.kubernetesLabel, "name", props.name),
      reservedNameProblem(props.name),
      versionProblem(podSecurityVersion),
      ...Object.keys(labels).map((label) => labelProblem(label)),
    ]);
    const namespace = new NamespaceV1(this, "Resource", {
      metadata: {
        name: props.name,
        labels: {
          ...labels,
          ...Object.fromEntries(
            ["enforce", "audit", "warn"].flatMap((mode) => [
              [`${PREFIX}/${mode}`, podSecurity],
              [`${PREFIX}/${mode}-version`, podSecurityVersion],
            ]),
          ),
        },
      },
      // controllers in the cluster write annotations of their own
      lifecycle: { preventDestroy: this.preventDestroy, ignoreChanges: ["metadata[0].annotations"] },
      // load balancers of the namespace go first, and take minutes
      timeouts: { delete: "20m" },
    });
    dependOn(namespace, ...cluster.ready);
    this.name = namespace.metadata.name;
  }
}

function reservedNameProblem(name: string): Finding {
  if (!isKnown(name) || !(name === "default" || /^(kube|gke|gmp)-/.test(name))) {
    return undefined;
  }
  return {
    setting: "name",
    value: name,
    must: "be none that Kubernetes or GKE use themselves",
    fix: "choose a name of your own",
    source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces",
  };
}

function versionProblem(version: string): Finding {
  if (!isKnown(version) || /^v1\.\d+$/.test(version)) {
    return undefined;
  }
  const fix = "write a minor version such as v1.34; 'latest' changes under running pods";
  return { setting: "podSecurityVersion", value: version, must: "be pinned", fix, source: SOURCE };
}

function labelProblem(label: string): Finding {
  return (
    label.startsWith(`${PREFIX}/`) && {
      setting: "labels",
      value: label,
      must: "leave Pod Security to 'podSecurity'",
      fix: "set 'podSecurity' and 'podSecurityVersion' instead",
      source: SOURCE,
    }
  );
}
