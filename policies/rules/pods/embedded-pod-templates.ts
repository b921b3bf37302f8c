import { containerRule, podRule } from "../../facts/pods";
import { embeddedObject, judgeLaunched } from "../../facts/pods-launched";
import { type RenderedObject } from "../../rendered/rendered-cluster";
import { type RenderedStack } from "../../rendered/rendered-stack";
import { every, NOT_APPLICABLE, verdict, type ObjectRule, type Verdict } from "../../rule";
import { imagePinnedByDigest } from "./image-pinned-by-digest";
import { jobDeadline } from "./job-deadline";
import { jobCleanup } from "./job-cleanup";
import { podNoLiteralSecrets } from "./pod-no-literal-secrets";
import { podReadOnlyRoot } from "./pod-read-only-root";
import { podResources } from "./pod-resources";
import { podRestartPolicy } from "./pod-restart-policy";
import { podSecurityBaseline } from "./pod-security-baseline";
import { podSecurityRestricted } from "./pod-security-restricted";
import { podServiceAccount } from "./pod-service-account";
import { podUserAndGroup } from "./pod-user-and-group";
import { podsLeftToFinish } from "./pods-left-to-finish";

/** What a manifest in a variable is held to: as a chart's, as far as it fails the build there. */
const RULES: readonly ObjectRule[] = [
  podSecurityBaseline,
  podSecurityRestricted,
  podUserAndGroup,
  podReadOnlyRoot,
  podServiceAccount,
  podNoLiteralSecrets,
  podResources,
  podRestartPolicy,
  podsLeftToFinish,
  imagePinnedByDigest,
  podRule(judgeLaunched),
];
const JOB_RULES: readonly ObjectRule[] = [jobDeadline, jobCleanup];

/** A manifest that an application gets as a variable, to launch pods from, is held to the rules for manifests. */
export const embeddedPodTemplates = containerRule(({ container, path }, { object, stack }) => {
  const embedded = (container.env ?? []).flatMap(({ value }, index) => {
    const launched = embeddedObject(value, object.namespace);
    return launched === undefined ? [] : [{ at: `${path}.env[${index}].value`, launched }];
  });
  return embedded.length === 0
    ? NOT_APPLICABLE
    : every(...embedded.map(({ at, launched }) => judge(launched, stack, at)));
});

function judge(launched: RenderedObject, stack: RenderedStack, at: string): Verdict {
  const isJob = launched.kind === "Job" || launched.kind === "CronJob";
  const verdicts = [...RULES, ...(isJob ? JOB_RULES : [])].map((rule) => rule.evaluate(launched, stack));
  const { pod } = launched;
  return every(
    ...verdicts.map((one): Verdict =>
      one.status === "non-compliant" ? verdict(one.findings.map((finding) => `${at}: ${finding}`)) : one,
    ),
    verdict(pod === undefined ? [`${at} describes a ${launched.kind} without a pod`] : []),
  );
}
