import { type ClusterFeatures } from "./cluster";
import { modelSchema } from "./schema/models";
import { anything, type Field, fields, type ObjectSchema, text } from "./schema/schema";
import { BUILT_IN_KINDS } from "./tables/built-in-kinds";
import { CUSTOM_KINDS } from "./tables/custom-kinds";

/** A kind that a cluster may serve. */
export interface Kind {
  readonly scope: "namespaced" | "cluster";
  /** Absent for a kind that every cluster has; "definition" for one that a release has to define. */
  readonly needs?: keyof ClusterFeatures | "definition";
  /** Where the kind's fields are documented. */
  readonly source: string;
  /** The shape of the whole object. */
  readonly schema: ObjectSchema;
}

const KUBERNETES_SOURCE = "https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/";

/** The kind of an object, or undefined when no cluster of ours can know it. */
export function lookUpKind(apiVersion: string, kind: string): Kind | undefined {
  return KINDS.get(`${apiVersion} ${kind}`);
}

/** The API versions under which a kind exists, for a hint. */
export function apiVersionsOf(kind: string): readonly string[] {
  return [...KINDS.keys()].filter((key) => key.endsWith(` ${kind}`)).map((key) => key.slice(0, -kind.length - 1));
}

const METADATA: Field = { schema: modelSchema("V1ObjectMeta"), required: true };

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([...builtInKinds(), ...customKinds()]);

function builtInKinds(): [string, Kind][] {
  return Object.entries(BUILT_IN_KINDS).flatMap(([apiVersion, { namespaced, cluster }]) => [
    ...modelsOf(apiVersion, namespaced).map((item) => builtIn(apiVersion, item, "namespaced")),
    ...modelsOf(apiVersion, cluster).map((item) => builtIn(apiVersion, item, "cluster")),
  ]);
}

function modelsOf(apiVersion: string, list = ""): { kind: string; model: string }[] {
  const version = apiVersion.slice(apiVersion.indexOf("/") + 1);
  const items = list.split(" ").filter((item) => item !== "");
  return items.map((item) => {
    const [kind = "", model = `${version.toUpperCase()}${kind}`] = item.split("=");
    return { kind, model };
  });
}

function builtIn(
  apiVersion: string,
  { kind, model }: { kind: string; model: string },
  scope: Kind["scope"],
): [string, Kind] {
  return [`${apiVersion} ${kind}`, { scope, source: KUBERNETES_SOURCE, schema: modelSchema(model) }];
}

function customKinds(): [string, Kind][] {
  return CUSTOM_KINDS.flatMap(({ kind, apiVersions, scope, needs, body, source }) => {
    const own = fields({ apiVersion: text, kind: text, status: anything, ...body });
    const whole: ObjectSchema = { type: "object", fields: () => ({ ...own.fields(), metadata: METADATA }) };
    return apiVersions.map((apiVersion): [string, Kind] => [
      `${apiVersion} ${kind}`,
      { scope, needs, source, schema: whole },
    ]);
  });
}
