import { lookUpKind } from "../kinds";
import { misfits } from "../schema/walk";
import { type Check } from "./check";

/** Unknown fields, wrong types and missing values, as `fieldValidation=Strict` and Helm's OpenAPI validation refuse them. */
export const fieldsFit: Check = {
  id: "fields",
  source: "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
  effect: "refused",
  find: (review) =>
    review.objects.flatMap((object) => {
      const kind = lookUpKind(object.apiVersion, object.kind);
      return (kind === undefined ? [] : misfits(object, kind.schema, "")).map(({ path, message, fix, uncertain }) => ({
        object,
        path,
        message: uncertain === true ? `${message} (not in the sandbox's table of this kind)` : message,
        fix,
        source: kind?.source,
        ...(uncertain === true ? { effect: "warning" as const } : {}),
      }));
    }),
};
