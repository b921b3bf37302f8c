import { ValidationError } from "./validation";

/** What cdktf throws when validations or error annotations refuse the app: mistakes of the caller's, too. */
const REFUSED_BY_CDKTF = /^(App-level validation failed|Validation failed with the following errors|Encountered Annotations with level)/;

/**
 * Runs an application and turns a refusal into plain text: every problem, no stack trace, exit code 1.
 * A defect of ours still shows its stack.
 *
 * @example runApp(() => { const app = new App(); new CliscaleStack(app, settings); app.synth(); });
 */
export function runApp(app: () => void, print: (text: string) => void = console.error): void {
  try {
    app();
  } catch (error) {
    if (!ValidationError.isValidationError(error) && !(error instanceof Error && REFUSED_BY_CDKTF.test(error.message))) {
      throw error;
    }
    print(error.message);
    process.exitCode = 1;
  }
}
