import { isProblem, type Finding, type Problem } from "../../constructs/core/validation";
import { resourceNames, type EnvironmentSettings, type RecordedVersion, type SecretVersions } from "../../environments";
import { later, sayDuration, writeDuration, writeTime } from "./duration";
import { type Request } from "./options";
import { longestOverlapSeconds, type RotatingSecret } from "./secrets";

/** Everything that a plan follows from. */
export interface Situation {
  readonly settings: EnvironmentSettings;
  readonly secret: RotatingSecret;
  /** The environment's record as it is now. */
  readonly versions: SecretVersions;
  readonly now: Date;
  readonly request: Request;
}

/** What is to be done: write the record, deploy, write the record again. */
export interface Work {
  readonly kind: "begin" | "complete" | "finish";
  /** The record while the deploy runs; undefined when it stays as it is. */
  readonly before: SecretVersions | undefined;
  /** The record once the deploy has succeeded; undefined when it stays as it is. */
  readonly after: SecretVersions | undefined;
  /** What will happen, a sentence each. */
  readonly intro: readonly string[];
  /** What has happened and what comes next, a sentence each. */
  readonly summary: readonly string[];
}

/** A plan, or every reason not to act. */
export type Plan =
  { readonly kind: "work"; readonly work: Work } | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/** Decides what to do. Nothing is read, written or asked here. */
export function plan(situation: Situation): Plan {
  const { secret, versions, request } = situation;
  const recorded: RecordedVersion = versions[secret.name] ?? { version: 1 };
  if (!secret.written) {
    return refused(addByHand(situation));
  }
  if (request.kind === "finish") {
    return finish(situation, recorded);
  }
  return recorded.unfinished === undefined
    ? begin(situation, recorded)
    : complete(situation, recorded.unfinished, recorded);
}

/** The first run of a rotation. */
function begin(situation: Situation, { version, previousReadableUntil }: RecordedVersion): Plan {
  const { secret, now, request } = situation;
  const running = previousReadableUntil !== undefined && now < new Date(previousReadableUntil);
  const overlap = overlapOf(situation, undefined);
  const problems = [
    ...overlapProblems(situation, overlap),
    running &&
      request.kind !== "revoke" && {
        setting: label(situation),
        must: `have two readable versions at most, and version ${version - 1} is readable until ${previousReadableUntil} beside version ${version}`,
        fix: "wait until then, or write --revoke-now if a version leaked",
      },
  ].filter(isProblem);
  if (problems.length > 0) {
    return refused(...problems);
  }
  const begun = writeTime(now);
  const next = versionAfter(version + 1, now, overlap);
  const first = `Rotating ${label(situation)}: version ${version} to version ${next.version}.`;
  const gone =
    running && `Version ${version - 1}, which was readable until ${previousReadableUntil}, is disabled, too.`;
  return work(situation, "begin", next, { begun, overlapSeconds: overlap }, [
    first,
    ...(gone === false ? [] : [gone]),
    ...whatBecomesOfPrevious(secret, next),
  ]);
}

/** A run after one that did not get to its end. */
function complete(
  situation: Situation,
  unfinished: NonNullable<RecordedVersion["unfinished"]>,
  { version, previousReadableUntil }: RecordedVersion,
): Plan {
  const { secret, now, request } = situation;
  const { begun } = unfinished;
  const overlap = overlapOf(situation, unfinished.overlapSeconds);
  const over = previousReadableUntil !== undefined && now >= new Date(previousReadableUntil);
  const problems = [
    ...overlapProblems(situation, overlap),
    unfinished.overlapSeconds === 0 &&
      request.overlapSeconds !== undefined && {
        setting: "--overlap",
        must: `be left out: the rotation begun at ${begun} takes version ${version - 1} away at once, and may have done so`,
        fix: "leave it out to complete that rotation",
      },
    over &&
      request.kind === "rotate" &&
      request.overlapSeconds === undefined && {
        setting: label(situation),
        must: `be told what becomes of version ${version - 1}: the rotation begun at ${begun} is not finished, and the time until which that version was to stay readable (${previousReadableUntil}) is over`,
        fix: `write --overlap ${writeDuration(unfinished.overlapSeconds)} if no deploy has succeeded since, or --revoke-now to disable it`,
      },
  ].filter(isProblem);
  if (problems.length > 0) {
    return refused(...problems);
  }
  // counted anew, because nothing may have been written until now
  const next = versionAfter(version, now, overlap);
  return work(situation, "complete", next, { begun, overlapSeconds: overlap }, [
    `Completing the rotation of ${label(situation)} to version ${version} that was begun at ${begun}.`,
    ...whatBecomesOfPrevious(secret, next),
    ...(request.kind === "revoke" && unfinished.overlapSeconds > 0
      ? [`Version ${version} stays: if that one leaked, run the same command again afterwards.`]
      : []),
  ]);
}

/** A deploy that ends an overlap. Nothing is recorded, because the record says already when it ends. */
function finish(situation: Situation, { version, previousReadableUntil, unfinished }: RecordedVersion): Plan {
  const setting = label(situation);
  if (unfinished !== undefined) {
    const must = `be rotated completely first: the rotation begun at ${unfinished.begun} is not finished`;
    return refused({ setting, must, fix: "run the command without --finish" });
  }
  if (previousReadableUntil === undefined) {
    return refused({ setting, must: "have an overlap to end, and it has none", fix: "leave --finish out to rotate" });
  }
  if (situation.now < new Date(previousReadableUntil)) {
    const must = `be left alone until its overlap is over: version ${version - 1} is readable until ${previousReadableUntil}`;
    return refused({ setting, must, fix: "wait until then, or write --revoke-now if a version leaked" });
  }
  const intro = `Ending the overlap of ${setting}: version ${version - 1} was readable until ${previousReadableUntil}.`;
  const summary = `Version ${version - 1} of ${setting} is disabled, version ${version} is in use.`;
  const work: Work = { kind: "finish", before: undefined, after: undefined, intro: [intro], summary: [summary] };
  return { kind: "work", work };
}

function work(
  situation: Situation,
  kind: "begin" | "complete",
  next: RecordedVersion,
  unfinished: NonNullable<RecordedVersion["unfinished"]>,
  intro: readonly string[],
): Plan {
  const { secret, versions } = situation;
  const { version, previousReadableUntil } = next;
  const again = `npm run rotate -- ${situation.settings.name} ${secret.name} --finish`;
  const summary =
    previousReadableUntil === undefined
      ? [`Version ${version} of ${label(situation)} is in use, version ${version - 1} is disabled.`]
      : [
          `Version ${version} of ${label(situation)} is in use, and everything that reads it has been started anew.`,
          `Version ${version - 1} stays readable until ${previousReadableUntil}.`,
          `Then end the overlap with '${again}'; any other deploy after that does so, too.`,
        ];
  const recordWith = (entry: RecordedVersion): SecretVersions => ({ ...versions, [secret.name]: entry });
  return {
    kind: "work",
    work: { kind, before: recordWith({ ...next, unfinished }), after: recordWith(next), intro, summary },
  };
}

function versionAfter(version: number, now: Date, overlapSeconds: number): RecordedVersion {
  return overlapSeconds === 0 ? { version } : { version, previousReadableUntil: writeTime(later(now, overlapSeconds)) };
}

/** The overlap to use: what the caller says, what the unfinished rotation had, or the secret's default. */
function overlapOf({ request, secret, settings }: Situation, begunWith: number | undefined): number {
  return request.kind === "revoke"
    ? 0
    : (request.overlapSeconds ??
        begunWith ??
        Math.min(secret.defaultOverlapSeconds, longestOverlapSeconds(secret, settings)));
}

/** Judges an overlap that the caller has written, since the others follow from the settings. */
function overlapProblems({ request, secret, settings }: Situation, overlap: number): readonly Finding[] {
  const { seconds: shortest, because } = secret.shortestOverlap(settings);
  const longest = longestOverlapSeconds(secret, settings);
  const [setting, value] = ["--overlap", writeDuration(overlap)];
  if (request.overlapSeconds === undefined) {
    return [];
  }
  return [
    overlap < shortest && {
      setting,
      value,
      must: `be at least ${sayDuration(shortest)} for ${secret.name}: ${because}`,
      fix: `write --overlap ${writeDuration(shortest)} or longer, or --revoke-now if the key leaked`,
    },
    overlap > longest && {
      setting,
      value,
      ...(longest === 0
        ? { must: `be left out for ${secret.name}, which has one valid version at a time`, fix: "leave it out" }
        : {
            must: `be at most ${sayDuration(longest)} for ${secret.name}, when the next rotation is due (secrets.rotationDays.${secret.name})`,
            fix: `write --overlap ${writeDuration(longest)} or shorter`,
          }),
    },
  ];
}

function whatBecomesOfPrevious(
  { whenRevoked }: RotatingSecret,
  { version, previousReadableUntil }: RecordedVersion,
): readonly string[] {
  return previousReadableUntil === undefined
    ? [`Version ${version - 1} is disabled in the same deploy. ${whenRevoked}`]
    : [`Version ${version - 1} stays readable until ${previousReadableUntil}.`];
}

/** What a person does for a secret whose value Terraform does not write. */
function addByHand({ settings, secret }: Situation): Problem {
  const commands = secret
    .ids(resourceNames(settings))
    .map((id) => `gcloud secrets versions add ${id} --project=${settings.project} --data-file=-`);
  return {
    setting: secret.name,
    must: "have a value that Terraform writes, and a person adds this one",
    fix: `add the new value, read from standard input, with: ${commands.join("; ")}`,
  };
}

function label({ settings, secret }: Pick<Situation, "settings" | "secret">): string {
  return `${secret.name} of cliscale-${settings.name}`;
}

function refused(...problems: readonly Problem[]): Plan {
  return { kind: "refused", problems };
}
