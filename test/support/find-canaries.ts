import { statSync } from "node:fs";
import { CanarySearch, knownSecrets } from "./canary";
import { filesBelow } from "./files";

/** One password and one private key in three formats. Fewer mean that the journal was not on, so that nothing is proved. */
const FEWEST = 4;

/**
 * `find-canaries <simulated cloud> <file or directory>...`: looks for every secret value that the cloud's journal knows.
 * Ends with 0 when there is none, with 1 when there is one, and with 2 when the search itself does not work.
 */
function main([cloud = "", ...places]: readonly string[]): number {
  const { secrets, files: own } = knownSecrets(cloud);
  const search = new CanarySearch(secrets);
  const values = new Set(secrets.map(({ value }) => value)).size;
  if (values < FEWEST || own.some((file) => search.file(file).length === 0)) {
    console.error(`The journal of ${cloud} knows ${values} values, or they are not found in it: nothing was proved`);
    return 2;
  }
  const paths = places.flatMap((place) => (statSync(place).isDirectory() ? filesBelow(place) : [place]));
  const { hits, files, bytes } = search.files(paths, own);
  for (const { place, offset, source, form } of hits) {
    console.error(`${place}: at byte ${offset}, ${form}: a value of ${source}`);
  }
  console.log(`${values} secret values, ${files.length} files, ${Math.ceil(bytes / 1e6)} MB: ${hits.length} found`);
  return hits.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
