import { type AttributeSchema, type AttributeType, type BlockSchema, type NestedBlockSchema } from "../types";

/** Ephemeral resources by provider. cdktf has no classes for them, so that the bindings hold none. */
export const EPHEMERAL_RESOURCES: Readonly<Record<string, Readonly<Record<string, BlockSchema>>>> = {
  // https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/ephemeral-resources
  google: {
    google_secret_manager_secret_version: block({
      create_time: computed("string"),
      destroy_time: computed("string"),
      enabled: computed("bool"),
      is_secret_data_base64: optional("bool"),
      name: computed("string"),
      project: optionalOrComputed("string"),
      secret: required("string"),
      secret_data: secret(),
      version: optional("string"),
    }),
    google_service_account_access_token: block({
      access_token: secret(),
      delegates: optional(["set", "string"]),
      lifetime: optionalOrComputed("string"),
      scopes: required(["set", "string"]),
      target_service_account: required("string"),
    }),
    google_service_account_id_token: block({
      delegates: optional(["set", "string"]),
      id_token: secret(),
      include_email: optional("bool"),
      target_audience: required("string"),
      target_service_account: optional("string"),
    }),
    google_service_account_jwt: block({
      delegates: optional(["set", "string"]),
      expires_in: optional("number"),
      jwt: secret(),
      payload: required("string"),
      target_service_account: required("string"),
    }),
    // fetches a public key; that it can create keys came with a later release
    google_service_account_key: block({
      key_algorithm: computed("string"),
      name: required("string"),
      project: optional("string"),
      public_key: computed("string"),
      public_key_type: optional("string"),
    }),
  },
  // https://registry.terraform.io/providers/hashicorp/kubernetes/2.38.0/docs/ephemeral-resources
  kubernetes: {
    kubernetes_certificate_signing_request_v1: block(
      { auto_approve: optional("bool"), certificate: optionalOrComputed("string") },
      {
        metadata: single(block({ name: required("string") })),
        spec: single(
          block({
            expiration_seconds: optional("number"),
            request: required("string"),
            signer_name: required("string"),
            usages: optional(["list", "string"]),
          }),
        ),
      },
    ),
    kubernetes_token_request_v1: block(
      {
        expiration_timestamp: optionalOrComputed("string"),
        token: { ...optionalOrComputed("string"), sensitive: true },
      },
      {
        metadata: single(block({ name: required("string"), namespace: required("string") })),
        spec: single(
          block(
            { audiences: optionalOrComputed(["list", "string"]), expiration_seconds: optionalOrComputed("number") },
            {
              bound_object_ref: single(
                block({
                  api_version: optional("string"),
                  kind: optional("string"),
                  name: optional("string"),
                  uid: optional("string"),
                }),
              ),
            },
          ),
        ),
      },
    ),
  },
  // https://registry.terraform.io/providers/hashicorp/random/3.7.2/docs/ephemeral-resources/password
  random: {
    random_password: block({
      bcrypt_hash: secret(),
      length: required("number"),
      lower: optionalOrComputed("bool"),
      min_lower: optionalOrComputed("number"),
      min_numeric: optionalOrComputed("number"),
      min_special: optionalOrComputed("number"),
      min_upper: optionalOrComputed("number"),
      numeric: optionalOrComputed("bool"),
      override_special: optional("string"),
      result: secret(),
      special: optionalOrComputed("bool"),
      upper: optionalOrComputed("bool"),
    }),
  },
  // https://registry.terraform.io/providers/hashicorp/tls/4.1.0/docs/ephemeral-resources/private_key
  tls: {
    tls_private_key: block({
      algorithm: required("string"),
      ecdsa_curve: optionalOrComputed("string"),
      private_key_openssh: secret(),
      private_key_pem: secret(),
      private_key_pem_pkcs8: secret(),
      public_key_fingerprint_md5: computed("string"),
      public_key_fingerprint_sha256: computed("string"),
      public_key_openssh: computed("string"),
      public_key_pem: computed("string"),
      rsa_bits: optionalOrComputed("number"),
    }),
  },
};

function block(
  attributes: Readonly<Record<string, AttributeSchema>>,
  blocks: Readonly<Record<string, NestedBlockSchema>> = {},
): BlockSchema {
  return { attributes, blocks };
}

function single(nested: BlockSchema): NestedBlockSchema {
  return { nesting: "single", minItems: 0, maxItems: 0, block: nested };
}

function required(type: AttributeType): AttributeSchema {
  return { type, required: true };
}

function optional(type: AttributeType): AttributeSchema {
  return { type, optional: true };
}

function optionalOrComputed(type: AttributeType): AttributeSchema {
  return { type, optional: true, computed: true };
}

function computed(type: AttributeType): AttributeSchema {
  return { type, computed: true };
}

function secret(): AttributeSchema {
  return { type: "string", computed: true, sensitive: true };
}
