import { Testing } from "cdktf";
import { runApp } from "../../../constructs/core/run";
import { ValidationError } from "../../../constructs/core/validation";

const refusal = new ValidationError("environments/prod.ts", "Settings", [
  { setting: "project", must: "be set", fix: "set it" },
]);

describe("runApp", () => {
  const exitCode = process.exitCode;
  afterEach(() => {
    process.exitCode = exitCode;
  });

  const printed = (app: () => void): string[] => {
    const lines: string[] = [];
    runApp(app, (text) => lines.push(text));
    return lines;
  };

  it("prints a caller's mistake without a stack trace and exits with 1", () => {
    const lines = printed(() => {
      throw refusal;
    });

    expect(lines).toEqual(["Settings at environments/prod.ts:\n  - 'project' must be set; set it"]);
    expect(process.exitCode).toBe(1);
  });

  it("prints what cdktf's own validations refuse", () => {
    const app = Testing.app();
    app.node.addValidation({ validate: () => ["no stack is allowed on Sundays"] });

    expect(printed(() => app.synth())).toEqual([expect.stringContaining("no stack is allowed on Sundays")]);
  });

  it("lets a defect of ours through, with its stack", () => {
    const defect = (): void => {
      throw new TypeError("undefined is not a function");
    };

    try {
      runApp(defect);
      throw new Error("the defect was swallowed");
    } catch (error) {
      expect((error as Error).stack).toMatch(/TypeError: undefined is not a function\n\s+at /);
    }
  });

  it("leaves the way errors are made as it was", () => {
    printed(() => undefined);
    const target = { stack: "" };
    Error.captureStackTrace(target);

    expect(target.stack).toContain("run.test.ts");
  });

  it("does nothing to an app that is fine", () => {
    expect(printed(() => undefined)).toEqual([]);
    expect(process.exitCode).toBe(exitCode);
  });
});
