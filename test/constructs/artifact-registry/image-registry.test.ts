import { TerraformStack, Token } from "cdktf";
import { ImageRegistry, type ImageRegistryProps } from "../../../constructs/artifact-registry";
import { EncryptionKey } from "../../../constructs/kms";
import { ServiceAccount } from "../../../constructs/workload-identity";
import { newStack, renderStack, type Block } from "../../support/synth";

type Props = Partial<ImageRegistryProps>;

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const registry = (props: Props = {}, stack: TerraformStack = newStack()): ImageRegistry =>
  new ImageRegistry(stack, "Images", { project: "cliscale-test", region: "europe-west1", name: "cliscale", ...props });

const repository = (props: Props = {}): Block =>
  renderStack(TerraformStack.of(registry(props))).only("google_artifact_registry_repository");

describe("ImageRegistry", () => {
  it("is a Docker repository whose tags are immutable and whose images are scanned", () => {
    expect(repository()).toMatchObject({
      project: "cliscale-test",
      location: "europe-west1",
      repository_id: "cliscale",
      description: "Container images",
      format: "DOCKER",
      mode: "STANDARD_REPOSITORY",
      docker_config: { immutable_tags: true },
      vulnerability_scanning_config: { enablement_config: "INHERITED" },
      depends_on: [
        like(/^google_project_service\..*artifactregistry/),
        like(/^google_project_service\..*containerscanning/),
      ],
    });
  });

  it("keeps the newest 20 versions and deletes untagged ones after 30 days", () => {
    expect(repository()).toMatchObject({
      cleanup_policy_dry_run: false,
      cleanup_policies: [
        { id: "keep-most-recent", action: "KEEP", most_recent_versions: { keep_count: 20 } },
        { id: "delete-untagged", action: "DELETE", condition: { tag_state: "UNTAGGED", older_than: "2592000s" } },
      ],
    });
  });

  it("cleans up as the caller says", () => {
    expect(repository({ cleanup: { keepMostRecent: 3, deleteUntaggedAfterDays: 1, dryRun: true } })).toMatchObject({
      cleanup_policy_dry_run: true,
      cleanup_policies: [{ most_recent_versions: { keep_count: 3 } }, { condition: { older_than: "86400s" } }],
    });
  });

  it("refuses destruction unless the caller says otherwise", () => {
    expect(repository().lifecycle).toEqual({ prevent_destroy: true });
    expect(repository({ deletionProtection: false }).lifecycle).toEqual({ prevent_destroy: false });
  });

  it("carries labels, or none", () => {
    expect(repository({ labels: { team: "platform" } }).labels).toEqual({ team: "platform" });
    expect(repository({ labels: {} })).not.toHaveProperty("labels");
  });

  it("is encrypted with the caller's key once Artifact Registry's agent may use it", () => {
    const stack = newStack();
    const keyId = "projects/p/locations/europe-west1/keyRings/ring/cryptoKeys/images";
    registry({ encryptionKey: EncryptionKey.fromKeyId(stack, "Key", keyId) }, stack);
    const result = renderStack(stack);

    expect(result.only("google_kms_crypto_key_iam_member").member).toMatch(
      /^\$\{google_project_service_identity\..*artifactregistry.*\.member\}$/,
    );
    expect(result.only("google_artifact_registry_repository")).toMatchObject({
      kms_key_name: keyId,
      depends_on: expect.arrayContaining([like(/^google_kms_crypto_key_iam_member\./)]) as unknown,
    });
    expect(repository()).not.toHaveProperty("kms_key_name");
  });

  it.each<[string, Props, string]>([
    [
      "no version to keep",
      { cleanup: { keepMostRecent: 0 } },
      "'cleanup.keepMostRecent' must be a whole number between 1 and 1000 versions, got 0",
    ],
    ["1001 versions to keep", { cleanup: { keepMostRecent: 1001 } }, "got 1001; choose a value from 1 to 1000"],
    [
      "deletion after no day",
      { cleanup: { deleteUntaggedAfterDays: 0 } },
      "'cleanup.deleteUntaggedAfterDays' must be a whole number between 1 and 3650 days, got 0",
    ],
    ["deletion after 3651 days", { cleanup: { deleteUntaggedAfterDays: 3651 } }, "got 3651"],
    ["a name that is none", { name: "Images" }, "'name' must have 1 to 63 lowercase letters"],
    ["a project that is none", { project: "x" }, "'project' must have 6 to 30 lowercase letters"],
    ["a region that is none", { region: "eu" }, "'region' must be a region such as europe-west1, got 'eu'"],
    [
      "a label that Google refuses",
      { labels: { team: "Platform" } },
      "'labels.team' must have at most 63 lowercase letters, digits, hyphens or underscores, got 'Platform'",
    ],
  ])("refuses %s", (_case, props, text) => {
    expect(() => registry(props)).toThrow(text);
  });

  it("accepts the outermost cleanup", () => {
    expect(() => registry({ cleanup: { keepMostRecent: 1, deleteUntaggedAfterDays: 1 } })).not.toThrow();
    expect(() => registry({ cleanup: { keepMostRecent: 1000, deleteUntaggedAfterDays: 3650 } })).not.toThrow();
  });
});

describe("ImageRegistry.grantPull and grantPush", () => {
  it("bind a role on the repository, once each", () => {
    const stack = newStack();
    const images = registry({}, stack);
    const builder = new ServiceAccount(stack, "Builder", {
      project: "cliscale-test",
      accountId: "image-builder",
      description: "CI",
    });
    const pull = images.grantPull(builder);
    images.grantPull(builder);
    images.grantPush(builder);
    images.grantPush(builder);
    const result = renderStack(stack);

    expect(pull).toMatchObject({ role: "roles/artifactregistry.reader", grantee: builder });
    const bindings = result.resources("google_artifact_registry_repository_iam_member");
    expect(bindings.map((binding) => binding.role)).toEqual([
      "roles/artifactregistry.reader",
      "roles/artifactregistry.writer",
    ]);
    for (const binding of bindings) {
      expect(binding).toMatchObject({
        project: "cliscale-test",
        location: "europe-west1",
        repository: like(/^\$\{google_artifact_registry_repository\..*\.name\}$/),
        member: like(/^\$\{google_service_account\..*\.member\}$/),
      });
    }
    expect(result.resources("google_project_iam_member")).toEqual([]);
  });
});

describe("ImageRegistry.imageReference", () => {
  const reference = (name: string, tagOrDigest: string): string =>
    registry()
      .imageReference(name, tagOrDigest)
      .replace(/\$\{[^}]*\}/, "<repository>");

  it("joins a tag with a colon and a digest with an at sign", () => {
    expect(reference("gateway", "1.4.2")).toBe("europe-west1-docker.pkg.dev/cliscale-test/<repository>/gateway:1.4.2");
    expect(reference("gateway", DIGEST)).toBe(
      `europe-west1-docker.pkg.dev/cliscale-test/<repository>/gateway@${DIGEST}`,
    );
  });

  it.each(["gateway", "team/gateway", "ws-gateway", "a__b", "a.b", "a--b", "g2"])("accepts the name %s", (name) => {
    expect(reference(name, "1")).toMatch(`/${name}:1`);
  });

  it.each(["Gateway", "", "-gateway", "gateway-", "a..b", "a///b", "gateway:1", "/gateway"])(
    "refuses the name '%s'",
    (name) => {
      expect(() => reference(name, "1")).toThrow(
        `'name' must be an image's name in lowercase letters and digits, separated by one of . _ - /, got '${name}'`,
      );
    },
  );

  it.each(["1", "v1.4.2", "_x", "a".repeat(128)])("accepts the tag %s", (tag) => {
    expect(reference("gateway", tag)).toMatch(new RegExp(`:${tag}$`));
  });

  it.each(["", ".1", "-1", "a b", "a".repeat(129)])("refuses the tag '%s'", (tag) => {
    expect(() => reference("gateway", tag)).toThrow(
      "'tagOrDigest' must have 1 to 128 letters, digits, underscores, periods or hyphens",
    );
  });

  it("refuses latest", () => {
    expect(() => reference("gateway", "latest")).toThrow(
      "'tagOrDigest' must name one image for good, which the tag latest doesn't, got 'latest'; write a version or a digest",
    );
  });

  it.each([DIGEST.slice(0, -1), `${DIGEST}0`, DIGEST.toUpperCase(), "sha512:abc", "sha256"])(
    "refuses the digest %s",
    (digest) => {
      expect(() => reference("gateway", digest)).toThrow(
        "'tagOrDigest' must be sha256: and 64 lowercase hexadecimal digits when it is a digest",
      );
    },
  );

  it("refuses what is known only after apply", () => {
    const token = Token.asString({ ref: "x" });

    expect(() => registry().imageReference(token, token)).toThrow(
      /'name' must be an image's name.*\n.*'tagOrDigest' must be known at synth/,
    );
  });
});
