/** A release's number, and what comes before that release. */
interface Version {
  readonly numbers: readonly number[];
  readonly prerelease: boolean;
}

type Test = (difference: number, version: readonly number[], wanted: Version) => boolean;

/** What each operator means for a version that differs so much from the one behind the operator. */
const OPERATORS: Readonly<Record<string, Test>> = {
  "=": (difference) => difference === 0,
  "!=": (difference) => difference !== 0,
  ">": (difference) => difference > 0,
  ">=": (difference) => difference >= 0,
  "<": (difference) => difference < 0,
  "<=": (difference) => difference <= 0,
  "~>": (difference, version, { numbers }) => {
    // the last number that is written may grow, but of a major version alone that is everything below the next
    const fixed = Math.max(1, numbers.length - 1);
    return difference >= 0 && numbers.slice(0, fixed).every((number, index) => version[index] === number);
  },
};

const TERM = /^(=|!=|>=?|<=?|~>)?\s*(\d+(?:\.\d+){0,2})(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/**
 * Whether a release of a provider satisfies a version constraint as Terraform and OpenTofu read it, which is not as npm does: `~> 6.0` allows
 * 6.50. https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 *
 * @param release such as `6.50.0`
 * @returns undefined when it is no constraint
 */
export function satisfies(release: string, constraint: string): boolean | undefined {
  const version = release.split(".").map(Number);
  const results = constraint.split(",").map((term) => {
    const [, operator = "=", numbers = "", prerelease, metadata] = TERM.exec(term.trim()) ?? [];
    const test = OPERATORS[operator];
    if (numbers === "" || test === undefined) return undefined;
    const wanted = { numbers: numbers.split(".").map(Number), prerelease: prerelease !== undefined };
    return metadata === undefined && test(compare(version, wanted), version, wanted);
  });
  return results.includes(undefined) ? undefined : !results.includes(false);
}

/** Positive when the release is later. What is not written is zero; a release is later than its own prereleases. */
function compare(release: readonly number[], { numbers, prerelease }: Version): number {
  const differences = [0, 1, 2].map((index) => (release[index] ?? 0) - (numbers[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? (prerelease ? 1 : 0);
}
