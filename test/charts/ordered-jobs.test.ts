import { resolveChartValues, type ChartValues, type JobValues } from "../../constructs/helm/chart-values";
import { admit, type Admission } from "../../sandbox/kubernetes/admit";
import { type KubernetesObject as AdmittedObject } from "../../sandbox/kubernetes/objects";
import { cliscaleLikeValues } from "../support/chart-values";
import { renderChart, type KubernetesObject } from "../support/helm";

type Change = (job: JobValues, values: ChartValues) => void;

/** Values whose Job `migrate` reads a secret and runs before the workloads, with a change. */
function valuesWith(change: Change = () => undefined): ChartValues {
  const values = cliscaleLikeValues();
  const job: JobValues = {
    ...(values.jobs?.migrate as JobValues),
    before: "workloads",
    secrets: {
      password: {
        mountPath: "/secrets/pg",
        files: [{ resourceName: "projects/cliscale-test/secrets/pg-migrate/versions/1", fileName: "password" }],
      },
    },
  };
  change(job, values);
  return { ...values, jobs: { migrate: job } };
}

const render = (change?: Change): readonly KubernetesObject[] => renderChart(valuesWith(change));

const external: Change = (_, values) => {
  const operator = { namespace: "external-secrets", serviceAccountName: "external-secrets" };
  Object.assign(values, { secretDelivery: "external-secrets", secretStore: { kind: "SecretStore", operator } });
};

const hookOf = ({ metadata: { annotations = {} } }: KubernetesObject) => annotations["helm.sh/hook"];
const weightOf = ({ metadata: { annotations = {} } }: KubernetesObject) => annotations["helm.sh/hook-weight"];
const listed = (objects: readonly KubernetesObject[]) =>
  objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
const belongsToJob = ({ metadata: { labels = {} } }: KubernetesObject) =>
  labels["app.kubernetes.io/name"] === "migrate";

function one(kind: string, name: string, of: readonly KubernetesObject[]): KubernetesObject {
  const [found, ...more] = of.filter((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined || more.length > 0) {
    throw new Error(`expected one ${kind} ${name} in ${listed(of).join(", ")}`);
  }
  return found;
}

/** As a cluster takes a release, the objects of an earlier one being there. */
function admitted(objects: readonly KubernetesObject[], stored: readonly AdmittedObject[] = []): Admission {
  const features = { autopilot: true, gatewayApi: true, fqdnNetworkPolicy: true, secretManagerAddon: true };
  const restricted = { labels: { "pod-security.kubernetes.io/enforce": "restricted" } };
  const cluster = { namespaces: { "ws-cli": restricted }, features, objects: stored };
  return admit(objects, cluster, { name: "cliscale", namespace: "ws-cli" });
}

describe("A job that runs before the workloads", () => {
  const objects = render();

  it("is a hook of each install and upgrade, and so is everything that it needs", () => {
    const hooks = objects.filter((object) => hookOf(object) !== undefined);
    expect(listed(hooks).toSorted()).toEqual([
      "FQDNNetworkPolicy/migrate",
      "Job/migrate",
      "NetworkPolicy/migrate",
      "SecretProviderClass/migrate-password",
      "ServiceAccount/ws-cli-migration",
    ]);
    expect(new Set(hooks.map(hookOf))).toEqual(new Set(["pre-install,pre-upgrade"]));
    expect(listed(hooks)).toEqual(expect.arrayContaining(listed(objects.filter(belongsToJob))));
  });

  it("comes after what it needs, and replaces an earlier run, whose log stays until then", () => {
    const hooks = objects.filter((object) => hookOf(object) !== undefined);
    expect(new Set(hooks.filter(({ kind }) => kind !== "Job").map(weightOf))).toEqual(new Set(["-10"]));
    expect(one("Job", "migrate", objects).metadata.annotations).toEqual({
      "helm.sh/hook": "pre-install,pre-upgrade",
      "helm.sh/hook-weight": "0",
      "helm.sh/hook-delete-policy": "before-hook-creation",
    });
    for (const { metadata } of hooks) {
      expect(metadata.annotations?.["helm.sh/hook-delete-policy"]).toBe("before-hook-creation");
    }
  });

  it("keeps the annotations of its ServiceAccount", () => {
    expect(one("ServiceAccount", "ws-cli-migration", objects).metadata.annotations).toMatchObject({
      "helm.sh/hook": "pre-install,pre-upgrade",
      "iam.gke.io/gcp-service-account": "ws-cli-migration@cliscale-test.iam.gserviceaccount.com",
    });
  });

  it("has the same pod as beside the workloads", () => {
    const beside = render((job) => delete job.before);
    const template = (of: readonly KubernetesObject[]) =>
      (of.find(({ kind }) => kind === "Job")?.spec as { template: unknown }).template;
    expect(template(objects)).toEqual(template(beside));
    expect(beside.filter((object) => hookOf(object) !== undefined)).toEqual([]);
    expect(listed(beside).filter((name) => /^Job\/migrate-[0-9a-f]{8}$/.test(name))).toHaveLength(1);
  });

  it("reaches the database, credentials and names, and nothing else, and nobody reaches it", () => {
    const { spec } = one("NetworkPolicy", "migrate", objects) as { spec?: { egress: Rule[]; ingress?: unknown } };
    expect(spec?.ingress).toBeUndefined();
    expect((spec?.egress ?? []).flatMap(({ to, ports }) => ports.map(({ port }) => [port, rangesOf(to)]))).toEqual([
      [53, ["169.254.20.10/32", "169.254.169.254/32", "10.20.0.0/20"]],
      [53, ["169.254.20.10/32", "169.254.169.254/32", "10.20.0.0/20"]],
      [80, ["169.254.169.254/32"]],
      [8080, ["169.254.169.254/32"]],
      [987, ["169.254.169.252/32"]],
      [988, ["169.254.169.252/32"]],
      [443, ["199.36.153.8/30"]],
      [3307, ["10.60.0.0/16"]],
    ]);
    expect(one("FQDNNetworkPolicy", "migrate", objects).spec).toMatchObject({
      egress: [{ matches: [{ pattern: "*.googleapis.com" }], ports: [{ port: 443 }] }],
    });
  });

  it("mounts its secret as a file", () => {
    expect(volumeOf(objects)).toMatchObject({
      csi: { volumeAttributes: { secretProviderClass: "migrate-password" } },
    });
  });

  it("is taken by the cluster, at the first release and at the next", () => {
    const first = admitted(objects);
    expect(first.problems).toEqual([]);
    expect(admitted(objects, first.admitted).problems).toEqual([]);
  });

  it("would never start if what it needs were an ordinary object", () => {
    const ordinary = objects.map((object) =>
      object.kind === "Job" || !belongsToJob(object) ? object : withoutHook(object),
    );
    expect(admitted(ordinary).problems.map(({ check, message, effect }) => [check, message, effect])).toEqual([
      [
        "hook-order",
        'the hook runs before ServiceAccount "ws-cli-migration" of this release is created',
        "pods-never-start",
      ],
      [
        "hook-order",
        'the hook runs before SecretProviderClass "migrate-password" of this release is created',
        "pods-never-start",
      ],
    ]);
  });

  it("brings its access to the Kubernetes API with it", () => {
    const rule = { apiGroups: ["batch"], resources: ["jobs"], verbs: ["list" as const] };
    const of = render((job) => Object.assign(job.serviceAccount, { apiRules: [rule], clusterReadRules: [rule] }));
    for (const [kind, name] of [
      ["Role", "migrate"],
      ["RoleBinding", "migrate"],
      ["ClusterRole", "ws-cli-migrate"],
      ["ClusterRoleBinding", "ws-cli-migrate"],
    ] as const) {
      expect(hookOf(one(kind, name, of))).toBe("pre-install,pre-upgrade");
    }
  });
});

describe("A job that runs before the workloads, with the External Secrets Operator", () => {
  const objects = render(external);

  it("brings its secret with it, and the operator's way to it", () => {
    const hooks = objects.filter((object) => hookOf(object) !== undefined);
    expect(hooks.map(({ kind }) => kind).toSorted()).toEqual([
      "ExternalSecret",
      "FQDNNetworkPolicy",
      "Job",
      "NetworkPolicy",
      "Role",
      "RoleBinding",
      "SecretStore",
      "ServiceAccount",
    ]);
    expect(objects.filter((object) => belongsToJob(object) && hookOf(object) === undefined)).toEqual([]);
  });

  it("mounts the Secret that the operator makes", () => {
    const { target } = one("ExternalSecret", "migrate-password", objects).spec as { target: { name: string } };
    expect(volumeOf(objects)).toMatchObject({ secret: { secretName: target.name } });
  });
});

describe("resolveChartValues", () => {
  const problems = (change: Change) =>
    resolveChartValues(valuesWith(change)).problems.map(({ setting, must }) => `${setting} must ${must}`);

  it("refuses an ordered job that waits for what comes after it", () => {
    expect(problems((job) => (job.network = { to: { workloads: ["controller"] } }))).toEqual([
      'jobs.migrate.network.to.workloads must be empty when before is "workloads", because that pod starts after the Job',
    ]);
    const withClass: Change = (job, values) => {
      job.priorityClassName = "urgent";
      values.priorityClasses = { urgent: { value: 1000, description: "Sessions" } };
    };
    expect(problems(withClass)).toEqual([
      'jobs.migrate.priorityClassName must name a class from outside this release when before is "workloads", because this one comes after the Job',
    ]);
  });

  it("lets a job beside the workloads use both, and an ordered one a class from elsewhere", () => {
    const beside: Change = (job, values) => {
      delete job.before;
      job.priorityClassName = "urgent";
      job.network = { to: { workloads: ["controller"] } };
      values.priorityClasses = { urgent: { value: 1000, description: "Sessions" } };
    };
    expect(problems(beside)).toEqual([]);
    expect(problems((job) => (job.priorityClassName = "of-the-cluster"))).toEqual([]);
  });

  it("knows nothing else to run before", () => {
    expect(problems((job) => Object.assign(job, { before: "jobs" }))).toEqual([
      "jobs.migrate.before must be one of workloads",
    ]);
  });
});

interface Rule {
  readonly to: readonly { readonly ipBlock?: { readonly cidr: string } }[];
  readonly ports: readonly { readonly port: number }[];
}

const rangesOf = (to: Rule["to"]): readonly string[] =>
  to.map(({ ipBlock }) => ipBlock?.cidr).filter((cidr) => cidr !== undefined);

function volumeOf(of: readonly KubernetesObject[]): unknown {
  const { spec } = one("Job", "migrate", of) as unknown as {
    spec: { template: { spec: { volumes: readonly { name: string }[] } } };
  };
  return spec.template.spec.volumes.find(({ name }) => name === "secret-password");
}

function withoutHook(object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, annotations: undefined } };
}
