import { AsyncLocalStorage } from "node:async_hooks";
import { type CloudView } from "../cloud/law";
import { type CloudObject, Store } from "../cloud/store";

/**
 * Which objects are being made or deleted by which operation. What somebody else is still making can't be referred to yet, and what
 * somebody else is still deleting is still in use.
 */
export class InProgress {
  private readonly current = new AsyncLocalStorage<symbol>();
  private readonly made = new Map<string, symbol>();
  private readonly deleted = new Map<string, { readonly by: symbol; readonly object: CloudObject }>();

  /** Does something as part of an operation. */
  public within<T>(operation: symbol, task: () => T): T {
    return this.current.run(operation, task);
  }

  /** Everything that the operation has made is there for all, and what it has deleted is gone. */
  public complete(operation: symbol): void {
    for (const [name, by] of this.made) if (by === operation) this.made.delete(name);
    for (const [name, { by }] of this.deleted) if (by === operation) this.deleted.delete(name);
  }

  public clear(): void {
    this.made.clear();
    this.deleted.clear();
  }

  /** The files of a cloud, watched. */
  public storeIn(directory: string): Store {
    return new WatchedStore(directory, {
      made: (object) => this.note(object, (name, by) => this.made.set(name, by)),
      deleted: (object) => this.note(object, (name, by) => this.deleted.set(name, { by, object })),
    });
  }

  /** What the operation at work can see of a cloud. */
  public readonly sight = (view: CloudView): CloudView => {
    const own = this.current.getStore();
    if (own === undefined || (this.made.size === 0 && this.deleted.size === 0)) return view;
    const isThere = (object: CloudObject) => [undefined, own].includes(this.made.get(nameOf(object)));
    const ghosts = [...this.deleted.values()].flatMap(({ by, object }) => (by === own ? [] : [object]));
    return {
      get: (type, key) => {
        const object = view.get(type, key) ?? ghosts.find((ghost) => ghost.type === type && ghost.key === key);
        return object !== undefined && isThere(object) ? object : undefined;
      },
      list: (type) => [
        ...view.list(type).filter(isThere),
        ...ghosts.filter((ghost) => type === undefined || ghost.type === type),
      ],
      buried: (type, key) => view.buried(type, key),
    };
  };

  private note(object: CloudObject, as: (name: string, by: symbol) => void): void {
    const by = this.current.getStore();
    if (by !== undefined) as(nameOf(object), by);
  }
}

interface Watcher {
  readonly made: (object: CloudObject) => void;
  readonly deleted: (object: CloudObject) => void;
}

/** Says what it creates and what it removes. */
class WatchedStore extends Store {
  public constructor(
    directory: string,
    private readonly watcher: Watcher,
  ) {
    super(directory);
  }

  public override create(object: CloudObject): boolean {
    const created = super.create(object);
    if (created) this.watcher.made(object);
    return created;
  }

  public override remove(type: string, key: string): void {
    const object = this.get(type, key);
    super.remove(type, key);
    if (object !== undefined) this.watcher.deleted(object);
  }
}

function nameOf({ type, key }: CloudObject): string {
  return `${type} ${key}`;
}
