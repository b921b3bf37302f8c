import { LEVELS } from "../levels";
import { clusterSecretsNotRead } from "../rules/everything/cluster-secrets-not-read";
import { driftIsSeen } from "../rules/everything/drift-is-seen";
import { ephemeralSecretsStrong } from "../rules/everything/ephemeral-secrets-strong";
import { namesResolveInProject } from "../rules/everything/names-resolve-in-project";
import { noLiteralSecrets } from "../rules/everything/no-literal-secrets";
import { noPlaceholders } from "../rules/everything/no-placeholders";
import { noSecretsInState } from "../rules/everything/no-secrets-in-state";
import { oneProject } from "../rules/everything/one-project";
import { outputWithoutSecrets } from "../rules/everything/output-without-secrets";
import { providerKnowsItsCluster } from "../rules/everything/provider-knows-its-cluster";
import { providerWithoutCredentials } from "../rules/everything/provider-without-credentials";
import { providersFromTheirMakers } from "../rules/everything/providers-from-their-makers";
import { providersPinned } from "../rules/everything/providers-pinned";
import { referencesResolve } from "../rules/everything/references-resolve";
import { stateRemote } from "../rules/everything/state-remote";
import { EVERYTHING_CLUSTER_ROWS } from "./everything-cluster";
import { type PolicyRow } from "./row";

/** Any resource at all, and what a stack has beside resources. */
export const EVERYTHING_ROWS: readonly PolicyRow[] = [
  {
    id: "no-secrets-in-state",
    level: LEVELS.everywhere,
    fact: "no secret reaches the Terraform state",
    why: "everybody who may read the state or a plan would have the secret, and every old version of the state keeps it",
    fix: "use ephemeral resources with write-only arguments (secret_data_wo, password_wo)",
    covers: ["C11", "all/no-secrets-in-values"],
    references: ["https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only"],
    rule: noSecretsInState,
  },
  {
    id: "no-literal-secrets",
    level: LEVELS.everywhere,
    fact: "no secret is written in a value",
    why: "whoever may read the code, a plan or the state has it",
    fix: "keep it in Secret Manager, and revoke the one that was written down",
    covers: ["C11", "all/no-secrets-in-values", "all/no-default-credentials"],
    references: ["https://cloud.google.com/secret-manager/docs/best-practices"],
    rule: noLiteralSecrets,
  },
  {
    id: "cluster-secrets-not-read",
    level: LEVELS.everywhere,
    fact: "no data source reads a Secret of the cluster or a token",
    why: "what a data source reads is in the state",
    fix: "use the ephemeral resource of the same name, or let the program read it",
    covers: ["all/no-secrets-in-values"],
    references: ["https://developer.hashicorp.com/terraform/language/resources/ephemeral"],
    rule: clusterSecretsNotRead,
  },
  {
    id: "ephemeral-secrets-strong",
    level: LEVELS.production,
    fact: "passwords that Terraform draws have 128 bits, RSA keys 3000",
    why: "they are tried out, now or in the years that they are used",
    fix: "make length or rsa_bits longer",
    covers: [],
    references: [
      "https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-57pt1r5.pdf",
      "https://www.bsi.bund.de/EN/Themen/Unternehmen-und-Organisationen/Standards-und-Zertifizierung/Technische-Richtlinien/TR-nach-Thema-sortiert/tr02102/tr02102_node.html",
    ],
    rule: ephemeralSecretsStrong,
  },
  {
    id: "no-placeholders",
    level: LEVELS.outsideSandbox,
    fact: "no placeholder is left in a value",
    why: "what was to be filled in later is applied as it is, and fails at run time",
    fix: "write the real value, or reference the resource that has it",
    covers: ["C4"],
    references: ["https://www.rfc-editor.org/rfc/rfc2606"],
    rule: noPlaceholders,
  },
  {
    id: "output-without-secrets",
    level: LEVELS.everywhere,
    fact: "no output shows a secret",
    why: "it is printed after every apply, into every log of the pipeline",
    fix: "remove the output, or set sensitive; who needs the value reads it from Secret Manager",
    covers: ["all/no-secrets-in-values"],
    references: ["https://developer.hashicorp.com/terraform/language/values/outputs"],
    rule: outputWithoutSecrets,
  },
  {
    id: "references-resolve",
    level: LEVELS.everywhere,
    fact: "what a resource refers to is in the stack",
    why: "Terraform refuses the plan",
    fix: "add the resource, or correct the reference",
    covers: ["C4"],
    references: ["https://developer.hashicorp.com/terraform/language/expressions/references"],
    rule: referencesResolve,
  },
  {
    id: "names-resolve-in-project",
    level: LEVELS.everywhere,
    fact: "what is named by its bare name is in the same project",
    why: "nothing of that name is there, or something of somebody else's",
    fix: "set the same project on both",
    covers: [],
    references: ["https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/provider_reference"],
    rule: namesResolveInProject,
  },
  {
    id: "one-project",
    level: LEVELS.recommended,
    fact: "no resource alone is in another project than the rest of the stack",
    why: "what it is for isn't there: a right that nobody has, an alert that never fires",
    fix: "set the project of the rest, or put what belongs to it beside it",
    covers: [],
    references: ["https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/provider_reference"],
    rule: oneProject,
  },
  {
    id: "drift-is-seen",
    level: LEVELS.recommended,
    fact: "no argument that decides about access is in ignore_changes",
    why: "what somebody changes by hand stays, and no plan shows it",
    fix: "name the argument that a controller changes, and no wider one",
    covers: [],
    references: ["https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"],
    rule: driftIsSeen,
  },
  {
    id: "state-remote",
    level: LEVELS.production,
    fact: "the state lies in a shared backend",
    why: "two people apply at the same time, or the machine with the state is lost",
    fix: "set a gcs backend with a bucket and a prefix of the stack's own",
    covers: [],
    references: ["https://developer.hashicorp.com/terraform/language/backend/gcs"],
    rule: stateRemote,
  },
  {
    id: "providers-pinned",
    level: LEVELS.production,
    fact: "Terraform and its providers have their versions",
    why: "a release of a provider changes what the next apply does",
    fix: "set required_version, and an exact version for each provider",
    covers: ["C30"],
    references: ["https://developer.hashicorp.com/terraform/language/providers/requirements"],
    rule: providersPinned,
  },
  {
    id: "providers-from-their-makers",
    level: LEVELS.everywhere,
    fact: "a provider that everybody knows is its maker's",
    why: "a provider is a program that has the credentials of whoever applies",
    fix: "set source to hashicorp/<name>",
    covers: [],
    references: ["https://developer.hashicorp.com/terraform/language/providers/requirements"],
    rule: providersFromTheirMakers,
  },
  {
    id: "provider-without-credentials",
    level: LEVELS.everywhere,
    fact: "no provider is given credentials in the code",
    why: "they work for everybody who may read the code, until somebody revokes them",
    fix: "remove them: gcloud auth application-default login or the pipeline's identity is found by itself",
    covers: ["all/no-default-credentials"],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/provider_reference#authentication",
    ],
    rule: providerWithoutCredentials,
  },
  {
    id: "provider-knows-its-cluster",
    level: LEVELS.everywhere,
    fact: "providers of cluster objects are told their cluster, and check that it is that one",
    why: "objects go to whatever cluster the machine is logged in to, or to who pretends to be it",
    fix: "set host from the cluster, exec for the login, and leave insecure alone",
    covers: [],
    references: ["https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs"],
    rule: providerKnowsItsCluster,
  },
  ...EVERYTHING_CLUSTER_ROWS,
];
