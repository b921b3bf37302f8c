import { asNumber, expectAt } from "../../facts/gke-arguments";
import { ignoredChanges } from "../../facts/ignored-changes";
import { INSTANCE } from "../../facts/sql";
import { valueAt, type Block } from "../../rendered/rendered-stack";
import { every, verdict, type ResourceRule } from "../../rule";

const LIMIT = "settings.disk_autoresize_limit";
const SIZE = "settings.disk_size";

/** A full disk stops the database. Growing is on, has room, and Terraform doesn't undo it: a smaller disk would be another instance. */
export const sqlDiskGrows: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    const [limit, size] = [LIMIT, SIZE].map((path) => asNumber(valueAt(block, path)));
    // 0 is no limit
    const isFull = limit !== undefined && limit !== 0 && size !== undefined && limit <= size;
    return every(
      expectAt(block, "settings.disk_autoresize", true, undefined),
      verdict(isFull ? [`${LIMIT} is ${limit}, not more than the ${size} of disk_size`] : []),
      verdict(
        size !== undefined && !ignoresSize(block)
          ? [
              `lifecycle.ignore_changes lacks settings[0].disk_size, so that Terraform takes back what the disk has grown`,
            ]
          : [],
      ),
    );
  },
};

function ignoresSize(block: Block): boolean {
  return ignoredChanges(block).some((one) => /^(all|settings(\[0\]|\.0)?(\.disk_size)?)$/.test(one));
}
