/** Something that was given to the sandbox can't be used. Lists every problem; its stack is its message, since no line of ours is at fault. */
export class InputError extends Error {
  /** @param problems one each: what is wrong, the value, the rule, the fix */
  public constructor(
    summary: string,
    public readonly problems: readonly string[],
  ) {
    super(`${summary}:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
    this.name = "InputError";
    this.stack = this.message;
  }
}
