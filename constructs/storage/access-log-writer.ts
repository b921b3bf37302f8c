import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { type IGrantable } from "../core/grant";

/**
 * The group that Cloud Storage delivers usage and storage logs as.
 * https://cloud.google.com/storage/docs/access-logs
 */
export class AccessLogWriter extends Construct implements IGrantable {
  /** The group, once in a stack. */
  public static of(scope: Construct): AccessLogWriter {
    const stack = TerraformStack.of(scope);
    const id = "AccessLogWriter";
    return (stack.node.tryFindChild(id) as AccessLogWriter | undefined) ?? new AccessLogWriter(stack, id);
  }

  public readonly grantMember = "group:cloud-storage-analytics@google.com";
  public readonly grantId = "access-logs";

  private constructor(scope: Construct, id: string) {
    super(scope, id);
  }
}
