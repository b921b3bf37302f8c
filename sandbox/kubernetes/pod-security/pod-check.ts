import { type PlacedContainer, type PodTemplate } from "../pod-templates";
import { type Container } from "../kubernetes-types";

/** One of the Pod Security Standards' checks. */
export interface PodCheck {
  /** The name that the admission plugin gives it. */
  readonly id: string;
  readonly level: "baseline" | "restricted";
  readonly find: (template: PodTemplate) => readonly Violation[];
}

export interface Violation {
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

export type SecurityContext = NonNullable<Container["securityContext"]>;

/** Reports each container for which a rule gives a violation. */
export function eachContainer(
  list: readonly PlacedContainer[],
  judge: (
    container: Container,
    security: SecurityContext,
  ) => (Omit<Violation, "path"> & { readonly at: string }) | undefined,
): Violation[] {
  return list.flatMap(({ container, path }) => {
    const violation = judge(container, container.securityContext ?? {});
    return violation === undefined
      ? []
      : [{ path: `${path}.${violation.at}`, message: violation.message, fix: violation.fix }];
  });
}
