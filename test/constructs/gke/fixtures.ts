import { type TerraformStack } from "cdktf";
import { EncryptionKey } from "../../../constructs/kms";
import { Network, type NetworkProps } from "../../../constructs/network";

/** The network that clusters are tested in. */
export function network(stack: TerraformStack, props: Partial<NetworkProps> = {}): Network {
  return new Network(stack, "Network", {
    project: "cliscale-test",
    region: "europe-west1",
    name: "cliscale",
    nodeRange: "10.10.0.0/20",
    podRange: "10.20.0.0/14",
    serviceRange: "10.30.0.0/20",
    privateServiceRange: "10.40.0.0/16",
    ...props,
  });
}

/** A key that someone else manages. */
export function key(stack: TerraformStack, id: string): ReturnType<typeof EncryptionKey.fromKeyId> {
  return EncryptionKey.fromKeyId(stack, id, `projects/p/locations/europe-west1/keyRings/r/cryptoKeys/${id}`);
}

/** A value of that shape, typed so that it can stand inside an object. */
export const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
