import { CertificateManagerCertificate } from "@cdktf/provider-google/lib/certificate-manager-certificate";
import { CertificateManagerCertificateMapEntry } from "@cdktf/provider-google/lib/certificate-manager-certificate-map-entry";
import { CertificateManagerDnsAuthorization } from "@cdktf/provider-google/lib/certificate-manager-dns-authorization";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { type ProjectScopedProps } from "../core/project-scoped";
import { type DnsRecord } from "./dns";

/** Props of {@link HostCertificate}. */
export interface HostCertificateProps extends ProjectScopedProps {
  readonly host: string;
  /** The name that all resources of this host get. */
  readonly name: string;
  /** The name of the certificate map, as a reference. */
  readonly certificateMap: string;
  /**
   * What the first resource waits for.
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * One host's certificate: Google proves the host through a DNS record, so that the certificate is there before the
 * host's address points here, and renews it without further ado.
 */
export class HostCertificate extends Construct {
  public readonly host: string;
  /** The record that proves the host. It has to stay: renewals look for it. */
  public readonly authorizationRecord: DnsRecord;
  /** Hands the certificate to clients that ask for the host. */
  public readonly entry: ITerraformDependable;

  public constructor(scope: Construct, id: string, props: HostCertificateProps) {
    super(scope, id);
    const { project, name, host } = props;
    this.host = host;
    const authorization = new CertificateManagerDnsAuthorization(this, "Authorization", {
      project,
      name,
      domain: host,
    });
    dependOn(authorization, ...(props.dependsOn ?? []));
    const certificate = new CertificateManagerCertificate(this, "Resource", {
      project,
      name,
      managed: { domains: [host], dnsAuthorizations: [authorization.id] },
    });
    this.entry = new CertificateManagerCertificateMapEntry(this, "MapEntry", {
      project,
      name,
      map: props.certificateMap,
      hostname: host,
      certificates: [certificate.id],
    });
    const record = authorization.dnsResourceRecord.get(0);
    this.authorizationRecord = { name: record.name, type: record.type, value: record.data };
  }
}
