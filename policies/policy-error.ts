/**
 * A refusal: findings that fail a build, or an exception that says too little. Like every refusal of this project it
 * carries the code that the entry point knows, and its stack is its message.
 */
export class PolicyError extends Error {
  public readonly code = "CLISCALE_VALIDATION";

  public constructor(message: string) {
    super(message);
    this.name = "PolicyError";
    this.stack = message;
  }
}
