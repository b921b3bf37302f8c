import { KmsKeyRing } from "@cdktf/provider-google/lib/kms-key-ring";
import { Construct, type IConstruct } from "constructs";
import { dependOn } from "../core/dependencies";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type RegionalProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { check } from "../core/validation";

/** A place for keys: what it is in decides where their material lies. */
export interface IKeyRing extends IConstruct {
  /** `projects/…/locations/…/keyRings/…`, as a reference. */
  readonly keyRingId: string;
}

/** Props of {@link KeyRing}. */
export interface KeyRingProps extends RegionalProps {
  /**
   * The name of the ring. It is taken for ever: Cloud KMS deletes no key ring, so a second ring of the same name in
   * the same region and project is refused even after a destroy.
   * https://cloud.google.com/kms/docs/resource-hierarchy#key_rings
   */
  readonly name: string;
  /**
   * Lets Terraform drop the ring from its state. The ring itself stays, and its name with it.
   * @default false
   */
  readonly allowDestroy?: boolean;
}

/** A Cloud KMS key ring in one region, the region of what its keys encrypt. */
export class KeyRing extends Construct implements IKeyRing {
  public readonly keyRingId: string;
  /** True when Terraform refuses to destroy the ring. */
  public readonly preventDestroy: boolean;

  public constructor(scope: Construct, id: string, props: KeyRingProps) {
    super(scope, id);
    this.preventDestroy = props.allowDestroy !== true;
    check(this, "KeyRing", [
      nameProblem(NAME_RULES.kms, "name", props.name),
      nameProblem(NAME_RULES.project, "project", props.project),
      nameProblem(NAME_RULES.region, "region", props.region),
    ]);
    const ring = new KmsKeyRing(this, "Resource", {
      project: props.project,
      location: props.region,
      name: props.name,
      lifecycle: { preventDestroy: this.preventDestroy },
    });
    dependOn(ring, ...ProjectServices.of(this).enable(props.project, "cloudkms.googleapis.com"));
    this.keyRingId = ring.id;
  }
}
