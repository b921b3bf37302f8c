import { type ObjectValue } from "../plugin/values";
import { type CloudView, type Law, type Operation } from "./law";

/** How often a law was asked about something that concerned it, and what it refused. */
export interface LawUse {
  readonly judged: number;
  readonly refusals: readonly LawRefusal[];
}

/** One refusal. */
export interface LawRefusal {
  readonly action: Operation["action"];
  readonly type: string;
  readonly key: string;
  readonly message: string;
}

/**
 * Notes which laws had something to judge. A law that looks no further than at the action and the type was not concerned; one
 * that looked at what is asked for, or at what exists, was.
 */
export class LawRecord {
  private readonly uses = new Map<string, { judged: number; refusals: LawRefusal[] }>();

  /** The same laws, watched. */
  public watching(laws: ReadonlyMap<string, Law>): readonly Law[] {
    return [...laws].map(([name, law]): Law => {
      const use = { judged: 0, refusals: [] as LawRefusal[] };
      this.uses.set(name, use);
      return (operation, cloud) => {
        let concerned = false;
        const look = () => (concerned = true);
        const violation = law(lookedAt(operation, look), lookedAtView(cloud, look));
        if (concerned || violation !== undefined) use.judged += 1;
        if (violation !== undefined) {
          const { action, type, key } = operation;
          use.refusals.push({ action, type, key, message: violation.message });
        }
        return violation;
      };
    });
  }

  /** By the law's name, in the order in which laws are asked. */
  public get laws(): ReadonlyMap<string, LawUse> {
    return this.uses;
  }

  /** Every refusal with its law, oldest first within each law. */
  public refusals(): readonly (LawRefusal & { readonly law: string })[] {
    return [...this.uses].flatMap(([law, { refusals }]) => refusals.map((refusal) => ({ law, ...refusal })));
  }

  public clear(): void {
    for (const use of this.uses.values()) {
      use.judged = 0;
      use.refusals = [];
    }
  }
}

function lookedAt(operation: Operation, look: () => void): Operation {
  return { ...operation, before: watched(operation.before, look), after: watched(operation.after, look) };
}

function watched(object: ObjectValue | null, look: () => void): ObjectValue | null {
  if (object === null) return null;
  return new Proxy(object, {
    get: (target, name) => {
      look();
      return Reflect.get(target, name) as unknown;
    },
    has: (target, name) => {
      look();
      return Reflect.has(target, name);
    },
    getOwnPropertyDescriptor: (target, name) => {
      look();
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    ownKeys: (target) => {
      look();
      return Reflect.ownKeys(target);
    },
  });
}

function lookedAtView(view: CloudView, look: () => void): CloudView {
  return {
    get: (type, key) => {
      look();
      return view.get(type, key);
    },
    list: (type) => {
      look();
      return view.list(type);
    },
    buried: (type, key) => {
      look();
      return view.buried(type, key);
    },
  };
}
