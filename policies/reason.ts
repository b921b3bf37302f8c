/** The shortest reason that can say something. */
const MIN_REASON = 20;

/** How many different words of substance a reason has at least: a thing, and what about it. */
const MIN_WORDS = 2;

/** Words that stand in any reason and are none themselves: they say that there is an exception, or that one is told elsewhere. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  [
    "a an and any are as at be because been by can do does for from has have here i if in is it its just may must not now of ok okay on only or our",
    "please should so some still that the then there these they this those to until was we when will with yes you",
    "accept accepted acceptable agreed allow allowed approved known fine false positive good right correct works",
    "acknowledge acknowledged disable disabled exception exceptions exempt exempted ignore ignored intended intentional intentionally",
    "skip skipped suppress suppressed suppression waive waived warning error finding rule policy check reason needed required",
    "fix fixed fixme hack later n na none pending placeholder soon tba tbd temp temporarily temporary test testing todo wip workaround xxx",
    "bug com description details github gitlab http https issue issues jira link number org pr pull request see ticket tickets www",
  ].flatMap((line) => line.split(" ")),
);

const WORDS = new Intl.Segmenter("und", { granularity: "word" });

/**
 * What is wrong with the reason of an exception, as a phrase after "must"; undefined when nothing is. A length alone would let
 * "temporary temporary" and "see ticket OPS-4711" pass, which tell nobody whether the exception is still right.
 *
 * @param id the rule, whose own words say nothing
 */
export function reasonProblem(reason: string, id: string): string | undefined {
  if (reason.trim().length < MIN_REASON) {
    return `have at least ${MIN_REASON} characters`;
  }
  const ownWords = new Set(wordsIn(id));
  const substance = new Set(wordsIn(reason).filter((word) => !ownWords.has(word) && !EMPTY_WORDS.has(word)));
  return substance.size < MIN_WORDS
    ? `have at least ${MIN_WORDS} different words that say why, beside the rule's own and such as "temporary" or "see ticket"`
    : undefined;
}

/** The words of a text in any language, without numbers, the names of tickets and addresses of pages. */
function wordsIn(text: string): readonly string[] {
  const plain = text.replaceAll(/https?:\/\/\S+|\b[A-Za-z]+-\d+\b/g, " ");
  return [...WORDS.segment(plain.toLowerCase())].flatMap(({ segment, isWordLike }) =>
    isWordLike === true && /\p{L}/u.test(segment) ? [segment] : [],
  );
}
