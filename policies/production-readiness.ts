import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { App, TerraformStack } from "cdktf";
import { type IConstruct } from "constructs";
import { exceptionsIn } from "./acknowledge";
import { CATALOG, type PolicyRow } from "./catalog";
import { evaluate, type Evaluation } from "./evaluate";
import { type EnvironmentKind } from "./levels";
import { PolicyError } from "./policy-error";
import { renderCluster } from "./rendered/render-cluster";
import { RenderedStack, type StackJson } from "./rendered/rendered-stack";
import { consoleReport, hasContent, hasErrors, jsonReport, junitReport, locator, sarifReport } from "./reports";

/** Options of {@link ProductionReadiness.of}. */
export interface ProductionReadinessOptions {
  /** Which kind of environment a stack is for: the same for all, or by the stack's name. */
  readonly environment: EnvironmentKind | ((stack: string) => EnvironmentKind);
  /**
   * The rules.
   * @default CATALOG
   */
  readonly rows?: readonly PolicyRow[];
  /**
   * Where the JSON report is written, relative to the working directory; directories are made. Like every report it is
   * written also when the build fails.
   * @default - nowhere
   */
  readonly jsonFile?: string;
  /**
   * Where the report for code-scanning pages is written, in SARIF 2.1.0, relative to the working directory.
   * @default - nowhere
   */
  readonly sarifFile?: string;
  /**
   * Where the report for test pages is written, in JUnit's XML, relative to the working directory.
   * @default - nowhere
   */
  readonly junitFile?: string;
  /**
   * Gets the report when it says anything but does not fail the build.
   * @default - standard error
   */
  readonly print?: (text: string) => void;
  /**
   * Today, for exceptions that expire.
   * @default - the clock
   */
  readonly today?: () => Date;
}

/**
 * Guards what an app or a stack renders: whatever made a resource, if it is not fit for its environment, synth fails
 * and says everything at once.
 */
export class ProductionReadiness {
  /**
   * Judges every stack of an app, or one stack, when it is synthesized. Stacks may be added afterwards. For an app it
   * runs behind all aspects of all stacks, in `app.synth()`; `Testing.fullSynth(stack)` runs what is on the stack.
   */
  public static of(scope: IConstruct, options: ProductionReadinessOptions): ProductionReadiness {
    const readiness = new ProductionReadiness(scope, options);
    scope.node.addValidation({ validate: () => readiness.validate() });
    return readiness;
  }

  private constructor(
    private readonly scope: IConstruct,
    private readonly options: ProductionReadinessOptions,
  ) {}

  /** What the rules find now. */
  public evaluate(): Evaluation {
    return this.judge(rendered);
  }

  private judge(render: (stack: TerraformStack) => StackJson): Evaluation {
    const { environment, rows = CATALOG, today = () => new Date() } = this.options;
    const stacks = stacksIn(this.scope);
    const now = today();
    const rendered = stacks.map((stack) => ({
      name: stack.node.id,
      json: render(stack),
      directory: directoryOf(stack),
    }));
    const judged: readonly RenderedStack[] = rendered.map(
      (one) =>
        new RenderedStack(
          one.name,
          one.json,
          () => renderCluster(one, rendered, now),
          () => judged,
        ),
    );
    return evaluate({
      stacks: judged.map((stack) => ({
        stack,
        environment: typeof environment === "function" ? environment(stack.name) : environment,
      })),
      rows,
      exceptions: exceptionsIn(this.scope),
      today: now,
    });
  }

  private validate(): string[] {
    const { rows = CATALOG, jsonFile, sarifFile, junitFile } = this.options;
    const { print = (text: string) => process.stderr.write(`${text}\n`) } = this.options;
    const { scope } = this;
    // an app validates behind its synth: reading what was written saves rendering everything once more
    const isWritten = App.isApp(scope);
    const evaluation = this.judge(isWritten ? written : rendered);
    writeReport(jsonFile, () => jsonReport(evaluation, rows));
    writeReport(sarifFile, () => sarifReport(evaluation, rows, locator(filesOf(scope), isWritten)));
    writeReport(junitFile, () => junitReport(evaluation, rows));
    const report = consoleReport(evaluation, rows);
    if (hasErrors(evaluation)) {
      // thrown instead of returned: cdktf would wrap it in advice to switch validations off
      throw new PolicyError(report);
    }
    if (hasContent(evaluation)) {
      print(report);
    }
    return [];
  }
}

function stacksIn(scope: IConstruct): readonly TerraformStack[] {
  return scope.node.findAll().filter((construct) => TerraformStack.isStack(construct));
}

function rendered(stack: TerraformStack): StackJson {
  return stack.toTerraform() as StackJson;
}

function written(stack: TerraformStack): StackJson {
  return JSON.parse(readFileSync(fileOf(stack), "utf8")) as StackJson;
}

function filesOf(scope: IConstruct): ReadonlyMap<string, string> {
  return new Map(stacksIn(scope).map((stack) => [stack.node.id, fileOf(stack)]));
}

function fileOf(stack: TerraformStack): string {
  return join(directoryOf(stack), "cdk.tf.json");
}

/** Where Terraform will run, and where a chart is that the stack carries with it. */
function directoryOf(stack: TerraformStack): string {
  return resolve(App.of(stack).outdir, "stacks", stack.node.id);
}

function writeReport(file: string | undefined, report: () => string): void {
  if (file !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, report());
  }
}
