import { anything, fields, flag, listOf, oneOf, openFields, text, textMap, whole } from "../schema/schema";
import { type CustomKind } from "./custom-kinds";

const SOURCE = "https://external-secrets.io/latest/api/spec/";
const GROUP = "external-secrets.io";

const remoteRef = openFields({ "key!": text, property: text, version: text, decodingStrategy: text });
const storeRef = fields({ name: text, kind: oneOf("SecretStore", "ClusterSecretStore") });

const externalSecret = fields({
  secretStoreRef: storeRef,
  refreshInterval: text,
  refreshPolicy: oneOf("CreatedOnce", "Periodic", "OnChange"),
  target: openFields({
    name: text,
    creationPolicy: oneOf("Owner", "Orphan", "Merge", "None"),
    deletionPolicy: oneOf("Delete", "Merge", "Retain"),
    immutable: flag,
    template: openFields({
      type: text,
      data: textMap,
      metadata: openFields({ labels: textMap, annotations: textMap }),
    }),
  }),
  data: listOf(openFields({ "secretKey!": text, "remoteRef!": remoteRef })),
  dataFrom: listOf(anything),
});
const secretStore = fields({
  "provider!": openFields({ gcpsm: openFields({ projectID: text, location: text, auth: openFields({}) }) }),
  controller: text,
  conditions: listOf(anything),
  refreshInterval: whole,
  retrySettings: openFields({}),
});

const installed = (kind: string, scope: CustomKind["scope"], spec: CustomKind["body"][string]): CustomKind => ({
  kind,
  apiVersions: [`${GROUP}/v1`, `${GROUP}/v1beta1`],
  scope,
  needs: "definition",
  body: { spec },
  source: SOURCE,
});

/** External Secrets Operator, whose definitions come with its chart. */
export const EXTERNAL_SECRETS: readonly CustomKind[] = [
  installed("ExternalSecret", "namespaced", externalSecret),
  installed("SecretStore", "namespaced", secretStore),
  installed("ClusterSecretStore", "cluster", secretStore),
];
