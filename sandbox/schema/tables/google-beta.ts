import { type BlockSchema } from "../types";

/**
 * Types of hashicorp/google-beta that have no counterpart in hashicorp/google and that this project renders without
 * bindings. https://registry.terraform.io/providers/hashicorp/google-beta/6.50.0/docs
 */
export const GOOGLE_BETA_RESOURCES: Readonly<Record<string, BlockSchema>> = {
  google_project_service_identity: {
    attributes: {
      email: { type: "string", computed: true },
      id: { type: "string", optional: true, computed: true },
      member: { type: "string", computed: true },
      project: { type: "string", optional: true, computed: true, forceNew: true },
      service: { type: "string", required: true, forceNew: true },
    },
    blocks: {
      timeouts: {
        nesting: "single",
        minItems: 0,
        maxItems: 0,
        block: {
          attributes: {
            create: { type: "string", optional: true },
            delete: { type: "string", optional: true },
            read: { type: "string", optional: true },
          },
          blocks: {},
        },
      },
    },
  },
};
