import { valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

/** Who may log in to instances is a matter of IAM, and not of keys in a project's metadata. */
export const projectOsLogin: ResourceRule = {
  appliesTo: ["google_compute_project_metadata", "google_compute_project_metadata_item"],
  evaluate: ({ type, arguments: block }) => {
    if (type === "google_compute_project_metadata_item" && block.key !== "enable-oslogin") {
      return NOT_APPLICABLE;
    }
    const value = type === "google_compute_project_metadata" ? valueAt(block, "metadata.enable-oslogin") : block.value;
    return verdict(
      String(value).toLowerCase() === "true" ? [] : [`metadata.enable-oslogin is ${shown(value)}, not "TRUE"`],
    );
  },
};
