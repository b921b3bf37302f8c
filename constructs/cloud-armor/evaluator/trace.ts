/** What has to be said about the judgment of one request. */
export class Trace {
  private readonly said = new Set<string>();
  private readonly passed = new Map<string, number>();

  /** Adds a remark, once. */
  public note(text: string): void {
    this.said.add(text);
  }

  /** Adds that so many of our own patterns stood for a rule set, and none matched. */
  public pass(ruleSet: string, patterns: number): void {
    this.passed.set(ruleSet, patterns);
  }

  /** Every remark, in the order in which they were made. */
  public get notes(): readonly string[] {
    const sets = [...this.passed].map(([ruleSet, patterns]) => `${ruleSet} (${patterns})`).join(", ");
    return [
      ...this.said,
      ...(sets === ""
        ? []
        : [`judged by patterns of our own, of which none matched, while Google has more signatures: ${sets}`]),
    ];
  }
}
