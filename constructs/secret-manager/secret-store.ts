import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { labelProblems, labelsOrUndefined, type Labels } from "../core/labels";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type ProjectScopedProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { check, isKnown, type Finding } from "../core/validation";
import { dependOn } from "../core/dependencies";
import { type IEncryptionKey } from "../kms/encryption-key";
import { SecretReplication } from "./secret-replication";

const SERVICE = "secretmanager.googleapis.com";
const PUBSUB = "pubsub.googleapis.com";

/** Props of {@link SecretStore}. */
export interface SecretStoreProps extends ProjectScopedProps {
  /**
   * Stands before the name of each secret, with a hyphen between, so that several environments can share a project.
   * @default - nothing
   */
  readonly prefix?: string;
  /**
   * Where values are kept.
   * @default SecretReplication.automatic()
   */
  readonly replication?: SecretReplication;
  /**
   * Refuses the deletion of secrets, by Terraform's plan and by the provider. A secret may say otherwise for itself.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * The key that rotation reminders are encrypted with. They contain names of secrets, never values.
   * @default - Google's own
   */
  readonly topicEncryptionKey?: IEncryptionKey;
  /**
   * Labels of every secret.
   * @default - those of the provider
   */
  readonly labels?: Labels;
}

/** A topic that reminders go to. */
export interface RotationTopic {
  /** `projects/…/topics/…`, as a reference. */
  readonly topicId: string;
  /** What a secret with a schedule depends on: Secret Manager refuses a topic that it may not publish to. */
  readonly dependables: readonly ITerraformDependable[];
}

/** What the secrets of one environment have in common: project, prefix, replication, keys, labels, rotation topic. */
export class SecretStore extends Construct {
  public readonly project: string;
  public readonly prefix: string | undefined;
  public readonly replication: SecretReplication;
  public readonly deletionProtection: boolean;
  public readonly labels: Labels | undefined;
  /** What each secret depends on: the API and the grants of the keys. */
  public readonly dependables: readonly ITerraformDependable[];

  private readonly topicEncryptionKey: IEncryptionKey | undefined;
  private topic: RotationTopic | undefined;

  public constructor(scope: Construct, id: string, props: SecretStoreProps) {
    super(scope, id);
    const { project, prefix, replication = SecretReplication.automatic(), deletionProtection = true, labels } = props;
    check(this, "SecretStore", [
      nameProblem(NAME_RULES.project, "project", project),
      prefixProblem(prefix),
      ...replication.problems(),
      ...labelProblems("labels", labels),
    ]);

    const services = ProjectServices.of(this);
    const keys = replication.encryptionKeys;
    const grants = keys.map((key) => key.grantEncryptDecrypt(services.agent(project, SERVICE)));
    this.project = project;
    this.prefix = prefix;
    this.replication = replication;
    this.deletionProtection = deletionProtection;
    this.labels = labels;
    this.topicEncryptionKey = props.topicEncryptionKey;
    this.dependables = [...services.enable(project, SERVICE), ...grants.flatMap((grant) => grant.dependables)];
  }

  /** The complete ID of a secret. */
  public secretId(name: string): string {
    return this.prefix === undefined ? name : `${this.prefix}-${name}`;
  }

  /** The topic that reminders of all secrets go to, made when the first secret asks for it. */
  public rotationTopic(): RotationTopic {
    this.topic ??= this.createTopic();
    return this.topic;
  }

  private createTopic(): RotationTopic {
    const { project, topicEncryptionKey } = this;
    const services = ProjectServices.of(this);
    const topic = new PubsubTopic(this, "RotationTopic", {
      project,
      name: this.secretId("secret-rotation"),
      kmsKeyName: topicEncryptionKey?.keyId,
      labels: labelsOrUndefined(this.labels),
    });
    dependOn(topic, ...services.enable(project, PUBSUB));
    if (topicEncryptionKey !== undefined) {
      dependOn(topic, ...topicEncryptionKey.grantEncryptDecrypt(services.agent(project, PUBSUB)).dependables);
    }
    const publisher = new PubsubTopicIamMember(this, "RotationPublisher", {
      project,
      topic: topic.name,
      role: "roles/pubsub.publisher",
      member: services.agent(project, SERVICE).grantMember,
    });
    return { topicId: topic.id, dependables: [publisher] };
  }
}

function prefixProblem(prefix: string | undefined): Finding {
  return (
    isKnown(prefix) &&
    // the topic is named by it too, and its name starts with a letter
    !/^[A-Za-z]([A-Za-z0-9_-]{0,98}[A-Za-z0-9])?$/.test(prefix) && {
      setting: "prefix",
      value: prefix,
      must: "have 1 to 100 letters, digits, hyphens or underscores, start with a letter and end with a letter or digit",
      fix: "choose the name of the environment, for example cliscale-prod",
      source: "https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names",
    }
  );
}
