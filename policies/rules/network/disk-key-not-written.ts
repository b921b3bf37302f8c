import { blocksAt } from "../../rendered/rendered-stack";
import { verdict, type ResourceRule } from "../../rule";

/** A disk's key is in Cloud KMS: one that is written out is in the state and in every plan. */
export const diskKeyNotWritten: ResourceRule = {
  appliesTo: [
    "google_compute_disk",
    "google_compute_region_disk",
    "google_compute_instance",
    "google_compute_snapshot",
    "google_compute_image",
  ],
  evaluate: ({ arguments: block }) => {
    const parts = [block, ...["boot_disk", "attached_disk"].flatMap((name) => blocksAt(block, name))];
    const keys = parts.flatMap((part) =>
      ["disk_encryption_key", "source_image_encryption_key", "snapshot_encryption_key", "image_encryption_key"].flatMap(
        (name) => blocksAt(part, name),
      ),
    );
    return verdict([
      ...keys.filter((key) => key.raw_key !== undefined).map(() => "disk_encryption_key.raw_key is written out"),
      ...parts
        .filter((part) => part.disk_encryption_key_raw !== undefined)
        .map(() => "disk_encryption_key_raw is written out"),
    ]);
  },
};
