import { join } from "node:path";
import { existsSync, readFileSync } from "node:fs";
import { changedSettings } from "../../../tools/rehearse/changed-settings";
import { environmentStacks } from "../../../tools/rehearse/environment-stacks";
import { outsideOf } from "../../../tools/rehearse/outside-of";
import { emptyDirectory, removeDirectories } from "../../sandbox/any-stack/directories";
import { exampleEnvironment, ROOT } from "../../support/environments";

afterAll(removeDirectories);

const ENVIRONMENTS = ["sandbox", "dev", "staging", "prod"];

/** Every value of a stack by its path. */
function valuesOf(value: unknown, path = ""): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => valuesOf(inner, path === "" ? name : `${path}.${name}`));
}

async function rendered(settings: ReturnType<typeof exampleEnvironment>) {
  const { stacks } = await environmentStacks(settings, emptyDirectory());
  const files = stacks.map(
    ({ directory }) => JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")) as object,
  );
  return new Map(files.flatMap((file) => valuesOf(file)));
}

describe("the settings that a rehearsal updates to", () => {
  it.each(ENVIRONMENTS)(
    "change the controller's image and one limit of %s, and nothing that replaces anything",
    async (name) => {
      const settings = exampleEnvironment(name);
      const [before, after] = [await rendered(settings), await rendered(changedSettings(settings))];
      expect([...after.keys()].filter((path) => !before.has(path))).toEqual([]);
      expect([...before.keys()].filter((path) => !after.has(path))).toEqual([]);
      const changed = [...before].filter(([path, value]) => after.get(path) !== value).map(([path]) => path);
      const attributes = changed.map((path) => {
        const [, type, , ...attribute] = path.split(".");
        return `${type} ${attribute.join(".")}`;
      });
      expect([...new Set(attributes)].sort()).toEqual([
        expect.stringMatching(
          /^google_compute_security_policy_rule rate_limit_options\.(0\.)?rate_limit_threshold\.(0\.)?count$/,
        ),
        expect.stringMatching(/^helm_release values\.0$/),
      ]);
      expect(changedSettings(settings).firewall.sessions.perAddressPerMinute).toBe(
        settings.firewall.sessions.perAddressPerMinute + 1,
      );
    },
  );

  it.each([
    ["1.8.0", "1.8.0-next"],
    ["sha256:41e6d8f2", "sha256:41e6d8f0"],
    ["sha256:41e6d8f0", "sha256:41e6d8f1"],
    ["sha256:aaaaaaaa", "sha256:aaaaaaa0"],
  ])("take another image in place of %s: %s", (controller, other) => {
    const settings = exampleEnvironment("dev");
    const changed = changedSettings({ ...settings, images: { ...settings.images, controller } });
    expect(changed.images).toEqual({ ...settings.images, controller: other });
  });
});

describe("what an environment names and does not make", () => {
  it("is the zone of prod and the channel of its pager", () => {
    expect(outsideOf(exampleEnvironment("prod"))).toEqual([
      {
        type: "google_dns_managed_zone",
        key: "projects/cliscale-dns-7b02/managedZones/cliscale-dev",
        attributes: { name: "cliscale-dev", project: "cliscale-dns-7b02", dns_name: "cliscale.dev." },
      },
      {
        type: "google_monitoring_notification_channel",
        key: expect.stringMatching(/^projects\/cliscale-prod-c08e\/notificationChannels\/\d+$/) as string,
        attributes: { name: expect.any(String) as string, project: "cliscale-prod-c08e", type: "pagerduty" },
      },
    ]);
  });

  it("lies in the environment's own project when nobody says otherwise", () => {
    const settings = exampleEnvironment("prod");
    const [zone] = outsideOf({ ...settings, dns: { kind: "existing-zone", zoneName: "z" } });
    expect(zone?.key).toBe("projects/cliscale-prod-c08e/managedZones/z");
  });

  it.each(["sandbox", "dev", "staging"])("is nothing in %s", (name) => {
    expect(outsideOf(exampleEnvironment(name))).toEqual([]);
  });

  it("is everything that the stacks name by its path in Google Cloud and that none of them makes", async () => {
    for (const name of ENVIRONMENTS) {
      const settings = exampleEnvironment(name);
      const values = [...(await rendered(settings)).values()].map(String);
      const named = values.filter((value) =>
        /^projects\/[^/]+\/(notificationChannels|managedZones)\/[^/]+$/.test(value),
      );
      const keys = outsideOf(settings).map(({ key }) => key);
      expect(named.filter((value) => !keys.includes(value))).toEqual([]);
    }
  });
});

it("renders beside what cdktf synth writes", async () => {
  const output = join(ROOT, "cdktf.out", "manifest.json");
  const before = existsSync(output) ? readFileSync(output, "utf8") : undefined;
  await environmentStacks(exampleEnvironment("dev"), emptyDirectory());
  expect(existsSync(output) ? readFileSync(output, "utf8") : undefined).toBe(before);
});
