import { isRecord } from "../../../sandbox/kubernetes/objects";
import { verdict, type ObjectRule } from "../../rule";

/** No chart and no Terraform writes a Secret's content: it would be in the state, in the release, and in whatever made it. */
export const noSecretObjects: ObjectRule = {
  kinds: ["Secret"],
  evaluate: ({ object }) =>
    verdict([
      ...["data", "stringData", "binaryData"]
        .filter((field) => isRecord(object[field]) && Object.keys(object[field]).length > 0)
        .map((field) => `${field} holds what Terraform and Helm then keep`),
      ...(object.type === "kubernetes.io/service-account-token"
        ? ["type is a service account's token, which never expires"]
        : []),
    ]),
};
