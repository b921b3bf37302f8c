/** One check of a public scanner, benchmark or standard. */
export interface PublicCheck {
  /** As in `covers` of a rule's row: `CKV_GCP_60`, `AVD-GCP-0017`, `CIS-GKE-5.3.1`, `KSV-0014`, `kube-linter/latest-tag`. */
  readonly id: string;
  /** What it demands, in our words. */
  readonly demands: string;
  /** Why no rule of ours asks for it. Left out for a check that some rule covers. */
  readonly notApplicable?: string;
}
