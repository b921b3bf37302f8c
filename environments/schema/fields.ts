import * as z from "zod";
import { NAME_RULES, type NameRule } from "../../constructs/core/naming";
import { outOfRange, type Problem } from "../../constructs/core/validation";

/** What a field of ours adds to zod's own issue, so that the text can say how to correct the value. */
export interface FieldProblem extends Pick<Problem, "must" | "fix" | "source"> {
  /**
   * The value is not shown, because a secret may stand there by mistake.
   * @default false
   */
  readonly hideValue?: boolean;
}

/** An object that refuses keys which it does not know. */
export function section<Shape extends z.ZodRawShape>(shape: Shape): z.ZodReadonly<z.ZodObject<Shape, z.core.$strict>> {
  return z.strictObject(shape).readonly();
}

/** A list that nobody changes afterwards. */
export function list<Item extends z.ZodType>(item: Item): z.ZodReadonly<z.ZodArray<Item>> {
  return z.array(item).readonly();
}

/** Text with a rule of its own. */
export function text(rule: { readonly pattern: RegExp } & FieldProblem): z.ZodString {
  const { pattern, ...params } = rule;
  return z.string().superRefine((value, context) => {
    if (!pattern.test(value)) {
      context.addIssue({ code: "custom", params });
    }
  });
}

/** A name as the service that it names wants it. */
export function named(rule: NameRule): z.ZodString {
  return text({
    pattern: rule.pattern,
    must: rule.words,
    fix: `choose another ${rule.kind} name`,
    source: rule.source,
  });
}

/** A whole number in `[low, high]`. */
export function whole(
  low: number,
  high: number,
  options: { readonly unit?: string; readonly source?: string; readonly fix?: string } = {},
): z.ZodNumber {
  return z.number().superRefine((value, context) => {
    const problem = outOfRange("", value, low, high, options);
    if (problem) {
      context.addIssue({ code: "custom", params: { must: problem.must, fix: problem.fix, source: problem.source } });
    }
  });
}

/** Hours and minutes in UTC, for example `03:00`. */
export function timeOfDay(): z.ZodString {
  return text({ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, must: "be a time in UTC as HH:MM", fix: "write it as 03:00" });
}

/** A region such as `europe-west1`. */
export function region(): z.ZodString {
  return text({
    pattern: NAME_RULES.region.pattern,
    must: "be a region such as europe-west1",
    fix: "choose one from 'gcloud compute regions list'",
    source: "https://cloud.google.com/compute/docs/regions-zones",
  });
}

const QUANTITIES = "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/";

/** Processor time and memory in Kubernetes' notation. */
export const computeResources = section({
  /** Cores: `2`, `0.5` or in thousandths `500m`. */
  cpu: text({
    pattern: /^(\d{1,6}m|\d{1,6}(\.\d{1,3})?)$/,
    must: "be cores such as 500m or 2",
    fix: "write it as 500m or 2",
    source: QUANTITIES,
  }),
  /** Bytes, with a binary suffix: `512Mi` or `50Gi`. */
  memory: text({
    pattern: /^\d{1,6}(Mi|Gi|Ti)$/,
    must: "be bytes such as 512Mi or 2Gi",
    fix: "write it as 512Mi or 2Gi",
    source: QUANTITIES,
  }),
});

/** What a container is promised and what it may use at most. */
export const containerResources = section({
  /** Promised, and what the scheduler and the quota count. */
  requests: computeResources,
  /** The most it may use: it waits for more CPU and is killed for more memory. */
  limits: computeResources,
});
