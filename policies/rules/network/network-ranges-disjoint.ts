import { rangeOfAddress, rangesOfSubnet, takenIn } from "../../facts/ranges-network";
import { overlaps } from "../../facts/ranges";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** No address of a network belongs to two of nodes, pods, Services, proxies, private services and control planes. */
export const networkRangesDisjoint: ResourceRule = {
  appliesTo: ["google_compute_subnetwork", "google_compute_global_address"],
  evaluate: (resource, stack) => {
    const own = resource.type === "google_compute_subnetwork" ? rangesOfSubnet(resource) : rangeOfAddress(resource);
    if (own.length === 0) {
      return NOT_APPLICABLE;
    }
    const others = takenIn(resource.arguments.network, stack).filter(({ owner }) => owner !== resource.address);
    return verdict(
      own.flatMap((one, index) =>
        [...own.slice(index + 1), ...others]
          .filter(({ range }) => overlaps(one.range, range))
          .map((other) => `${one.by}, ${one.range.text}, has addresses of ${other.by}, ${other.range.text}`),
      ),
    );
  },
};
