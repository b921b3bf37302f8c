import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ServiceNetworkingConnection } from "@cdktf/provider-google/lib/service-networking-connection";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { parseCidr } from "../core/cidr";
import { dependOn } from "../core/dependencies";
import { type ProjectScopedProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";

/** Props of {@link PrivateServiceAccess}. */
export interface PrivateServiceAccessProps extends ProjectScopedProps {
  /** The name of the allocated range. */
  readonly name: string;
  readonly networkId: string;
  /** The range that Google's services take addresses from, checked by the network. */
  readonly range: string;
}

/** Private addresses in our network for services that Google runs in its own, such as Cloud SQL. */
export class PrivateServiceAccess extends Construct {
  /** The name of the allocated range, as a reference. */
  public readonly rangeName: string;
  /** The peering. What takes a private address waits for it. */
  public readonly connection: ITerraformDependable;

  public constructor(scope: Construct, id: string, props: PrivateServiceAccessProps) {
    super(scope, id);
    const [address] = props.range.split("/");
    const range = new ComputeGlobalAddress(this, "Range", {
      project: props.project,
      name: props.name,
      network: props.networkId,
      purpose: "VPC_PEERING",
      addressType: "INTERNAL",
      address,
      prefixLength: parseCidr(props.range)?.prefixLength,
    });
    const connection = new ServiceNetworkingConnection(this, "Resource", {
      network: props.networkId,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: [range.name],
      // Cloud SQL keeps the peering in use for days after its last instance is gone, and deleting fails for as long.
      // https://github.com/hashicorp/terraform-provider-google/issues/16275
      deletionPolicy: "ABANDON",
      // A peering that an earlier environment abandoned is taken over with our range instead of failing.
      // https://github.com/hashicorp/terraform-provider-google/issues/3294
      updateOnCreationFail: true,
    });
    dependOn(connection, ...ProjectServices.of(this).enable(props.project, "servicenetworking.googleapis.com"));
    this.rangeName = range.name;
    this.connection = connection;
  }
}
