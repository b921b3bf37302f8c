import { type PodContainer } from "./pods";
import { imageOf } from "./pods-images";

/** True for a Cloud SQL Auth Proxy of version 2 or 1, told by its image. https://github.com/GoogleCloudPlatform/cloud-sql-proxy */
export function isCloudSqlProxy({ container }: PodContainer): boolean {
  return /(^|\/)(cloud-sql-proxy|cloudsql-docker\/gce-proxy)$/.test(imageOf(container.image ?? "").repository);
}

/** The proxy's settings: flags in its arguments, and `CSQL_PROXY_…` variables that say the same. */
export class ProxySettings {
  private readonly flags: ReadonlyMap<string, string>;

  public constructor({ container }: PodContainer) {
    const words = [...(container.command ?? []), ...(container.args ?? [])];
    const flags = words.flatMap((word): [string, string][] => {
      const [, name, value = "true"] = /^--?([a-z][a-z0-9-]*)(?:=(.*))?$/s.exec(word) ?? [];
      return name === undefined ? [] : [[name, value]];
    });
    const variables = (container.env ?? []).flatMap(({ name, value }): [string, string][] => {
      const [, flag] = /^CSQL_PROXY_([A-Z0-9_]+)$/.exec(name) ?? [];
      return flag === undefined || value === undefined ? [] : [[flag.toLowerCase().replaceAll("_", "-"), value]];
    });
    this.flags = new Map([...variables, ...flags]);
  }

  /** True when a switch is on. */
  public has(flag: string): boolean {
    return this.get(flag) === "true" || this.get(flag) === "1";
  }

  public get(flag: string): string | undefined {
    return this.flags.get(flag);
  }

  /** A length of time such as `30s`, in seconds; 0 when it isn't set. */
  public seconds(flag: string): number {
    const [, hours = "0", minutes = "0", seconds = "0"] =
      /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(this.get(flag) ?? "") ?? [];
    return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  }
}
