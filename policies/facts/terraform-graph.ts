import { type RenderedResource, type RenderedStack } from "../rendered/rendered-stack";

/** A mention of a resource inside an expression: `google_sql_user.app`, `data.google_project.p`, `ephemeral.random_password.p`. */
const MENTION = /(?<![\w.\]-])((?:data\.|ephemeral\.)?[a-z][a-z0-9-]*_[a-z0-9_]+)\.([A-Za-z_][\w-]*)/g;

/** Text inside an expression, which may hold anything. */
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/** Which resources of a stack wait for which. */
export class Dependencies {
  private readonly direct = new Map<string, readonly string[]>();
  private readonly transitive = new Map<string, ReadonlySet<string>>();

  public constructor(nodes: readonly RenderedResource[]) {
    for (const { address, arguments: block } of nodes) {
      this.direct.set(address, addressesIn(block));
    }
  }

  /** Everything that has to be there first, by address. */
  public of(resource: RenderedResource): ReadonlySet<string> {
    const known = this.transitive.get(resource.address);
    if (known !== undefined) {
      return known;
    }
    const found = new Set<string>();
    const open = [...(this.direct.get(resource.address) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!found.has(next)) {
        found.add(next);
        open.push(...(this.direct.get(next) ?? []));
      }
    }
    this.transitive.set(resource.address, found);
    return found;
  }
}

const KNOWN = new WeakMap<readonly RenderedResource[], Dependencies>();

/** The dependencies of a stack, which take a while and are the same for every rule. */
export function dependenciesOf(stack: RenderedStack): Dependencies {
  const { resources, dataSources, settings } = stack;
  const known = KNOWN.get(resources) ?? new Dependencies([...resources, ...dataSources, ...settings]);
  KNOWN.set(resources, known);
  return known;
}

/** Every resource, data source and ephemeral resource that a value mentions, whether in an expression or in `depends_on`. */
export function addressesIn(value: unknown): readonly string[] {
  return [...new Set(textsIn(value).flatMap(({ path, text }) => mentionsIn(path, text)))];
}

function mentionsIn(path: string, text: string): readonly string[] {
  const expressions = /(^|\.)(depends_on|replace_triggered_by)\.\d+$/.test(path) ? [text] : expressionsIn(text);
  return expressions.flatMap((expression) =>
    [...expression.replaceAll(QUOTED, '""').matchAll(MENTION)].map(([, type = "", name = ""]) => `${type}.${name}`),
  );
}

/** The insides of every `${...}`. A template may stand inside quotes inside another, so quotes are looked into as well. */
function expressionsIn(text: string): readonly string[] {
  const found: string[] = [];
  for (let start = text.indexOf("${"); start !== -1; start = text.indexOf("${", start + 2)) {
    // "$${" is how Terraform writes "${" itself
    if (text[start - 1] !== "$") {
      found.push(text.slice(start + 2, endOf(text, start + 2)));
    }
  }
  return found;
}

function endOf(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    depth += text[at] === "{" ? 1 : text[at] === "}" ? -1 : 0;
    if (depth === 0) {
      return at;
    }
  }
  return text.length;
}

/** Every text inside a value, with the path to it. */
export function textsIn(value: unknown, path = ""): readonly { readonly path: string; readonly text: string }[] {
  if (typeof value === "string") {
    return [{ path, text: value }];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
        textsIn(inner, path === "" ? key : `${path}.${key}`),
      )
    : [];
}
