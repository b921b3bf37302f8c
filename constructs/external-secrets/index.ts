export {
  EXTERNAL_SECRETS_VERSION,
  ExternalSecretsOperator,
  type ExternalSecretsOperatorProps,
  type IExternalSecretsOperator,
  type SecretStoreSettings,
} from "./external-secrets-operator";
export { type OperatorResources } from "./operator-values";
