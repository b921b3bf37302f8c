import { blocksAt, isReference, valueAt, type Block } from "../../rendered/rendered-stack";
import { textAt } from "../../facts/tls-hosts";
import { verdict, type ResourceRule } from "../../rule";

/** An instance has no public address, no way past the VPC's routes, no console that anybody can reach, and starts only what is signed. */
export const vmHardened: ResourceRule = {
  appliesTo: ["google_compute_instance", "google_compute_instance_template", "google_compute_region_instance_template"],
  evaluate: ({ arguments: block }) =>
    verdict([
      ...publicInterfaces(block),
      ...(block.can_ip_forward === true ? ["can_ip_forward is true"] : []),
      ...["enable_vtpm", "enable_integrity_monitoring"]
        .filter((name) => valueAt(block, `shielded_instance_config.${name}`) === false)
        .map((name) => `shielded_instance_config.${name} is false`),
      ...(blocksAt(block, "shielded_instance_config").some((one) => one.enable_secure_boot === true)
        ? []
        : ["shielded_instance_config.enable_secure_boot is not true"]),
      ...metadataProblems(block),
      ...accountProblems(block),
    ]),
};

const publicInterfaces = (block: Block): readonly string[] =>
  blocksAt(block, "network_interface")
    .filter((one) => one.access_config !== undefined || one.ipv6_access_config !== undefined)
    .map(() => "network_interface.access_config gives it a public address");

function metadataProblems(block: Block): readonly string[] {
  const flag = (name: string): string => String(valueAt(block, `metadata.${name}`)).toLowerCase();
  const on = new Set(["true", "1"]);
  return [
    ...(on.has(flag("serial-port-enable")) ? ["metadata.serial-port-enable is on"] : []),
    ...(on.has(flag("block-project-ssh-keys")) || on.has(flag("enable-oslogin"))
      ? []
      : ["metadata.block-project-ssh-keys is not true"]),
    ...(flag("enable-oslogin") === "false" ? ["metadata.enable-oslogin is false, which overrides the project"] : []),
  ];
}

function accountProblems(block: Block): readonly string[] {
  const [account] = blocksAt(block, "service_account");
  const email = account?.email;
  return account !== undefined &&
    (email === undefined || (!isReference(email) && /-compute@developer/.test(textAt(account, "email"))))
    ? [
        `service_account.email is ${email === undefined ? "absent" : "the Compute Engine account"}, which many instances share`,
      ]
    : [];
}
