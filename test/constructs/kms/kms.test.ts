import { type TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { type IGrantable } from "../../../constructs/core/grant";
import { ProjectServices } from "../../../constructs/core/project-services";
import { EncryptionKey, KeyRing, type EncryptionKeyProps, type KeyRingProps } from "../../../constructs/kms";
import { newStack, renderStack, type Rendered } from "../../support/synth";

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

class Someone extends Construct implements IGrantable {
  public readonly grantMember = "serviceAccount:someone@cliscale-test.iam.gserviceaccount.com";
  public readonly grantId = "someone";
}

const RING: KeyRingProps = { project: "cliscale-test", region: "europe-west1", name: "cliscale" };

function build(ring: Partial<KeyRingProps> = {}, key: Partial<EncryptionKeyProps> = {}): TerraformStack {
  const stack = newStack();
  const keyRing = new KeyRing(stack, "KeyRing", { ...RING, ...ring });
  new EncryptionKey(stack, "Key", { keyRing, name: "data", ...key });
  return stack;
}

const rendered = (ring: Partial<KeyRingProps> = {}, key: Partial<EncryptionKeyProps> = {}): Rendered =>
  renderStack(build(ring, key));

describe("KeyRing", () => {
  it("lies in the region and waits for the Cloud KMS API", () => {
    expect(rendered().only("google_kms_key_ring")).toMatchObject({
      project: "cliscale-test",
      location: "europe-west1",
      name: "cliscale",
      depends_on: [like(/^google_project_service\..*cloudkms/)],
    });
  });

  it("is protected from destroy unless the caller allows it", () => {
    expect(rendered().only("google_kms_key_ring").lifecycle).toEqual({ prevent_destroy: true });
    expect(rendered({ allowDestroy: true }).only("google_kms_key_ring").lifecycle).toEqual({ prevent_destroy: false });
  });

  it("accepts a name of 63 characters", () => {
    expect(() => build({ name: "a".repeat(63) })).not.toThrow();
  });

  it.each<[Partial<KeyRingProps>, RegExp]>([
    [{ name: "a".repeat(64) }, /'name' must have 1 to 63 letters, digits, hyphens or underscores, got 'a{64}'/],
    [{ name: "" }, /'name' must have 1 to 63 letters/],
    [{ name: "no.dots" }, /'name' must have 1 to 63 letters.*got 'no\.dots'/],
    [{ region: "europe" }, /'region' must be a region such as europe-west1, got 'europe'/],
    [{ project: "Cliscale" }, /'project' must have 6 to 30 lowercase letters.*got 'Cliscale'/],
  ])("refuses %j", (props, message) => {
    expect(() => build(props)).toThrow(message);
  });
});

describe("EncryptionKey", () => {
  it("rotates every 90 days, can be restored for 30 and lies in software", () => {
    expect(rendered().only("google_kms_crypto_key")).toMatchObject({
      key_ring: like(/^\$\{google_kms_key_ring\..*\.id\}$/),
      name: "data",
      purpose: "ENCRYPT_DECRYPT",
      rotation_period: "7776000s",
      destroy_scheduled_duration: "2592000s",
      version_template: { algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION", protection_level: "SOFTWARE" },
    });
  });

  it("shows its resolved defaults", () => {
    const stack = newStack();
    const keyRing = new KeyRing(stack, "KeyRing", RING);
    const key = new EncryptionKey(stack, "Key", { keyRing, name: "data" });
    expect(key).toMatchObject({ rotationDays: 90, destroyScheduledDays: 30, preventDestroy: true });
    expect(keyRing.preventDestroy).toBe(true);
  });

  it("is protected from destroy unless the caller allows it", () => {
    expect(rendered().only("google_kms_crypto_key").lifecycle).toEqual({ prevent_destroy: true });
    expect(rendered({}, { allowDestroy: true }).only("google_kms_crypto_key").lifecycle).toEqual({
      prevent_destroy: false,
    });
  });

  it("takes a hardware security module and labels", () => {
    const key = rendered({}, { protectionLevel: "HSM", labels: { team: "core" } }).only("google_kms_crypto_key");
    expect(key).toMatchObject({ version_template: { protection_level: "HSM" }, labels: { team: "core" } });
  });

  it("writes no labels of its own", () => {
    expect(rendered().only("google_kms_crypto_key")).not.toHaveProperty("labels");
  });

  it.each<Partial<EncryptionKeyProps>>([
    { rotationDays: 1 },
    { rotationDays: 90 },
    { destroyScheduledDays: 1 },
    { destroyScheduledDays: 120 },
    { name: "a".repeat(63) },
  ])("accepts %j", (props) => {
    expect(() => build({}, props)).not.toThrow();
  });

  it.each<[Partial<EncryptionKeyProps>, RegExp]>([
    [{ rotationDays: 0 }, /'rotationDays' must be a whole number between 1 and 90 days, got 0; .*key-rotation/],
    [{ rotationDays: 91 }, /'rotationDays' must be a whole number between 1 and 90 days, got 91/],
    [{ rotationDays: 1.5 }, /'rotationDays' must be a whole number between 1 and 90 days, got 1\.5/],
    [{ destroyScheduledDays: 0 }, /'destroyScheduledDays' must be a whole number between 1 and 120 days, got 0/],
    [{ destroyScheduledDays: 121 }, /'destroyScheduledDays' must be a whole number between 1 and 120 days, got 121/],
    [{ labels: { Team: "core" } }, /'labels' must have keys of 1 to 63 lowercase letters.*got 'Team'/],
    [{ name: "a".repeat(64) }, /EncryptionKey at test\/Key:\n {2}- 'name' must have 1 to 63 letters/],
  ])("refuses %j", (props, message) => {
    expect(() => build({}, props)).toThrow(message);
  });

  it("reports every problem at once", () => {
    expect(() => build({}, { rotationDays: 0, destroyScheduledDays: 0, name: "?" })).toThrow(
      /'name'[^]*'rotationDays'[^]*'destroyScheduledDays'/,
    );
  });

  it("grants encryption and decryption on the key alone, once", () => {
    const stack = newStack();
    const keyRing = new KeyRing(stack, "KeyRing", RING);
    const key = new EncryptionKey(stack, "Key", { keyRing, name: "data" });
    const someone = new Someone(stack, "Someone");
    const first = key.grantEncryptDecrypt(someone);
    const second = key.grantEncryptDecrypt(someone);
    expect(second.dependables).toEqual(first.dependables);
    expect(first.role).toBe("roles/cloudkms.cryptoKeyEncrypterDecrypter");
    expect(renderStack(stack).only("google_kms_crypto_key_iam_member")).toMatchObject({
      crypto_key_id: like(/^\$\{google_kms_crypto_key\..*\.id\}$/),
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member: someone.grantMember,
    });
  });

  it("grants the key to the agent of a service", () => {
    const stack = build();
    const key = stack.node.findChild("Key") as EncryptionKey;
    key.grantEncryptDecrypt(ProjectServices.of(stack).agent("cliscale-test", "container.googleapis.com"));
    expect(renderStack(stack).only("google_kms_crypto_key_iam_member").member).toMatch(
      /^\$\{google_project_service_identity\..*\.member\}$/,
    );
  });
});

describe("EncryptionKey.fromKeyId", () => {
  const id = "projects/other/locations/europe-west1/keyRings/ring/cryptoKeys/data";

  it("grants on a key that it does not manage", () => {
    const stack = newStack();
    const key = EncryptionKey.fromKeyId(stack, "Key", id);
    key.grantEncryptDecrypt(new Someone(stack, "Someone"));
    const out = renderStack(stack);
    expect(out.resources("google_kms_crypto_key")).toHaveLength(0);
    expect(out.only("google_kms_crypto_key_iam_member").crypto_key_id).toBe(id);
  });

  it.each([`${id}/cryptoKeyVersions/1`, "data"])("refuses %s", (wrong) => {
    expect(() => EncryptionKey.fromKeyId(newStack(), "Key", wrong)).toThrow(
      /'keyId' must be the full resource name of a key, got '.*'; write projects/,
    );
  });
});
