import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { STATE_FILE } from "../any-stack/remote-states";
import { type ObjectValue } from "../plugin/values";

interface State {
  readonly resources?: readonly {
    readonly module?: string;
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly attributes?: ObjectValue;
      readonly index_key?: string | number;
      readonly status?: string;
      readonly deposed?: string;
    }[];
  }[];
}

/**
 * Every managed instance that a local state holds, such as `google_compute_network.main["a"]`, with `(tainted)` or `(deposed)` behind
 * those that the next apply will replace or remove.
 */
export function addressesIn(folder: string): readonly string[] {
  return instancesIn(folder)
    .map(({ address, mark }) => `${address}${mark}`)
    .sort();
}

/** A managed instance in a state. */
export interface StateInstance {
  /** With its module and its key. */
  readonly address: string;
  readonly type: string;
  readonly attributes: ObjectValue;
  /** ` (tainted)`, ` (deposed)` or nothing. */
  readonly mark: string;
}

/** Every managed instance that a local state holds; none where there is no state. */
export function instancesIn(folder: string): readonly StateInstance[] {
  const file = join(folder, STATE_FILE);
  if (!existsSync(file)) return [];
  const { resources = [] } = JSON.parse(readFileSync(file, "utf8")) as State;
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ module, type, name, instances }) =>
      instances.map(({ attributes = {}, index_key: key, status, deposed }) => {
        const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
        const mark = status === "tainted" ? " (tainted)" : deposed === undefined ? "" : " (deposed)";
        return {
          address: `${module === undefined ? "" : `${module}.`}${type}.${name}${index}`,
          type,
          attributes,
          mark,
        };
      }),
    );
}
