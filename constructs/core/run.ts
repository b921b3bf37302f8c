import { ValidationError } from "./validation";

/** What cdktf throws when validations or error annotations refuse the app: mistakes of the caller's, too. */
const REFUSED_BY_CDKTF =
  /^(App-level validation failed|Validation failed with the following errors|Encountered Annotations with level)/;

/**
 * Runs an application and turns a refusal into plain text: every problem, no stack trace, exit code 1.
 * A defect of ours still shows its stack.
 *
 * @example runApp(() => { const app = new App(); new CliscaleStack(app, settings); app.synth(); });
 */
export function runApp(app: () => void, print: (text: string) => void = console.error): void {
  const restore = skipTokenTraces();
  try {
    app();
  } catch (error) {
    if (
      !ValidationError.isValidationError(error) &&
      !(error instanceof Error && REFUSED_BY_CDKTF.test(error.message))
    ) {
      throw error;
    }
    print(error.message);
    process.exitCode = 1;
  } finally {
    restore();
  }
}

/**
 * cdktf captures a complete stack trace for every token, which costs a tenth of a synth, and shows it nowhere. Errors
 * keep theirs.
 */
function skipTokenTraces(): () => void {
  const capture = Error.captureStackTrace.bind(Error);
  Error.captureStackTrace = (target, below) => {
    if (Object.prototype.toString.call(target) === "[object Error]") {
      capture(target, below);
    }
  };
  return () => {
    Error.captureStackTrace = capture;
  };
}
