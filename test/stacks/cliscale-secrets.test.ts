import { resolveSettings } from "../../environments";
import { addCliscale } from "../../stacks/cliscale";
import { changed } from "../support/environments";
import { renderApp, type Block, type Rendered } from "../support/synth";

const UNTIL = "2026-12-01T00:00:00Z";

/** The stack of prod with these versions, in the layout that has one. */
function stack(versions: object): Rendered {
  const settings = resolveSettings([changed("prod", { "secrets.versions": versions })]);
  const [rendered] = renderApp((app) => settings.forEach((one) => addCliscale(app, one))).values();
  if (rendered === undefined) {
    throw new Error("no stack");
  }
  return rendered;
}

const first = stack({});
const overlapping = stack({ pg: { version: 2 }, jwt: { version: 3, previousReadableUntil: UNTIL } });

const versions = (rendered: Rendered) =>
  Object.entries((rendered.json.resource?.google_secret_manager_secret_version ?? {}) as Record<string, Block>)
    .map(([name, { count }]) => [name.replace(/^Platform_Secrets_(.*)_[0-9A-F]{8}$/, "$1"), count ?? 1] as const)
    .filter(([name]) => /^(DatabaseUrl|SessionKeys)_/.test(name));

const values = (rendered: Rendered): string => String((rendered.only("helm_release").values as string[])[0]);

describe("CliscaleSecrets", () => {
  it("has one version of each secret at first", () => {
    expect(versions(first)).toEqual([
      ["DatabaseUrl_Version-1", 1],
      ["SessionKeys_Pair_Version-1", 1],
      ["SessionKeys_Private_Version-1", 1],
      ["SessionKeys_Public_Version-1", 1],
    ]);
  });

  it("has the versions that the settings say, and the one before while it is readable", () => {
    const previous = `\${timecmp(plantimestamp(), "${UNTIL}") < 0 ? 1 : 0}`;

    expect(versions(overlapping)).toEqual([
      ["DatabaseUrl_Version-2", 1],
      ["SessionKeys_Pair_Version-3", 1],
      ["SessionKeys_Private_Version-2", previous],
      ["SessionKeys_Private_Version-3", 1],
      ["SessionKeys_Public_Version-2", previous],
      ["SessionKeys_Public_Version-3", 1],
    ]);
  });

  it("mounts the current versions, and beside the public key the one before, for both who verify", () => {
    const files = [
      ...values(overlapping).matchAll(/"fileName":"(DATABASE_URL|p\w+(?:-previous)?\.pem)","previous":(true|false)/g),
    ].map(([, file, previous]) => [file, previous]);

    expect(files).toEqual([
      ["DATABASE_URL", "false"],
      ["private.pem", "false"],
      ["public.pem", "false"],
      ["public-previous.pem", "true"],
      ["DATABASE_URL", "false"],
      ["public.pem", "false"],
      ["public-previous.pem", "true"],
    ]);
    expect(values(overlapping)).not.toContain("versions/latest");
    expect(
      values(overlapping).match(/"JWT_PREVIOUS_PUBLIC_KEY_FILE":"\/secrets\/jwt\/public-previous\.pem"/g),
    ).toHaveLength(2);
  });

  it("mounts one and the same key twice outside an overlap", () => {
    expect(first.json).not.toHaveProperty("locals");
    expect(values(first).match(/SessionKeys_Public_Version-1/g)).toHaveLength(4);
  });
});

describe("The alert about secrets that are due", () => {
  it("waits for reminders of the topic that the secrets remind through, and names the commands", () => {
    const topic = Object.keys(first.json.resource?.google_pubsub_topic ?? {})[0] ?? "";
    const alert = first
      .resources("google_monitoring_alert_policy")
      .find(({ display_name }) => String(display_name).startsWith("A secret of"));
    const { content } = (alert?.documentation ?? {}) as { content?: string };

    expect(first.only("google_pubsub_subscription")).toMatchObject({
      name: first.only("google_pubsub_topic").name,
      topic: `\${google_pubsub_topic.${topic}.id}`,
    });
    expect(content).toContain("`npm run rotate -- prod jwt`");
    expect(content).toContain("`npm run rotate -- prod pg`");
    expect(alert?.notification_channels).toEqual(
      first.resources("google_monitoring_alert_policy")[0]?.notification_channels,
    );
  });
});
