import { type CloudView } from "../cloud/law";
import { type CloudObject } from "../cloud/store";
import { text } from "../plugin/values";
import { type Hidden, type Ledger } from "./ledger";

/** Changes what can be seen of a cloud. `own` is the object a request is about: whether its name is taken is always known. */
export type Sight = (view: CloudView, own?: { readonly type: string; readonly key: string }) => CloudView;

/**
 * Eventual consistency: objects that were hidden are missed by reads and references. One request is one look, however often it lists.
 * An object is found again after its number of looks, at the latest in the next Terraform run: consistency takes seconds, not minutes.
 */
export function sightOf(ledger: Ledger, run: string): Sight {
  return (view, own) => {
    const missed = new Map<Hidden, boolean>();
    const hidden = ledger.hidden().filter((entry) => entry.run === run);
    const isSeen = ({ type, key, attributes }: CloudObject) => {
      if (type === own?.type && key === own.key) return true;
      const entry = hidden.find((one) => one.type === type && one.id === text(attributes, "id"));
      if (entry === undefined) return true;
      if (!missed.has(entry)) missed.set(entry, ledger.misses(entry));
      return missed.get(entry) !== true;
    };
    return {
      get: (type, key) => {
        const object = view.get(type, key);
        return object !== undefined && isSeen(object) ? object : undefined;
      },
      list: (type) => view.list(type).filter(isSeen),
      buried: (type, key) => view.buried(type, key),
    };
  };
}
