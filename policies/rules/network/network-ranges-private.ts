import { rangeOfAddress, rangesOfSubnet } from "../../facts/ranges-network";
import { isPrivate } from "../../facts/ranges";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** Ranges are nobody else's: who owns a public one can't be reached any more from inside. */
export const networkRangesPrivate: ResourceRule = {
  appliesTo: ["google_compute_subnetwork", "google_compute_global_address"],
  evaluate: (resource) => {
    const own = resource.type === "google_compute_subnetwork" ? rangesOfSubnet(resource) : rangeOfAddress(resource);
    return own.length === 0
      ? NOT_APPLICABLE
      : verdict(
          own
            .filter(({ range }) => range.family === 4 && !isPrivate(range))
            .map(({ by, range }) => `${by} is ${range.text}, which is public`),
        );
  },
};
