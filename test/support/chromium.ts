import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"] as const;

/**
 * Starts the Chromium that is installed on this machine; nothing is downloaded. The environment variable CHROMIUM_BIN names it, or it
 * is the first of its usual names on PATH.
 *
 * @throws Error when there is none: a test that can't look at a page has not passed
 */
export async function startChromium(env: NodeJS.ProcessEnv = process.env): Promise<Browser> {
  // CI runs as root, for whom Chromium has no sandbox
  return chromium.launch({ executablePath: findChromium(env), args: ["--no-sandbox"] });
}

/** Where Chromium is. */
export function findChromium(env: NodeJS.ProcessEnv): string {
  const { CHROMIUM_BIN: named = "", PATH: path = "" } = env;
  const candidates =
    named === "" ? NAMES.flatMap((name) => path.split(delimiter).map((folder) => join(folder, name))) : [named];
  const found = candidates.find(isExecutable);
  if (found === undefined) {
    throw new Error(
      named === ""
        ? `no Chromium on PATH (${NAMES.join(", ")}); install one, such as 'apt-get install chromium', or set CHROMIUM_BIN`
        : `CHROMIUM_BIN is '${named}', which can't be executed; name a Chromium, or unset it to look on PATH`,
    );
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
