import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

const ROOT = join(__dirname, "..");
const services = readdirSync(join(ROOT, "constructs"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "core")
  .map((entry) => entry.name);

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (["node_modules", "dist", "cdktf.out", ".git", ".sandbox", ".tools"].includes(entry.name)) {
      return [];
    }
    return entry.isDirectory() ? filesBelow(path, ending) : path.endsWith(ending) ? [path] : [];
  });
}

/** Declarations of a file that others can import. */
function exported(file: string): ts.Statement[] {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), ts.ScriptTarget.Latest, true);
  return source.statements.filter(
    (statement) =>
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) === true,
  );
}

const nameOf = (node: ts.Node): string =>
  (node as { name?: ts.Identifier }).name?.getText() ?? node.getText().slice(0, 40);

describe("the layout", () => {
  it("has the services that the product is made of", () => {
    expect(services).toEqual(
      expect.arrayContaining([
        "artifact-registry",
        "cloud-armor",
        "cloud-sql",
        "edge",
        "gke",
        "helm",
        "kms",
        "network",
        "secret-manager",
        "workload-identity",
      ]),
    );
  });

  it.each(services)("gives %s a README, an index and a test folder, and exports it", (service) => {
    expect(existsSync(join(ROOT, "constructs", service, "README.md"))).toBe(true);
    expect(existsSync(join(ROOT, "constructs", service, "index.ts"))).toBe(true);
    expect(existsSync(join(ROOT, "test", "constructs", service))).toBe(true);
    expect(readFileSync(join(ROOT, "constructs", "index.ts"), "utf8")).toContain(`"./${service}"`);
  });

  it("keeps main.ts under 40 lines", () => {
    expect(readFileSync(join(ROOT, "main.ts"), "utf8").split("\n").length).toBeLessThan(40);
  });
});

describe("the public API", () => {
  const files = filesBelow("constructs", ".ts").filter((file) => !file.endsWith("index.ts"));

  it("documents every export", () => {
    const undocumented = files.flatMap((file) =>
      exported(file)
        .filter((statement) => ts.getJSDocCommentsAndTags(statement).length === 0)
        .map(
          (statement) =>
            `${file}: ${nameOf(ts.isVariableStatement(statement) ? (statement.declarationList.declarations[0] ?? statement) : statement)}`,
        ),
    );
    expect(undocumented).toEqual([]);
  });

  it("documents the default of every optional property of a Props interface", () => {
    const missing = files.flatMap((file) =>
      exported(file)
        .filter(ts.isInterfaceDeclaration)
        .filter((declaration) => declaration.name.text.endsWith("Props"))
        .flatMap((declaration) =>
          declaration.members
            .filter((member) => member.questionToken !== undefined)
            .filter((member) => !ts.getJSDocTags(member).some((tag) => tag.tagName.text === "default"))
            .map((member) => `${file}: ${declaration.name.text}.${nameOf(member)}`),
        ),
    );
    expect(missing).toEqual([]);
  });
});

describe("the READMEs", () => {
  const blocks = filesBelow(".", ".md")
    .filter((file) => !file.startsWith("docs/decisions"))
    .flatMap((file) =>
      [...readFileSync(join(ROOT, file), "utf8").matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match, index) => ({
        name: join(ROOT, `${file.replaceAll(/[/.]/g, "-")}-${index}.ts`),
        text: match[1] ?? "",
      })),
    );

  it("has an example for every service", () => {
    const withoutExample = services.filter(
      (service) => !blocks.some((block) => relative(ROOT, block.name).startsWith(`constructs-${service}-README`)),
    );
    expect(withoutExample).toEqual([]);
  });

  it("compiles every example", () => {
    const virtual = new Map(blocks.map((block) => [block.name, block.text]));
    const config = ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => ts.sys.readFile(path)).config,
      ts.sys,
      ROOT,
    );
    const options: ts.CompilerOptions = {
      ...config.options,
      noUnusedLocals: false,
      types: ["node"],
      paths: { "@cliscale/infrastructure": ["./constructs/index.ts"], "@cliscale/infrastructure/*": ["./*"] },
    };
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (file) => virtual.has(file) || fileExists.call(host, file);
    host.readFile = (file) => virtual.get(file) ?? readFile.call(host, file);
    host.getSourceFile = (file, target, ...rest) => {
      const text = virtual.get(file);
      return text === undefined
        ? getSourceFile.call(host, file, target, ...rest)
        : ts.createSourceFile(file, text, target, true);
    };
    const program = ts.createProgram([...virtual.keys()], options, host);
    const problems = ts
      .getPreEmitDiagnostics(program)
      .filter((diagnostic) => diagnostic.file !== undefined && virtual.has(diagnostic.file.fileName))
      .map(
        (diagnostic) =>
          `${relative(ROOT, diagnostic.file?.fileName ?? "")}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, " ")}`,
      );

    expect(problems).toEqual([]);
  });
});
