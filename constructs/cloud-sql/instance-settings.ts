import { type SqlDatabaseInstanceSettings } from "@cdktf/provider-google/lib/sql-database-instance";
import { isKnown, outOfRange, type Finding } from "../core/validation";
import { type INetwork } from "../network/network";
import { type DatabaseFlag } from "./flags";
import { type DatabaseEdition } from "./tier";

const SETTINGS = "https://cloud.google.com/sql/docs/postgres/instance-settings";
const INSIGHTS = "https://cloud.google.com/sql/docs/postgres/using-query-insights";

/** An instance takes a quarter of an hour and more; the provider waits 40 minutes by default. */
export const INSTANCE_TIMEOUTS = { create: "60m", update: "90m", delete: "60m" } as const;

/** `REGIONAL` keeps a standby in a second zone; `ZONAL` goes down with its zone and for every maintenance. */
export type AvailabilityType = "REGIONAL" | "ZONAL";

/**
 * Both refuse connections without TLS. `TRUSTED_CLIENT_CERTIFICATE_REQUIRED` also asks for a client certificate, which
 * connectors such as the Auth Proxy bring along.
 */
export type SslMode = "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" | "ENCRYPTED_ONLY";

/** `REQUIRED` refuses every connection that comes through no connector, such as the Auth Proxy. */
export type ConnectorEnforcement = "REQUIRED" | "NOT_REQUIRED";

/** The disk, an SSD that grows by itself and can't shrink. */
export interface DatabaseDisk {
  /**
   * The size at creation in GB: 10 to 65536. Later changes are ignored, because the disk grows by itself.
   * @default 10
   */
  readonly sizeGb?: number;
  /**
   * Where growing ends, in GB: {@link sizeGb} to 65536. It bounds the bill: space that was added is paid for from then on.
   * @default 500
   */
  readonly autoresizeLimitGb?: number;
}

/** What Query Insights records of statements. */
export interface QueryInsights {
  /**
   * How much of a statement's text is kept, in bytes: 256 to 4500.
   * @default 1024
   */
  readonly queryStringLength?: number;
  /**
   * How many plans are sampled a minute: 0 to 20.
   * @default 5
   */
  readonly queryPlansPerMinute?: number;
  /**
   * Keeps the tags that applications add to statements.
   * @default true
   */
  readonly recordApplicationTags?: boolean;
  /**
   * Keeps the addresses of clients.
   * @default false
   */
  readonly recordClientAddress?: boolean;
}

/** What a primary and its replicas have in common. */
export interface InstanceSettings {
  readonly edition: DatabaseEdition;
  readonly tier: string;
  readonly availabilityType: AvailabilityType;
  readonly network: INetwork;
  readonly sslMode: SslMode;
  readonly connectorEnforcement: ConnectorEnforcement;
  readonly disk: Required<DatabaseDisk>;
  readonly insights: Required<QueryInsights>;
  readonly flags: readonly DatabaseFlag[];
  readonly deletionProtection: boolean;
  readonly labels: Record<string, string> | undefined;
  readonly zone: string | undefined;
  readonly secondaryZone: string | undefined;
}

/** Fills in the defaults. */
export function resolveDisk(disk: DatabaseDisk = {}): Required<DatabaseDisk> {
  return { sizeGb: 10, autoresizeLimitGb: 500, ...disk };
}

/** Fills in the defaults. */
export function resolveInsights(insights: QueryInsights = {}): Required<QueryInsights> {
  return {
    queryStringLength: 1024,
    queryPlansPerMinute: 5,
    recordApplicationTags: true,
    recordClientAddress: false,
    ...insights,
  };
}

/** The `settings` block that a primary and its replicas share. */
export function instanceSettings(settings: InstanceSettings): SqlDatabaseInstanceSettings {
  const { edition, tier, availabilityType, network, disk, insights, zone, secondaryZone } = settings;
  return {
    edition,
    tier,
    availabilityType,
    activationPolicy: "ALWAYS",
    connectorEnforcement: settings.connectorEnforcement,
    deletionProtectionEnabled: settings.deletionProtection,
    diskType: "PD_SSD",
    diskAutoresize: true,
    diskAutoresizeLimit: disk.autoresizeLimitGb,
    // the provider's default labels don't reach Cloud SQL, which has no field "labels"
    userLabels: settings.labels,
    databaseFlags: settings.flags.map((flag) => ({ ...flag })),
    insightsConfig: { queryInsightsEnabled: true, ...insights },
    ipConfiguration: {
      ipv4Enabled: false,
      privateNetwork: network.networkId,
      allocatedIpRange: network.privateServiceRangeName,
      sslMode: settings.sslMode,
    },
    locationPreference: zone === undefined && secondaryZone === undefined ? undefined : { zone, secondaryZone },
  };
}

/** What is wrong with the disk. */
export function diskProblems({ sizeGb, autoresizeLimitGb }: Required<DatabaseDisk>): readonly Finding[] {
  const lowest = isKnown(sizeGb) ? Math.max(10, sizeGb) : 10;
  return [
    outOfRange("disk.sizeGb", sizeGb, 10, 65_536, { unit: "GB", source: SETTINGS }),
    outOfRange("disk.autoresizeLimitGb", autoresizeLimitGb, lowest, 65_536, { unit: "GB", source: SETTINGS }),
  ];
}

/** What is wrong with Query Insights. */
export function insightsProblems({
  queryStringLength,
  queryPlansPerMinute,
}: Required<QueryInsights>): readonly Finding[] {
  return [
    outOfRange("insights.queryStringLength", queryStringLength, 256, 4500, { unit: "bytes", source: INSIGHTS }),
    outOfRange("insights.queryPlansPerMinute", queryPlansPerMinute, 0, 20, { source: INSIGHTS }),
  ];
}

/** What is wrong with the zones, which lie in the region of the instance. */
export function zoneProblems(
  region: string,
  availabilityType: AvailabilityType,
  zone: string | undefined,
  secondaryZone: string | undefined,
): readonly Finding[] {
  const outside = (setting: string, value: string | undefined): Finding =>
    isKnown(region) &&
    isKnown(value) &&
    !(value.startsWith(`${region}-`) && /^-[a-z]$/.test(value.slice(region.length))) && {
      setting,
      value,
      must: `be a zone of ${region}`,
      fix: `write for example ${region}-b`,
      source: "https://cloud.google.com/compute/docs/regions-zones",
    };
  return [
    outside("zone", zone),
    outside("secondaryZone", secondaryZone),
    secondaryZone !== undefined &&
      availabilityType === "ZONAL" && {
        setting: "secondaryZone",
        value: secondaryZone,
        must: "be left out when availabilityType is ZONAL",
        fix: "leave it out, or choose REGIONAL",
        source: "https://cloud.google.com/sql/docs/postgres/high-availability",
      },
    isKnown(zone) &&
      zone === secondaryZone && {
        setting: "secondaryZone",
        value: secondaryZone,
        must: "not be the zone of the primary",
        fix: "choose another zone",
        source: "https://cloud.google.com/sql/docs/postgres/high-availability",
      },
  ];
}
