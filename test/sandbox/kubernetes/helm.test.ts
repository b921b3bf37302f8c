import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { admit } from "../../../sandbox/kubernetes/admit";
import { findHelm, HelmError, hookEvents, type ReleaseRequest, renderRelease } from "../../../sandbox/kubernetes/helm";
import { cluster } from "./release";

const workplace = realpathSync(mkdtempSync(join(tmpdir(), "cliscale-helm-test-")));
const saved = { HELM_BIN: process.env.HELM_BIN, TMPDIR: process.env.TMPDIR };

afterEach(() => {
  for (const [name, value] of Object.entries(saved)) {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  }
});
afterAll(() => rmSync(workplace, { recursive: true, force: true }));

const CHART: Readonly<Record<string, string>> = {
  "Chart.yaml": `{ apiVersion: v2, name: demo, version: 1.2.3, appVersion: 4, kubeVersion: ">=1.29.0-0" }`,
  "values.schema.json": JSON.stringify({
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: { type: "string" },
      text: {},
      mode: { enum: ["small", "large"] },
      services: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          properties: { port: { anyOf: [{ type: "integer" }, { type: "string" }] } },
        },
      },
      global: {},
    },
  }),
  "templates/NOTES.txt": "Thank you for {{ .Release.Name }} in {{ .Release.Namespace }}\n",
  "templates/config.yaml": `
apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Values.name }} }
data:
  text: {{ .Values.text | toJson }}
  version: {{ .Capabilities.KubeVersion.Version | quote }}
  monitoring: {{ .Capabilities.APIVersions.Has "monitoring.googleapis.com/v1" | quote }}
`,
  "templates/account.yaml": `{ apiVersion: v1, kind: ServiceAccount, metadata: { name: account } }`,
  "templates/hooks.yaml": `
apiVersion: v1
kind: ConfigMap
metadata: { name: before, annotations: { helm.sh/hook: "pre-install, pre-upgrade" } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: try-it, annotations: { helm.sh/hook: test } }
`,
};

let count = 0;

/** A chart directory with the demo chart's files, some replaced or added; an empty text leaves a file out. */
function chart(files: Readonly<Record<string, string>> = {}): string {
  count += 1;
  return written(join(workplace, `chart-${count}`), { ...CHART, ...files });
}

function written(directory: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files).filter(([, content]) => content !== "")) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

function request(change: Partial<ReleaseRequest> = {}): ReleaseRequest {
  return {
    chart: chart(),
    releaseName: "cliscale",
    namespace: "ws-cli",
    values: ["name: first", "name: second\ntext: hello"],
    set: [],
    includeHooks: false,
    ...change,
  };
}

async function problemsOf(change: Partial<ReleaseRequest>): Promise<{ code: string; problems: readonly string[] }> {
  const error: unknown = await renderRelease(request(change)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HelmError);
  const { code, problems } = error as HelmError;
  return { code, problems };
}

async function config(change: Partial<ReleaseRequest>): Promise<Readonly<Record<string, unknown>>> {
  const { manifests } = await renderRelease(request(change));
  return manifests.find(({ kind }) => kind === "ConfigMap")?.data as Record<string, unknown>;
}

describe("renderRelease", () => {
  it("renders a chart's objects in Helm's order, its notes and its metadata", async () => {
    const { rendered, manifests, notes, chart: metadata, warnings } = await renderRelease(request());
    expect(rendered).toBe(true);
    expect(manifests.map(({ kind, metadata: { name } }) => `${kind} ${name}`)).toEqual([
      "ServiceAccount account",
      "ConfigMap second",
    ]);
    expect(notes).toBe("Thank you for cliscale in ws-cli\n");
    expect(metadata).toEqual({ name: "demo", version: "1.2.3", appVersion: "4" });
    expect(warnings).toEqual([]);
  });

  it("brings objects that can be admitted", async () => {
    const { manifests } = await renderRelease(request());
    expect(admit(manifests, cluster(), { name: "cliscale", namespace: "ws-cli" }).problems).toEqual([]);
  });

  it("returns hooks when asked to, and never a test", async () => {
    const { manifests } = await renderRelease(request({ includeHooks: true }));
    expect(manifests.map(({ metadata: { name } }) => name)).toEqual(["account", "second", "before"]);
    expect(manifests.map(hookEvents)).toEqual([[], [], ["pre-install", "pre-upgrade"]]);
  });

  it("includes the CustomResourceDefinitions of the chart's crds folder", async () => {
    const crds = {
      "crds/widget.yaml": `{ apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: { name: widgets.example.dev } }`,
    };
    const { manifests } = await renderRelease(request({ chart: chart(crds) }));
    expect(manifests[0]?.kind).toBe("CustomResourceDefinition");
  });

  it("tells the chart the cluster's version and kinds", async () => {
    expect(await config({})).toMatchObject({ version: "v1.34.0", monitoring: "false" });
    expect(
      await config({ kubeVersion: "1.33.4-gke.1000", apiVersions: ["monitoring.googleapis.com/v1"] }),
    ).toMatchObject({
      version: expect.stringMatching(/^v1\.33\.4/) as string,
      monitoring: "true",
    });
  });

  it.each([
    ["auto", "plain", "plain"],
    ["auto", "true", true],
    ["auto", "5", 5],
    ["auto", "a\\,b", "a,b"],
    ["auto", "two\nlines", "two\nlines"],
    ["string", "true", "true"],
    ["string", "5", "5"],
    ["literal", "a,b={c}\\", "a,b={c}\\"],
    ["literal", "true", "true"],
  ] as const)("sets a value of type %s: %j becomes %j", async (type, value, expected) => {
    expect(await config({ set: [{ name: "text", value, type }] })).toMatchObject({ text: expected });
  });

  it("lets `set` win over values and takes lists by position", async () => {
    const set = [
      { name: "name", value: "third" },
      { name: "services[0].port", value: "80" },
    ];
    const { manifests } = await renderRelease(request({ set }));
    expect(manifests.map(({ metadata: { name } }) => name)).toContain("third");
  });

  it("reads what the chart prints as Helm does: YAML 1.1, but times as text", async () => {
    const types = {
      "templates/config.yaml":
        "{ apiVersion: v1, kind: ConfigMap, metadata: { name: a }, data: { on: yes, mode: 0440, at: 12:30, day: 2026-01-01 } }",
    };
    expect(await config({ chart: chart(types) })).toEqual({ true: true, mode: 288, at: "12:30", day: "2026-01-01" });
  });

  it("takes a List for its items and an empty document for nothing", async () => {
    const list = {
      "templates/config.yaml":
        "{ apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: a } }] }\n---\n# nothing\n",
    };
    const { manifests } = await renderRelease(request({ chart: chart(list) }));
    expect(manifests.map(({ metadata: { name } }) => name)).toEqual(["account", "a"]);
  });

  it("warns of a key that is there twice, because the last one wins silently", async () => {
    const twice = {
      "templates/config.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: b }\ndata: { c: d }\n",
    };
    const { manifests, warnings } = await renderRelease(request({ chart: chart(twice) }));
    expect(manifests[1]?.data).toEqual({ c: "d" });
    expect(warnings).toEqual([expect.stringMatching(/the last of two equal keys wins/)]);
  });

  it("explains what the chart's schema refuses, one line per setting", async () => {
    const values = ["name: 5\nmode: medium\nfoo: 1\nservices: [{ port: 80 }, { port: [], ports: 1 }]"];
    const { code, problems } = await problemsOf({ values });
    expect(code).toBe("values");
    expect([...problems].sort()).toEqual([
      "'foo' is no setting of this chart; remove it or correct the spelling (chart 'demo')",
      "'mode' must be one of 'small', 'large' (chart 'demo')",
      "'name' must be string, got number (chart 'demo')",
      "'services[1].port' fits none of what is allowed: 'services[1].port' must be integer, got array, or: 'services[1].port' must be string, got array (chart 'demo')",
      "'services[1].ports' is no setting of this chart; remove it or correct the spelling (chart 'demo')",
    ]);
  });

  it("explains several settings of one kind in one line", async () => {
    const { problems } = await problemsOf({ values: ["{ name: a, colour: red, size: 5 }"] });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^'(colour|size)', '(colour|size)' are no settings of this chart; remove them or correct the spelling/,
    );
  });

  it("explains a setting that is missing", async () => {
    expect(await problemsOf({ values: ["text: a"] })).toEqual({
      code: "values",
      problems: ["'name' is missing; set it (chart 'demo')"],
    });
  });

  it("renders a packaged chart", async () => {
    const directory = chart();
    execFileSync(findHelm(), ["package", directory, "--destination", workplace]);
    const { manifests, chart: metadata } = await renderRelease(request({ chart: join(workplace, "demo-1.2.3.tgz") }));
    expect(manifests).toHaveLength(2);
    expect(metadata).toEqual({ name: "demo", version: "1.2.3", appVersion: "4" });
  });

  it("puts all problems into the message and no stack trace", async () => {
    const error = (await renderRelease(request({ values: ["text: a"] })).catch(
      (reason: unknown) => reason,
    )) as HelmError;
    expect(error.message).toBe("The chart refuses its values:\n  - 'name' is missing; set it (chart 'demo')");
    expect(error.stack).toBe(`HelmError: ${error.message}`);
  });

  it.each([
    [
      "a message of `required`",
      { chart: () => chart({ "templates/a.yaml": 'a: {{ required "image is required" .Values.image }}' }) },
      "image is required (demo/templates/a.yaml:1:6)",
    ],
    [
      "a nil pointer",
      { chart: () => chart({ "templates/a.yaml": "a: {{ .Values.a.b.c }}" }) },
      /demo\/templates\/a.yaml:1:.*nil pointer/,
    ],
    [
      "invalid YAML",
      { chart: () => chart({ "templates/a.yaml": "a: b\n  c: d\n e\n" }) },
      /YAML parse error on demo\/templates\/a.yaml/,
    ],
    ["a chart that is not there", { chart: () => join(workplace, "none") }, /path ".*none" not found/],
    [
      "a chart whose dependency is not vendored",
      {
        chart: () =>
          chart({
            "Chart.yaml": `{ apiVersion: v2, name: demo, version: 1.0.0, dependencies: [{ name: redis, version: 1.0.0, repository: "https://charts.example.dev" }] }`,
          }),
      },
      /missing in charts\/ directory: redis/,
    ],
    ["a cluster that is too old", { kubeVersion: "1.20.0" }, /requires kubeVersion: >=1.29.0-0/],
    ["a release name with capitals", { releaseName: "Cliscale" }, /invalid release name/],
    ["values that are no YAML", { values: ["a: ["] }, /^failed to parse values\[0\]:/],
  ] as const)(
    "explains %s",
    async (
      _,
      { chart: make, ...change }: { chart?: () => string } & Partial<Omit<ReleaseRequest, "chart">>,
      expected,
    ) => {
      const { code, problems } = await problemsOf({ ...change, ...(make === undefined ? {} : { chart: make() }) });
      expect(code).toBe("chart");
      expect(problems).toEqual([typeof expected === "string" ? expected : expect.stringMatching(expected)]);
    },
  );

  it.each([
    [
      { chart: "redis", repository: "https://charts.example.dev", version: "20.0.0" },
      "redis of https://charts.example.dev",
      { name: "redis", version: "20.0.0" },
    ],
    [
      { chart: "oci://registry.example.dev/charts/redis" },
      "oci://registry.example.dev/charts/redis",
      { name: "redis", version: "" },
    ],
  ])("does not render a remote chart and says so", async (change, source, metadata) => {
    expect(await renderRelease(request(change))).toEqual({
      rendered: false,
      manifests: [],
      notes: "",
      chart: metadata,
      warnings: [
        `not rendered: remote chart ${source}; the sandbox has no network, so its objects are neither rendered nor checked`,
      ],
    });
  });
});

describe("renderRelease and secrets", () => {
  const SECRET = "hunter2-in-the-clear";

  /** A helm that records its arguments and the modes of the files named in them. */
  function recordingHelm(exitCode: number): { log: string; temporary: string } {
    count += 1;
    const directory = join(workplace, `recording-${count}`);
    const [log, temporary] = [join(directory, "log"), join(directory, "tmp")];
    mkdirSync(temporary, { recursive: true });
    const script = `#!/bin/sh
echo "$@" >> ${log}
for word in "$@"; do file="\${word##*=}"; if [ -f "$file" ]; then stat -c '%a' "$file" >> ${log}; grep -q ${SECRET} "$file" && echo FOUND >> ${log}; fi; done
[ "$1" = show ] && echo '{ name: demo, version: 1.0.0 }'
exit ${exitCode}
`;
    writeFileSync(join(directory, "helm"), script);
    chmodSync(join(directory, "helm"), 0o755);
    process.env.HELM_BIN = join(directory, "helm");
    process.env.TMPDIR = temporary;
    return { log, temporary };
  }

  it.each([0, 1])("keeps values in files of mode 0600 and removes them when helm exits with %i", async (exitCode) => {
    const { log, temporary } = recordingHelm(exitCode);
    const change = {
      values: [`name: ${SECRET}`],
      set: [
        { name: "text", value: SECRET },
        { name: "mode", value: SECRET, type: "literal" as const },
      ],
    };
    await renderRelease(request(change)).catch(() => undefined);
    const recorded = readFileSync(log, "utf8");
    expect(recorded).not.toContain(SECRET);
    expect(recorded.match(/^FOUND$/gm)).toHaveLength(3);
    expect(recorded.match(/^600$/gm)).toHaveLength(3);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe("findHelm", () => {
  function executable(directory: string): string {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "helm"), "#!/bin/sh\n");
    chmodSync(join(directory, "helm"), 0o755);
    return join(directory, "helm");
  }

  const project = join(workplace, "project");
  const inProject = executable(join(project, ".tools", "bin"));
  const onPath = executable(join(workplace, "path"));
  const named = executable(join(workplace, "named"));
  const below = join(project, "stacks", "deep");

  it("prefers HELM_BIN, then the project's .tools/bin, then PATH", () => {
    const PATH = `${join(workplace, "nowhere")}:${join(workplace, "path")}`;
    expect(findHelm({ HELM_BIN: named, PATH }, [below])).toBe(named);
    expect(findHelm({ PATH }, [below])).toBe(inProject);
    expect(findHelm({ PATH }, [workplace])).toBe(onPath);
  });

  it("says how to get helm when there is none", () => {
    expect(() => findHelm({ PATH: join(workplace, "nowhere") }, [workplace])).toThrow(
      "Helm is missing:\n  - helm was not found (looked at HELM_BIN, .tools/bin/helm and PATH); run: npm run setup, or install Helm 3.14 or later from https://helm.sh/docs/intro/install/",
    );
  });

  it("refuses a HELM_BIN that cannot be run instead of taking another helm", () => {
    const text = written(join(workplace, "text"), { helm: "no program" });
    expect(existsSync(join(text, "helm"))).toBe(true);
    expect(() => findHelm({ HELM_BIN: join(text, "helm"), PATH: join(workplace, "path") }, [below])).toThrow(
      /no executable file; correct it, or unset it/,
    );
  });
});
