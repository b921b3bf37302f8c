/** Stands in for `stacks/guardrails` where bench/policies.ts measures a synth without them. */
export function guard(): void {
  return;
}
