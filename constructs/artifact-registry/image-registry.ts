import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository";
import { ArtifactRegistryRepositoryIamMember } from "@cdktf/provider-google/lib/artifact-registry-repository-iam-member";
import { type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { grantOnce, type Grant, type IGrantable } from "../core/grant";
import { labelProblems, labelsOrUndefined, type Labels } from "../core/labels";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type RegionalProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { check, outOfRange, type Finding } from "../core/validation";
import { dependOn } from "../core/dependencies";
import { type IEncryptionKey } from "../kms/encryption-key";
import { imageReferenceProblems, isDigest } from "./image-reference";

const SERVICE = "artifactregistry.googleapis.com";
const CLEANUP = "https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy";
const SECONDS_PER_DAY = 86_400;

/** A repository of container images. */
export interface IImageRegistry extends IConstruct {
  /** `<region>-docker.pkg.dev/<project>/<repository>`, with a reference to the repository. */
  readonly url: string;
  /** Lets the grantee pull images of this repository. */
  grantPull(grantee: IGrantable): Grant;
  /** Lets the grantee push images to this repository, and pull them. */
  grantPush(grantee: IGrantable): Grant;
  /**
   * The full name of one image.
   *
   * @param name the image's name within the repository, lowercase, for example `gateway`
   * @param tagOrDigest a tag such as `1.4.2`, or a digest: `sha256:` and 64 hexadecimal digits. Not `latest`
   */
  imageReference(name: string, tagOrDigest: string): string;
}

/** Which images are deleted. Tagged ones never are: tags are immutable, and an immutable tag keeps its image. */
export interface ImageCleanup {
  /**
   * How many of the newest versions of each image are kept, tagged or not: 1 to 1000.
   * @default 20
   */
  readonly keepMostRecent?: number;
  /**
   * After how many days a version without a tag is deleted: 1 to 3650.
   * @default 30
   */
  readonly deleteUntaggedAfterDays?: number;
  /**
   * Only logs what would be deleted. For the first days of a policy on a repository that is in use.
   * @default false
   */
  readonly dryRun?: boolean;
}

/** Props of {@link ImageRegistry}. */
export interface ImageRegistryProps extends RegionalProps {
  /** The name of the repository, 1 to 63 characters. */
  readonly name: string;
  /**
   * What the repository is for.
   * @default "Container images"
   */
  readonly description?: string;
  /**
   * Which images are deleted.
   * @default - untagged ones after 30 days, except for the newest 20 versions
   */
  readonly cleanup?: ImageCleanup;
  /**
   * The key that images are encrypted with. It can't be changed later without replacing the repository.
   * @default - Google's own
   */
  readonly encryptionKey?: IEncryptionKey;
  /**
   * Makes Terraform refuse to destroy the repository with all of its images.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Labels of the repository.
   * @default - those of the provider
   */
  readonly labels?: Labels;
}

/** A private Docker repository with immutable tags, vulnerability scanning and cleanup. */
export class ImageRegistry extends Construct implements IImageRegistry {
  public readonly project: string;
  public readonly region: string;
  public readonly url: string;
  /** The repository's name, as a reference. */
  public readonly repository: string;
  /** The cleanup in force. */
  public readonly cleanup: Required<ImageCleanup>;
  /** True when Terraform refuses to destroy the repository. */
  public readonly deletionProtection: boolean;
  /** What something that pushes or pulls has to wait for. */
  public readonly ready: readonly ITerraformDependable[];

  public constructor(scope: Construct, id: string, props: ImageRegistryProps) {
    super(scope, id);
    const { project, region, name, description = "Container images", encryptionKey, deletionProtection = true } = props;
    this.project = project;
    this.region = region;
    this.cleanup = { keepMostRecent: 20, deleteUntaggedAfterDays: 30, dryRun: false, ...props.cleanup };
    this.deletionProtection = deletionProtection;
    check(this, "ImageRegistry", [
      nameProblem(NAME_RULES.repository, "name", name),
      nameProblem(NAME_RULES.project, "project", project),
      nameProblem(NAME_RULES.region, "region", region),
      ...cleanupProblems(this.cleanup),
      ...labelProblems("labels", props.labels),
    ]);

    const repository = new ArtifactRegistryRepository(this, "Resource", {
      project,
      location: region,
      repositoryId: name,
      description,
      format: "DOCKER",
      mode: "STANDARD_REPOSITORY",
      dockerConfig: { immutableTags: true },
      vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
      cleanupPolicyDryRun: this.cleanup.dryRun,
      cleanupPolicies: cleanupPolicies(this.cleanup),
      kmsKeyName: encryptionKey?.keyId,
      labels: labelsOrUndefined(props.labels),
      lifecycle: { preventDestroy: deletionProtection },
    });
    const services = ProjectServices.of(this);
    dependOn(repository, ...services.enable(project, SERVICE, "containerscanning.googleapis.com"));
    if (encryptionKey !== undefined) {
      dependOn(repository, ...encryptionKey.grantEncryptDecrypt(services.agent(project, SERVICE)).dependables);
    }
    this.repository = repository.name;
    this.url = `${region}-docker.pkg.dev/${project}/${repository.name}`;
    this.ready = [repository];
  }

  public grantPull(grantee: IGrantable): Grant {
    return this.grant("roles/artifactregistry.reader", grantee);
  }

  public grantPush(grantee: IGrantable): Grant {
    return this.grant("roles/artifactregistry.writer", grantee);
  }

  public imageReference(name: string, tagOrDigest: string): string {
    check(this, "ImageRegistry", imageReferenceProblems(name, tagOrDigest));
    return `${this.url}/${name}${isDigest(tagOrDigest) ? "@" : ":"}${tagOrDigest}`;
  }

  private grant(role: string, grantee: IGrantable): Grant {
    const { project, region: location, repository } = this;
    const member = grantee.grantMember;
    return grantOnce(
      this,
      role,
      grantee,
      (id) => new ArtifactRegistryRepositoryIamMember(this, id, { project, location, repository, role, member }),
    );
  }
}

function cleanupPolicies({ keepMostRecent, deleteUntaggedAfterDays }: Required<ImageCleanup>) {
  return [
    { id: "keep-most-recent", action: "KEEP", mostRecentVersions: { keepCount: keepMostRecent } },
    {
      id: "delete-untagged",
      action: "DELETE",
      // seconds, because the API gives seconds back and any other unit would differ from them in each plan
      condition: { tagState: "UNTAGGED", olderThan: `${deleteUntaggedAfterDays * SECONDS_PER_DAY}s` },
    },
  ];
}

function cleanupProblems({ keepMostRecent, deleteUntaggedAfterDays }: Required<ImageCleanup>): readonly Finding[] {
  return [
    outOfRange("cleanup.keepMostRecent", keepMostRecent, 1, 1000, { unit: "versions", source: CLEANUP }),
    outOfRange("cleanup.deleteUntaggedAfterDays", deleteUntaggedAfterDays, 1, 3650, { unit: "days", source: CLEANUP }),
  ];
}
