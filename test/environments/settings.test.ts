import fc from "fast-check";
import { sandbox, resolveSettings } from "../../environments";
import { CHECKS } from "../../environments/checks";
import { changed, exampleEnvironment, exampleEnvironments, refusalOf, type Changes } from "../support/environments";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const exclusion = (changes: Changes = {}) => ({
  name: "launch",
  start: "2027-03-01T00:00:00Z",
  end: "2027-03-08T00:00:00Z",
  ...changes,
});
const standard = (pools: readonly Changes[], more: Changes = {}): Changes => ({
  cluster: { mode: "standard", expectedNodes: 30, expectedPods: 1200, nodePools: pools, ...more },
});
const pool = (changes: Changes = {}): Changes => ({
  name: "default",
  machineType: "e2-standard-4",
  maxNodes: 12,
  ...changes,
});
const resources = (cpu: string, memory: string): Changes => ({ cpu, memory });

/** One wrong setting each: what is changed in which environment, and what the message has to say, path, rule and fix. */
const WRONG: readonly (readonly [title: string, environment: string, changes: Changes, ...fragments: string[]])[] = [
  // identity
  ["a name in capitals", "dev", { name: "Dev" }, "'Dev.name' must have 1 to 20 lowercase letters", "got 'Dev'"],
  [
    "an unknown stage",
    "dev",
    { stage: "qa" },
    "'dev.stage' must be one of sandbox, development, staging, production, got 'qa'; choose one of them",
  ],
  [
    "a prod of another stage",
    "prod",
    { stage: "staging" },
    "'prod.stage' must be production in an environment that is called 'prod', got 'staging'; set it to production",
  ],
  [
    "a project number",
    "prod",
    { project: "123456789012" },
    "'prod.project' must have 6 to 30",
    "choose another project ID",
  ],
  [
    "a project that is a number",
    "prod",
    { project: 123456789012 },
    "'prod.project' must be text in quotes, got 123456789012; write it as text in quotes",
  ],
  ["a missing project", "prod", { project: undefined }, "'prod.project' must be set; set it in the settings of 'prod'"],
  [
    "a zone as region",
    "prod",
    { region: "europe-west1-b" },
    "'prod.region' must be a region such as europe-west1, got 'europe-west1-b'; choose one from 'gcloud compute regions list'",
  ],
  [
    "an unknown layout",
    "prod",
    { layout: "three-stacks" },
    "'prod.layout' must be one of one-stack, two-stacks, got 'three-stacks'; choose one-stack or two-stacks",
  ],
  [
    "a prefix that is too long for service accounts",
    "dev",
    { namePrefix: "cliscale-development" },
    "'dev.namePrefix' must make valid names, and the service account ID 'cliscale-development-controller' must have 6 to 30",
    "choose another prefix, at most 19 characters long",
  ],
  [
    "a bucket with its scheme",
    "prod",
    { stateBucket: "gs://state" },
    "'prod.stateBucket' must have 3 to 63 lowercase",
    "give the bucket's name without gs://",
  ],
  [
    "a bucket that takes Google's name",
    "prod",
    { stateBucket: "my-google-state" },
    "'prod.stateBucket' must",
    "nor hold google",
  ],
  [
    "no bucket outside the sandbox",
    "dev",
    { stateBucket: undefined },
    "'dev.stateBucket' must be set outside the sandbox",
    "name the bucket that the bootstrap stack made",
  ],
  ["an unknown setting", "prod", { databse: {} }, "'prod.databse' must be a known setting; did you mean 'database'?"],
  [
    "an unknown setting three levels down",
    "prod",
    { "workloads.gateway.resources.limit": {} },
    "'prod.workloads.gateway.resources.limit' must be a known setting; did you mean 'limits'?",
  ],
  [
    "a setting that is nothing like any other",
    "prod",
    { "recovery.zzzzzzzz": 1 },
    "'prod.recovery.zzzzzzzz' must be a known setting; did you mean one of backupRetentionDays, clusterBackupIntervalMinutes, rpoMinutes, rtoMinutes?",
  ],
  // placement
  [
    "a zone of another region",
    "prod",
    { zones: ["europe-west1-b", "europe-west4-a"] },
    "'prod.zones[1]' must be a zone of 'region' (europe-west1), got 'europe-west4-a'; write it as europe-west1-b",
  ],
  [
    "a zone of a region whose name starts the same",
    "prod",
    { zones: ["europe-west12-b", "europe-west1-b"] },
    "'prod.zones[0]' must be a zone of 'region' (europe-west1)",
  ],
  [
    "a zone twice",
    "prod",
    { zones: ["europe-west1-b", "europe-west1-b"] },
    "'prod.zones[1]' must be there once, got 'europe-west1-b'; remove the second one",
  ],
  [
    "a replica in the primary's region",
    "prod",
    { "database.replicas[0].region": "europe-west1" },
    "'prod.database.replicas[0].region' must be another region than 'region' (europe-west1)",
    "choose another region of the same continent",
  ],
  [
    "two replicas of one name",
    "prod",
    {
      "database.replicas": [
        { name: "dr", region: "europe-west4" },
        { name: "dr", region: "europe-west3" },
      ],
    },
    "'prod.database.replicas[1]' must be there once, got 'dr'",
  ],
  [
    "backups on another continent",
    "prod",
    { "database.backups.location": "us" },
    "'prod.database.backups.location' must be on the continent of 'region' (europe-west1)",
    "choose eu",
  ],
  [
    "backups nowhere",
    "prod",
    { "database.backups.location": "europe" },
    "'prod.database.backups.location' must be a region such as europe-west1, or us, eu or asia",
    "choose eu",
  ],
  // network
  [
    "a range that is none",
    "dev",
    { "network.nodes": "10.16.0.0" },
    "'dev.network.nodes' must be an IPv4 range in CIDR notation, got '10.16.0.0'; write it as 10.10.0.0/20",
  ],
  [
    "a range with host bits",
    "dev",
    { "network.nodes": "10.16.0.9/24" },
    "'dev.network.nodes' must have no bits set behind its prefix, got '10.16.0.9/24'; write 10.16.0.0/24",
  ],
  [
    "a public range",
    "dev",
    { "network.services": "34.118.224.0/20" },
    "'dev.network.services' must be a private range",
    "choose a range inside 10.0.0.0/8",
  ],
  [
    "pods over nodes",
    "dev",
    { "network.pods": "10.16.0.0/18", "network.services": "10.17.0.0/20", "network.privateServices": "10.18.0.0/20" },
    "'dev.network.pods' must not overlap 'network.nodes' (10.16.0.0/24), got '10.16.0.0/18'; choose ranges that have no address in common",
  ],
  [
    "a service range that is too small",
    "dev",
    { "network.services": "10.16.16.0/28" },
    "'dev.network.services' must have a prefix of /27 or shorter, got '10.16.16.0/28'; choose at least a /27",
  ],
  [
    "a private service range that is too small",
    "dev",
    { "network.privateServices": "10.16.32.0/25" },
    "'dev.network.privateServices' must have a prefix of /24 or shorter",
    "choose at least a /24",
  ],
  [
    "the range of Cloud SQL's own bridge",
    "dev",
    { "network.privateServices": "172.17.0.0/20" },
    "'dev.network.privateServices' must not overlap 172.17.0.0/16",
    "choose another private range",
  ],
  [
    "a node range for fewer nodes than expected",
    "prod",
    { "network.nodes": "10.48.0.0/27" },
    "'prod.network.nodes' must hold 'cluster.expectedNodes' (60), and it holds 28",
    "choose at least a /26",
  ],
  [
    "a pod range for fewer nodes than expected",
    "prod",
    { "network.pods": "10.52.0.0/21" },
    "'prod.network.pods' must serve 'cluster.expectedNodes' (60) with a /26 each, and it serves 32",
    "choose at least a /20",
  ],
  [
    "more pods than nodes can run",
    "prod",
    { "cluster.expectedPods": 2000 },
    "'prod.cluster.expectedPods' must fit on 'cluster.expectedNodes' (60) with 32 pods each, which is 1920",
    "raise 'cluster.expectedNodes' to 63",
  ],
  [
    "an authorized network for everybody",
    "prod",
    { "cluster.authorizedNetworks": [{ name: "all", cidr: "0.0.0.0/0" }] },
    "'prod.cluster.authorizedNetworks[0].cidr' must have a prefix of /8 or longer, got '0.0.0.0/0'",
  ],
  [
    "an authorized network twice",
    "prod",
    {
      "cluster.authorizedNetworks": [
        { name: "a", cidr: "217.86.140.16/29" },
        { name: "b", cidr: "217.86.140.16/29" },
      ],
    },
    "'prod.cluster.authorizedNetworks[1]' must be there once",
  ],
  // cluster
  [
    "a cluster mode that is none",
    "prod",
    { "cluster.mode": "manual" },
    "'prod.cluster.mode' must be one of autopilot, standard, got 'manual'; choose autopilot or standard",
  ],
  ["a cluster without a mode", "prod", { "cluster.mode": undefined }, "'prod.cluster.mode' must be set"],
  ["node pools on Autopilot", "prod", { "cluster.nodePools": [] }, "'prod.cluster.nodePools' must be a known setting"],
  [
    "a window that GKE does not count as enough",
    "prod",
    { "cluster.maintenance.days": ["SU"] },
    "'prod.cluster.maintenance.days' must leave GKE at least 48 hours in 32 days, and leaves 32",
    "add days or raise 'cluster.maintenance.hours'",
  ],
  [
    "a window that is too short",
    "prod",
    { "cluster.maintenance.hours": 3 },
    "'prod.cluster.maintenance.hours' must be a whole number between 4 and 24 hours, got 3; choose a value from 4 to 24",
  ],
  [
    "a window that starts at half past",
    "prod",
    { "cluster.maintenance.startTime": "02:30" },
    "'prod.cluster.maintenance.startTime' must be a full hour in UTC as HH:00, got '02:30'; write it as 02:00",
  ],
  [
    "a day that is none",
    "prod",
    { "cluster.maintenance.days": ["SA", "Sunday"] },
    "'prod.cluster.maintenance.days[1]' must be one of MO, TU, WE, TH, FR, SA, SU, got 'Sunday'",
  ],
  [
    "an exclusion without a time",
    "prod",
    { "cluster.maintenance.exclusions": [exclusion({ start: "2027-03-01" })] },
    "'prod.cluster.maintenance.exclusions[0]' must have times in UTC",
    "write them as 2026-11-20T00:00:00Z",
  ],
  [
    "an exclusion on a day that the calendar lacks",
    "prod",
    { "cluster.maintenance.exclusions": [exclusion({ start: "2027-02-30T00:00:00Z" })] },
    "'prod.cluster.maintenance.exclusions[0]' must have times in UTC",
  ],
  [
    "an exclusion that ends before it starts",
    "prod",
    { "cluster.maintenance.exclusions": [exclusion({ end: "2027-02-01T00:00:00Z" })] },
    "'prod.cluster.maintenance.exclusions[0]' must end after it starts",
    "exchange start and end",
  ],
  [
    "21 exclusions",
    "prod",
    { "cluster.maintenance.exclusions": Array.from({ length: 21 }, (_, index) => exclusion({ name: `e${index}` })) },
    "'prod.cluster.maintenance.exclusions' must be at most 20, got 21",
  ],
  [
    "a groups domain with its scheme",
    "prod",
    { "cluster.securityGroupsDomain": "https://cliscale.dev" },
    "'prod.cluster.securityGroupsDomain' must be a fully qualified host name",
  ],
  [
    "a Standard cluster without node pools",
    "dev",
    standard([]),
    "'dev.cluster.nodePools' must hold at least one pool that is not spot",
    "add { ",
  ],
  [
    "a Standard cluster of spot nodes only",
    "dev",
    standard([pool({ spot: true })]),
    "'dev.cluster.nodePools' must hold at least one pool that is not spot",
  ],
  [
    "a pool with more nodes at least than at most",
    "dev",
    standard([pool({ minNodes: 13 })]),
    "'dev.cluster.nodePools[0].minNodes' must be at most its maxNodes (12), got 13",
  ],
  [
    "pools that outgrow the expected nodes",
    "dev",
    standard([pool(), pool({ name: "more", maxNodes: 19 })]),
    "'dev.cluster.expectedNodes' must be at least what the node pools may grow to together (31), got 30; raise it to 31",
  ],
  [
    "two pools of one name",
    "dev",
    standard([pool(), pool()]),
    "'dev.cluster.nodePools[1]' must be there once, got 'default'",
  ],
  [
    "a pod range for fewer Standard nodes than expected",
    "dev",
    { ...standard([pool()]), "network.pods": "10.20.0.0/20" },
    "'dev.network.pods' must serve 'cluster.expectedNodes' (30) with a /24 each, and it serves 16",
    "choose at least a /19",
  ],
  // database
  [
    "a tier of the other edition",
    "prod",
    { "database.tier": "db-perf-optimized-N-4" },
    "'prod.database.tier' must be db-f1-micro, db-g1-small or db-custom-<vCPUs>-<MiB> in edition ENTERPRISE, got 'db-perf-optimized-N-4'; choose edition ENTERPRISE_PLUS",
  ],
  [
    "a custom tier in Enterprise Plus",
    "prod",
    { "database.edition": "ENTERPRISE_PLUS" },
    "'prod.database.tier' must be db-perf-optimized-N-",
  ],
  [
    "a replica's tier of the other edition",
    "prod",
    { "database.replicas[0].tier": "db-perf-optimized-N-4" },
    "'prod.database.replicas[0].tier' must be db-f1-micro",
  ],
  [
    "an edition that is none",
    "prod",
    { "database.edition": "STANDARD" },
    "'prod.database.edition' must be one of ENTERPRISE, ENTERPRISE_PLUS, got 'STANDARD'; choose ENTERPRISE or ENTERPRISE_PLUS",
  ],
  [
    "a version that is too old",
    "prod",
    { "database.version": "POSTGRES_15" },
    "'prod.database.version' must be one of POSTGRES_16",
    "got 'POSTGRES_15'",
  ],
  [
    "more days of logs than the edition keeps",
    "prod",
    { "database.backups.transactionLogRetentionDays": 8 },
    "'prod.database.backups.transactionLogRetentionDays' must be a whole number between 1 and 7 days in ENTERPRISE, got 8",
  ],
  [
    "fewer backups than days of logs",
    "dev",
    {
      "database.backups.retained": 6,
      "database.backups.transactionLogRetentionDays": 7,
      "recovery.backupRetentionDays": 6,
    },
    "'dev.database.backups.retained' must be at least 'database.backups.transactionLogRetentionDays' (7)",
    "raise it to 7 or more",
  ],
  [
    "a backup at half past twenty-four",
    "prod",
    { "database.backups.startTime": "24:30" },
    "'prod.database.backups.startTime' must be a time in UTC as HH:MM, got '24:30'; write it as 03:00",
  ],
  [
    "a disk that may not even keep its size",
    "prod",
    { "database.diskLimitGb": 40 },
    "'prod.database.diskLimitGb' must be at least 'database.diskSizeGb' (50), got 40; raise it to 50 or more",
  ],
  [
    "protection against what is allowed",
    "dev",
    { "database.deletionProtection": true },
    "'dev.database.deletionProtection' must not contradict 'allowDestroys' (true)",
    "leave it out",
  ],
  [
    "pools that outgrow the database",
    "prod",
    { "workloads.gateway.maxReplicas": 12, "runner.concurrentSessions": 40 },
    "'prod.database.maxConnections' must be at least 513: 10 controller pods × 20 + 15 gateway pods × 20, surge included, + 13 in reserve, got 500; raise it",
  ],
  [
    "a pool per pod that outgrows the database",
    "prod",
    { "workloads.controller.databaseMaxConnections": 30 },
    "'prod.database.maxConnections' must be at least 513: 10 controller pods × 30",
  ],
  // hosts
  [
    "a host in capitals",
    "prod",
    { domain: "App.cliscale.dev" },
    "'prod.domain' must be a fully qualified host name in lowercase",
    "choose another host name",
  ],
  [
    "one host for both",
    "prod",
    { wsDomain: "app.cliscale.dev" },
    "'prod.wsDomain' must be another host than 'domain', got 'app.cliscale.dev'; write it as ws.app.cliscale.dev",
  ],
  [
    "a host outside its zone",
    "dev",
    { wsDomain: "ws.cliscale.dev" },
    "'dev.wsDomain' must lie in the zone 'dns.domain' (dev.cliscale.dev), got 'ws.cliscale.dev'; choose a host below dev.cliscale.dev",
  ],
  [
    "a host that only ends like its zone",
    "dev",
    { wsDomain: "ws-dev.cliscale.dev" },
    "'dev.wsDomain' must lie in the zone",
  ],
  [
    "DNS of an unknown kind",
    "prod",
    { "dns.kind": "route53" },
    "'prod.dns.kind' must be one of managed-zone, existing-zone, elsewhere, got 'route53'",
  ],
  ["a zone without its name", "prod", { "dns.zoneName": undefined }, "'prod.dns.zoneName' must be set"],
  ["a zone in a project that can't be", "prod", { "dns.project": "DNS" }, "'prod.dns.project' must have 6 to 30"],
  [
    "a real host in the sandbox",
    "sandbox",
    { domain: "cliscale.dev", dns: { kind: "elsewhere" } },
    "'sandbox.domain' must be a host that exists nowhere while 'stage' is sandbox",
    "choose one below .test, or another stage",
  ],
  // images
  [
    "a tag in production",
    "prod",
    { "images.gateway": "1.8.0" },
    "'prod.images.gateway' must be a digest: sha256: and 64 lowercase hexadecimal digits, got '1.8.0'; copy it from",
  ],
  [
    "latest",
    "dev",
    { "images.controller": "latest" },
    "'dev.images.controller' must not be latest, which is another image tomorrow, got 'latest'; choose a version's tag or a digest",
  ],
  [
    "a digest that is too short",
    "dev",
    { "images.runner": DIGEST.slice(0, -1) },
    "'dev.images.runner' must be a digest: sha256: and 64",
  ],
  [
    "a digest in capitals",
    "prod",
    { "images.runner": DIGEST.toUpperCase().replace("SHA", "sha") },
    "'prod.images.runner' must be a digest",
  ],
  [
    "a complete reference as a tag",
    "dev",
    { "images.runner": "cliscale/runner:1.0" },
    "'dev.images.runner' must be a tag of 1 to 128",
    "give the tag or digest alone",
  ],
  ["a missing image", "prod", { "images.runner": undefined }, "'prod.images.runner' must be set"],
  ["a missing image for the first grants", "dev", { "images.migrate": undefined }, "'dev.images.migrate' must be set"],
  // workloads
  [
    "more replicas at least than at most",
    "prod",
    { "workloads.controller.minReplicas": 9 },
    "'prod.workloads.controller.minReplicas' must be at most 'workloads.controller.maxReplicas' (8), got 9; lower it or raise 'maxReplicas'",
  ],
  [
    "a single replica outside the sandbox",
    "dev",
    { "workloads.gateway.minReplicas": 1 },
    "'dev.workloads.gateway.minReplicas' must be at least 2 outside the sandbox",
    "raise it to 2",
  ],
  [
    "a drain as long as the grace",
    "prod",
    { "workloads.gateway.drainSeconds": 660 },
    "'prod.workloads.gateway.drainSeconds' must be less than 'workloads.gateway.terminationGraceSeconds' (660)",
    "raise 'terminationGraceSeconds' above 660",
  ],
  [
    "sockets of more than a day",
    "prod",
    { "workloads.gateway.sessionTimeoutSeconds": 86401 },
    "'prod.workloads.gateway.sessionTimeoutSeconds' must be a whole number between 60 and 86400 seconds, got 86401",
  ],
  [
    "half a replica",
    "prod",
    { "workloads.gateway.maxReplicas": 8.5 },
    "'prod.workloads.gateway.maxReplicas' must be a whole number between 1 and 1000 pods, got 8.5",
  ],
  [
    "a number in quotes",
    "prod",
    { "workloads.gateway.maxReplicas": "8" },
    "'prod.workloads.gateway.maxReplicas' must be a number without quotes, got '8'",
  ],
  [
    "a switch in quotes",
    "prod",
    { allowDestroys: "false" },
    "'prod.allowDestroys' must be true or false without quotes, got 'false'",
  ],
  [
    "memory without a unit",
    "prod",
    { "workloads.controller.resources.limits.memory": "512" },
    "'prod.workloads.controller.resources.limits.memory' must be bytes such as 512Mi or 2Gi, got '512'",
  ],
  [
    "cores with a unit of memory",
    "prod",
    { "runner.resources.requests.cpu": "1Gi" },
    "'prod.runner.resources.requests.cpu' must be cores such as 500m or 2, got '1Gi'",
  ],
  [
    "a request above its limit",
    "prod",
    { "workloads.controller.resources.requests.cpu": "1100m" },
    "'prod.workloads.controller.resources.requests.cpu' must be at most 'workloads.controller.resources.limits.cpu' (1), got '1100m'; change one of the two",
  ],
  [
    "a limit above the namespace's",
    "prod",
    { "limitRange.max": resources("1", "1Gi"), "workloads.proxy.limits.cpu": "1001m", "runner.concurrentSessions": 50 },
    "'prod.workloads.proxy.limits.cpu' must be at most 'limitRange.max.cpu' (1), got '1001m'",
  ],
  [
    "a request below the namespace's",
    "prod",
    { "limitRange.min": resources("101m", "16Mi"), "limitRange.defaultRequest.cpu": "200m" },
    "'prod.workloads.proxy.requests.cpu' must be at least 'limitRange.min.cpu' (101m), got '100m'",
  ],
  [
    "a default limit below the default request",
    "prod",
    { "limitRange.default.memory": "64Mi" },
    "'prod.limitRange.defaultRequest.memory' must be at most 'limitRange.default.memory' (64Mi), got '128Mi'",
  ],
  // quota
  [
    "a quota of fewer pods than have to fit",
    "prod",
    { "quota.pods": 79 },
    "'prod.quota.pods' must be at least 80: all replicas with a roll-out's surge and 60 sessions, got 79; raise it, or lower 'maxReplicas' or 'runner.concurrentSessions'",
  ],
  [
    "a quota of fewer cores than are asked for",
    "prod",
    { "quota.requests.cpu": "24" },
    "'prod.quota.requests.cpu' must be at least 25: all replicas with their proxies",
    "got '24'",
  ],
  [
    "a quota of less memory than is asked for",
    "prod",
    { "quota.requests.memory": "39Gi" },
    "'prod.quota.requests.memory' must be at least 40Gi",
  ],
  [
    "a quota of fewer cores than may be used",
    "prod",
    { "quota.limits.cpu": "89" },
    "'prod.quota.limits.cpu' must be at least 90",
  ],
  [
    "a quota of less memory than may be used",
    "prod",
    { "quota.limits.memory": "84Gi" },
    "'prod.quota.limits.memory' must be at least 85Gi",
  ],
  [
    "a quota of more pods than the cluster holds",
    "prod",
    { "quota.pods": 1201 },
    "'prod.cluster.expectedPods' must be at least 'quota.pods' (1201)",
    "raise it to 1201 or more",
  ],
  // firewall
  [
    "a rule that is enforced twice",
    "prod",
    { "firewall.enforcedRules": ["waf-sqli", "waf-xss", "waf-sqli"] },
    "'prod.firewall.enforcedRules[2]' must be there once, got 'waf-sqli'; remove the second one",
  ],
  [
    "a rule's name in capitals",
    "prod",
    { "firewall.enforcedRules": ["WAF-SQLi"] },
    "'prod.firewall.enforcedRules[0]' must be the name of a rule: 1 to 63 lowercase letters",
    "write it as in the rule's description, for example waf-sqli",
  ],
  [
    "exceptions from a preview that is off",
    "staging",
    { "firewall.enforcedRules": ["waf-sqli"] },
    "'staging.firewall.enforcedRules' must be empty while 'firewall.previewNewRules' is false: every rule is enforced then",
    "leave it out, or set 'firewall.previewNewRules' to true",
  ],
  [
    "bodies that the WAF reads in part only",
    "prod",
    { "firewall.maxBodyBytes": 8193 },
    "'prod.firewall.maxBodyBytes' must be a whole number between 1 and 8192 bytes, got 8193; choose 8192 or less: the WAF reads no more of a body",
  ],
  [
    "a WebSocket host that the other one begins with",
    "prod",
    { dns: { kind: "elsewhere" }, domain: "cliscale.dev.acme-tools.net", wsDomain: "cliscale.dev" },
    "'prod.wsDomain' must not be how 'domain' (cliscale.dev.acme-tools.net) begins",
    "choose a host that 'domain' does not begin with",
  ],
  [
    "a host that the WebSocket host begins with",
    "prod",
    { dns: { kind: "elsewhere" }, domain: "app.cliscale.de", wsDomain: "app.cliscale.dev" },
    "'prod.domain' must not be how 'wsDomain' (app.cliscale.dev) begins, or the firewall counts the requests of both hosts as one",
  ],
  // code domains
  [
    "a wildcard in production",
    "prod",
    { "runner.allowedCodeDomains": ["gitlab.com", "*.github.com"] },
    "'prod.runner.allowedCodeDomains[1]' must be no wildcard in production, unless it is acknowledged with a reason, got '*.github.com'; list the hosts, or add { domain: \"*.github.com\"",
  ],
  [
    "a wildcard for everything",
    "dev",
    { "runner.allowedCodeDomains": ["*"] },
    "'dev.runner.allowedCodeDomains[0]' must be a lowercase host name, or one behind '*.'",
  ],
  [
    "a wildcard for a top-level domain",
    "dev",
    { "runner.allowedCodeDomains": ["*.com"] },
    "'dev.runner.allowedCodeDomains[0]' must be a lowercase host name",
  ],
  [
    "a code domain with its scheme",
    "dev",
    { "runner.allowedCodeDomains": ["https://github.com"] },
    "'dev.runner.allowedCodeDomains[0]' must be a lowercase host name",
    "without scheme, port or path",
  ],
  [
    "no code domain",
    "dev",
    { "runner.allowedCodeDomains": [] },
    "'dev.runner.allowedCodeDomains' must hold at least one host",
    "add github.com",
  ],
  [
    "a code domain twice",
    "dev",
    { "runner.allowedCodeDomains": ["github.com", "github.com"] },
    "'dev.runner.allowedCodeDomains[1]' must be there once",
  ],
  [
    "an acknowledgement that matches nothing",
    "prod",
    { "runner.acknowledgedWildcards": [{ domain: "*.gitlab.com", reason: "Pages of our groups have changing hosts" }] },
    "'prod.runner.acknowledgedWildcards[0].domain' must be a wildcard of 'runner.allowedCodeDomains', got '*.gitlab.com'; remove what is no longer needed",
  ],
  [
    "an acknowledgement of a host",
    "prod",
    { "runner.acknowledgedWildcards": [{ domain: "github.com", reason: "It is where our code is kept" }] },
    "'prod.runner.acknowledgedWildcards[0].domain' must be a wildcard",
  ],
  [
    "an acknowledgement without much of a reason",
    "prod",
    {
      "runner.allowedCodeDomains": ["*.github.com"],
      "runner.acknowledgedWildcards": [{ domain: "*.github.com", reason: "   we need this one    " }],
    },
    "'prod.runner.acknowledgedWildcards[0].reason' must say why in at least 20 characters",
  ],
  // recovery
  [
    "a recovery in minutes without a standby",
    "dev",
    { "recovery.rtoMinutes": 59 },
    "'dev.recovery.rtoMinutes' must be at least 60 while 'database.availability' is ZONAL",
    "set 'database.availability' to REGIONAL or raise it",
  ],
  [
    "less loss than logs allow",
    "prod",
    { "recovery.rpoMinutes": 4 },
    "'prod.recovery.rpoMinutes' must be a whole number between 5 and 10080 minutes, got 4",
  ],
  [
    "a look back beyond the backups",
    "prod",
    { "recovery.backupRetentionDays": 31 },
    "'prod.database.backups.retained' must reach back 'recovery.backupRetentionDays' (31)",
    "raise it to 31 or lower",
  ],
  [
    "more backups of the cluster than a plan keeps",
    "prod",
    { "recovery.clusterBackupIntervalMinutes": 60, "recovery.backupRetentionDays": 16 },
    "'prod.recovery.backupRetentionDays' must be at most 360 times 'recovery.clusterBackupIntervalMinutes' (60 minutes), got 16",
    "back the cluster up less often",
  ],
  // ownership
  [
    "a label in capitals",
    "prod",
    { "labels.owner": "Platform" },
    "'prod.labels.owner' must have at most 63 lowercase letters",
    "change the label's value",
  ],
  [
    "a label key in capitals",
    "prod",
    { "labels.Team": "core" },
    "'prod.labels' must have keys of 1 to 63 lowercase letters",
    "rename the label",
  ],
  [
    "a label that is a number",
    "prod",
    { "labels.cost-center": 110 },
    "'prod.labels.cost-center' must be text in quotes, got 110",
  ],
  [
    "no owner",
    "prod",
    { "labels.owner": undefined },
    "'prod.labels.owner' must be set; add \"owner\" to the environment's labels",
  ],
  ["no cost center", "prod", { "labels.cost-center": undefined }, "'prod.labels.cost-center' must be set"],
  [
    "another environment's label",
    "prod",
    { "labels.environment": "dev" },
    "'prod.labels.environment' must be the environment's name (prod), got 'dev'; leave it out: it is added",
  ],
  [
    "an address without a domain",
    "prod",
    { "monitoring.emails": ["oncall@cliscale"] },
    "'prod.monitoring.emails[0]' must be an e-mail address, got 'oncall@cliscale'; write it as",
  ],
  [
    "an address twice",
    "prod",
    { "monitoring.emails": ["a@cliscale.dev", "a@cliscale.dev"] },
    "'prod.monitoring.emails[1]' must be there once",
  ],
  [
    "a pager's key instead of its channel",
    "prod",
    { "monitoring.pagerChannelId": "u+kq/9" },
    "'prod.monitoring.pagerChannelId' must be the name of a notification channel, projects/<project>/notificationChannels/<number>; copy it from",
  ],
  [
    "a budget that nobody pays",
    "prod",
    { billingAccount: undefined },
    "'prod.billingAccount' must be set when there is a budget; copy it from 'gcloud billing accounts list'",
  ],
  [
    "a billing account in another form",
    "prod",
    { billingAccount: "01a9f3-5c7e21-8b40d6" },
    "'prod.billingAccount' must be three groups of six capital hexadecimal digits",
  ],
  [
    "a currency's sign",
    "prod",
    { "monitoring.budget.currency": "€" },
    "'prod.monitoring.budget.currency' must be an ISO 4217 code of three capitals, got '€'; write it as EUR",
  ],
  [
    "an availability that nobody reaches",
    "prod",
    { "monitoring.availabilityTargetPercent": 100 },
    "'prod.monitoring.availabilityTargetPercent' must be at most 99.99, got 100; choose 99.99 or less",
  ],
  // production
  [
    "no standby in production",
    "prod",
    { "database.availability": "ZONAL", "recovery.rtoMinutes": 60 },
    "'prod.database.availability' must be REGIONAL in production, got 'ZONAL'; set it to REGIONAL",
  ],
  [
    "a shared core in production",
    "prod",
    { "database.tier": "db-g1-small" },
    "'prod.database.tier' must be no shared core in production",
    "choose for example db-custom-2-7680",
  ],
  [
    "no protection in production",
    "prod",
    { "database.deletionProtection": false },
    "'prod.database.deletionProtection' must be true in production",
  ],
  [
    "destroys in production",
    "prod",
    { allowDestroys: true, "database.deletionProtection": undefined },
    "'prod.allowDestroys' must be false in production",
    "set it to false",
  ],
  [
    "one zone in production",
    "prod",
    { zones: ["europe-west1-b"] },
    "'prod.zones' must name at least two zones in production",
  ],
  [
    "nobody to tell in production",
    "prod",
    { "monitoring.emails": [], "monitoring.pagerChannelId": undefined },
    "'prod.monitoring.emails' must name somebody who is told in production",
    "add an address",
  ],
  [
    "no budget in production",
    "prod",
    { "monitoring.budget": undefined },
    "'prod.monitoring.budget' must be set in production; add for example",
  ],
  // placeholders
  [
    "your-project-id",
    "dev",
    { project: "your-project-id" },
    "'dev.project' must hold no placeholder outside the sandbox, and 'your-p' is one, got 'your-project-id'; put the real value in its place",
  ],
  [
    "REPLACE_WITH_…",
    "dev",
    { "monitoring.emails": ["REPLACE_WITH_TEAM@cliscale.dev"] },
    "'dev.monitoring.emails[0]' must hold no placeholder outside the sandbox, and 'REPLACE_WITH' is one",
  ],
  ["CHANGEME", "dev", { "labels.owner": "changeme" }, "'dev.labels.owner' must hold no placeholder"],
  ["PLACEHOLDER", "dev", { "images.runner": "PLACEHOLDER" }, "'dev.images.runner' must hold no placeholder"],
  ["TODO", "dev", { "images.runner": "TODO" }, "'dev.images.runner' must hold no placeholder"],
  [
    "xxx",
    "dev",
    { project: "cliscale-xxxx" },
    "'dev.project' must hold no placeholder outside the sandbox, and 'xxxx' is one",
  ],
  [
    "a text in angle brackets",
    "prod",
    {
      "runner.allowedCodeDomains": ["*.github.com"],
      "runner.acknowledgedWildcards": [{ domain: "*.github.com", reason: "<why the wildcard is needed>" }],
    },
    "'prod.runner.acknowledgedWildcards[0].reason' must hold no placeholder",
  ],
  [
    "example.com",
    "prod",
    { domain: "app.example.com" },
    "'prod.domain' must hold no placeholder outside the sandbox, and 'example.com' is one",
  ],
  [
    "an address at example.org",
    "dev",
    { "monitoring.emails": ["me@example.org"] },
    "'dev.monitoring.emails[0]' must hold no placeholder",
  ],
  [
    "a host below .test",
    "prod",
    { wsDomain: "ws.cliscale.test" },
    "'prod.wsDomain' must hold no placeholder outside the sandbox, and '.test' is one",
  ],
  ["a host below .invalid", "prod", { wsDomain: "ws.cliscale.invalid" }, "'prod.wsDomain' must hold no placeholder"],
  [
    "a digest of zeros",
    "prod",
    { "images.runner": `sha256:${"0".repeat(64)}` },
    "'prod.images.runner' must hold no placeholder",
  ],
  [
    "a billing account of zeros",
    "prod",
    { billingAccount: "000000-000000-000000" },
    "'prod.billingAccount' must hold no placeholder",
  ],
  [
    "a label that nobody filled in",
    "dev",
    { "labels.replace-me": "a" },
    "'dev.labels.replace-me' must hold no placeholder",
  ],
];

describe("resolveSettings", () => {
  const table = WRONG.map(([title, environment, changes, ...fragments]) => ({
    title,
    environment,
    changes,
    fragments,
  }));

  it.each(table)("refuses $title", ({ environment, changes, fragments }) => {
    const error = refusalOf(changed(environment, changes));

    expect(error?.problems.map(({ setting }) => setting)).toHaveLength(1);
    for (const fragment of fragments) {
      expect(error?.message).toContain(fragment);
    }
    expect(error?.message).toMatch(/^EnvironmentSettings at environments:\n {2}- '/);
    expect(error?.stack).not.toMatch(/^\s+at /m);
  });

  it("has at least 60 wrong settings to refuse, no two of them alike", () => {
    expect(WRONG.length).toBeGreaterThanOrEqual(60);
    expect(new Set(WRONG.map(([title]) => title)).size).toBe(WRONG.length);
  });

  it("accepts every environment of the example, and its result as input", () => {
    const environments = exampleEnvironments();

    expect(environments.map(({ name }) => name)).toEqual(["sandbox", "dev", "staging", "prod"]);
    expect(resolveSettings(environments.map(({ name }) => changed(name, {})))).toEqual(environments);
  });

  it("reports everything that is wrong with all environments at once", () => {
    const error = refusalOf(
      changed("dev", {
        project: 5,
        "network.services": "10.16.16.0/29",
        "images.runner": "latest",
        "cluster.mod": "x",
      }),
      changed("staging", { "database.tier": "huge", wsDomain: "staging.cliscale.dev" }),
      changed("prod", {
        allowDestroys: true,
        "dns.zoneName": undefined,
        "recovery.rpoMinutes": 1,
        domain: "app.example.com",
      }),
    );

    expect(error?.problems.map(({ setting }) => setting)).toEqual([
      "dev.project",
      "dev.cluster.mod",
      "dev.images.runner",
      "staging.database.tier",
      "staging.wsDomain",
      "prod.dns.zoneName",
      "prod.recovery.rpoMinutes",
      "prod.database.deletionProtection",
      "prod.allowDestroys",
      "prod.domain",
    ]);
  });

  it("judges the rest when lists and whole parts are malformed", () => {
    const error = refusalOf(
      changed("prod", {
        "cluster.authorizedNetworks": [{ name: "office" }],
        monitoring: 5,
        "database.replicas[0]": null,
        "images.gateway": "1.0",
      }),
    );

    expect(error?.problems.map(({ setting }) => setting)).toEqual([
      "prod.cluster.authorizedNetworks[0].cidr",
      "prod.database.replicas[0]",
      "prod.monitoring",
      "prod.images.gateway",
    ]);
  });

  it.each([[undefined], [null], ["prod"], [[]], [{}], [{ name: 5 }]])("refuses %p in place of settings", (input) => {
    const error = refusalOf(input as never);

    expect(error?.message).toContain("'environments[0]");
  });

  it("answers whatever stands in place of a setting with a ValidationError, or accepts it", () => {
    const pathsIn = (value: unknown, path: string): string[] =>
      typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, part]) => [path + key, ...pathsIn(part, `${path}${key}.`)])
        : [];
    const paths = pathsIn(exampleEnvironment("prod"), "");
    const junk = fc.oneof(fc.jsonValue(), fc.string(), fc.constant(undefined));

    fc.assert(
      fc.property(fc.constantFrom(...paths), junk, fc.constantFrom(...paths), junk, (one, value, other, second) => {
        const error = refusalOf(changed("prod", { [one]: value }), changed("staging", { [other]: second }));
        expect(error === undefined || error.problems.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("gives results that nobody can change, and that share nothing with each other or the presets", () => {
    const first = exampleEnvironments();
    const second = exampleEnvironments();
    const objects = (value: unknown): object[] =>
      typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(objects)] : [];

    expect(objects(first).filter((value) => !Object.isFrozen(value))).toEqual([first]);
    expect(objects(sandbox).every(Object.isFrozen)).toBe(true);
    const shared = new Set(objects(second));
    expect(objects(first).filter((value) => shared.has(value))).toEqual([]);
    expect(new Set(objects(first)).size).toBe(objects(first).length);
  });

  it("leaves its input as it was", () => {
    const input = changed("prod", { "database.tier": 5, "monitoring.emails": [1] });
    const before = JSON.stringify(input);
    refusalOf(input);

    expect(JSON.stringify(input)).toBe(before);
  });
});

describe("derived defaults", () => {
  it("names resources after the environment", () => {
    expect(exampleEnvironment("staging").namePrefix).toBe("cliscale-staging");
  });

  it.each([
    [false, true],
    [true, false],
  ])("with allowDestroys %s protects the database: %s", (allowDestroys, deletionProtection) => {
    const [settings] = resolveSettings([changed("dev", { allowDestroys, "database.deletionProtection": undefined })]);

    expect(settings?.database.deletionProtection).toBe(deletionProtection);
  });

  it.each([
    ["europe-west4", "eu"],
    ["us-central1", "us"],
    ["asia-east1", "asia"],
    ["australia-southeast1", "australia-southeast1"],
    ["northamerica-northeast1", "northamerica-northeast1"],
  ])("keeps backups of %s in %s", (region, location) => {
    const [settings] = resolveSettings([changed("dev", { region, "database.backups.location": undefined })]);

    expect(settings?.database.backups.location).toBe(location);
  });

  it("adds the environment's label", () => {
    const [settings] = resolveSettings([changed("dev", { labels: { owner: "core", "cost-center": "7" } })]);

    expect(settings?.labels).toEqual({ environment: "dev", owner: "core", "cost-center": "7" });
  });

  it.each([
    ["workloads.controller.databaseMaxConnections", 20],
    ["workloads.gateway.databaseIdleTimeoutMillis", 30000],
    ["quota", { pods: 100, requests: { cpu: "50", memory: "50Gi" }, limits: { cpu: "100", memory: "100Gi" } }],
    ["workloads.proxy", { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "512Mi" } }],
    ["database.version", "POSTGRES_17"],
    ["secrets.delivery", "files"],
    ["layout", "one-stack"],
    ["cluster.binaryAuthorization", true],
    ["cluster.authorizedNetworks", []],
    ["firewall.previewNewRules", false],
    ["firewall.enforcedRules", []],
    ["firewall.maxBodyBytes", 8192],
    ["firewall.sessions", { perAddressPerMinute: 100, perUserPerMinute: 20 }],
    ["firewall.connects", { perAddressPerMinute: 120 }],
    ["firewall.otherRequests", { perAddressPerMinute: 1000 }],
    ["runner.allowedCodeDomains", ["github.com", "gitlab.com", "*.github.com"]],
  ])("has %s = %p where nothing is said", (path, value) => {
    const [settings] = resolveSettings([sandbox]);

    expect(settings).toHaveProperty(path, value);
  });
});

/** Numbers that the schema bounds, in production's settings. */
const BOUNDS: readonly (readonly [path: string, low: number, high: number])[] = [
  ["network.natAddresses", 1, 16],
  ["cluster.expectedNodes", 1, 15000],
  ["cluster.expectedPods", 1, 200000],
  ["cluster.maintenance.hours", 4, 24],
  ["database.diskSizeGb", 10, 65536],
  ["database.diskLimitGb", 10, 65536],
  ["database.backups.retained", 1, 365],
  ["database.backups.transactionLogRetentionDays", 1, 7],
  ["database.maintenanceWindow.day", 1, 7],
  ["database.maintenanceWindow.hour", 0, 23],
  ["database.maxConnections", 14, 262143],
  ["database.insights.queryStringLength", 256, 4500],
  ["database.insights.plansPerMinute", 0, 20],
  ["registry.keptVersions", 1, 1000],
  ["registry.untaggedDays", 1, 3650],
  ["secrets.rotationDays.pg", 1, 3650],
  ["secrets.rotationDays.jwt", 1, 3650],
  ["workloads.controller.minReplicas", 1, 1000],
  ["workloads.controller.maxReplicas", 1, 1000],
  ["workloads.controller.targetCpuPercent", 10, 95],
  ["workloads.controller.databaseMaxConnections", 1, 1000],
  ["workloads.controller.databaseIdleTimeoutMillis", 1000, 3600000],
  ["workloads.controller.timeoutSeconds", 1, 86400],
  ["workloads.controller.drainSeconds", 1, 3600],
  ["workloads.controller.terminationGraceSeconds", 1, 3600],
  ["workloads.gateway.sessionTimeoutSeconds", 60, 86400],
  ["workloads.gateway.drainSeconds", 1, 3600],
  ["workloads.gateway.terminationGraceSeconds", 1, 3600],
  ["runner.concurrentSessions", 1, 10000],
  ["runner.maxSessionSeconds", 60, 86400],
  ["quota.pods", 1, 100000],
  ["firewall.sessions.perAddressPerMinute", 1, 10000],
  ["firewall.sessions.perUserPerMinute", 1, 10000],
  ["firewall.connects.perAddressPerMinute", 1, 10000],
  ["firewall.otherRequests.perAddressPerMinute", 1, 10000],
  ["firewall.maxBodyBytes", 1, 8192],
  ["monitoring.budget.amount", 1, 10000000],
  ["recovery.rpoMinutes", 5, 10080],
  ["recovery.rtoMinutes", 5, 10080],
  ["recovery.backupRetentionDays", 1, 365],
  ["recovery.clusterBackupIntervalMinutes", 60, 86400],
];

describe("bounds", () => {
  const outside = (path: string, value: number): boolean =>
    refusalOf(changed("prod", { [path]: value }))?.message.includes(`'prod.${path}' must be a whole number between`) ??
    false;

  it.each(BOUNDS)("of %s are %d and %d", (path, low, high) => {
    expect([low - 1, low, high, high + 1].map((value) => outside(path, value))).toEqual([true, false, false, true]);
  });

  it.each([
    ["monitoring.availabilityTargetPercent", 90, 89.9, "at least 90"],
    ["monitoring.availabilityTargetPercent", 99.99, 99.999, "at most 99.99"],
  ])("of %s hold at %d and not at %d", (path, right, wrong, rule) => {
    expect(refusalOf(changed("prod", { [path]: right }))).toBeUndefined();
    expect(refusalOf(changed("prod", { [path]: wrong }))?.message).toContain(`'prod.${path}' must be ${rule}`);
  });
});

/** What fits just so, and what doesn't any more. */
const EDGES: readonly (readonly [
  title: string,
  environment: string,
  right: Changes,
  wrong: Changes,
  setting: string,
])[] = [
  [
    "connections",
    "prod",
    { "database.maxConnections": 413 },
    { "database.maxConnections": 412 },
    "database.maxConnections",
  ],
  ["the node range", "dev", { "cluster.expectedNodes": 252 }, { "cluster.expectedNodes": 253 }, "network.nodes"],
  ["the pod range", "staging", { "network.pods": "10.36.0.0/20" }, { "network.pods": "10.36.0.0/21" }, "network.pods"],
  ["pods per node", "prod", { "cluster.expectedPods": 1920 }, { "cluster.expectedPods": 1921 }, "cluster.expectedPods"],
  [
    "the service range",
    "dev",
    { "network.services": "10.16.16.0/27" },
    { "network.services": "10.16.16.0/28" },
    "network.services",
  ],
  [
    "the private service range",
    "dev",
    { "network.privateServices": "10.16.32.0/24" },
    { "network.privateServices": "10.16.32.0/25" },
    "network.privateServices",
  ],
  [
    "the largest node range",
    "dev",
    {
      "network.nodes": "10.0.0.0/8",
      "network.services": "172.16.0.0/20",
      "network.privateServices": "172.16.16.0/20",
      "network.pods": "172.20.0.0/16",
    },
    {
      "network.nodes": "10.0.0.0/7",
      "network.services": "172.16.0.0/20",
      "network.privateServices": "172.16.16.0/20",
      "network.pods": "172.20.0.0/16",
    },
    "network.nodes",
  ],
  [
    "neighboring ranges",
    "dev",
    { "network.services": "10.16.1.0/24" },
    { "network.services": "10.16.0.128/25" },
    "network.services",
  ],
  [
    "Cloud SQL's bridge",
    "dev",
    { "network.privateServices": "172.18.0.0/16" },
    { "network.privateServices": "172.17.255.0/24" },
    "network.privateServices",
  ],
  [
    "authorized networks",
    "prod",
    { "cluster.authorizedNetworks": [{ name: "a", cidr: "217.0.0.0/8" }] },
    { "cluster.authorizedNetworks": [{ name: "a", cidr: "216.0.0.0/7" }] },
    "cluster.authorizedNetworks[0].cidr",
  ],
  [
    "the hours of maintenance",
    "prod",
    { "cluster.maintenance.days": ["SU"], "cluster.maintenance.hours": 12 },
    { "cluster.maintenance.days": ["SU"], "cluster.maintenance.hours": 11 },
    "cluster.maintenance.days",
  ],
  [
    "exclusions",
    "prod",
    { "cluster.maintenance.exclusions": Array.from({ length: 20 }, (_, index) => exclusion({ name: `e${index}` })) },
    { "cluster.maintenance.exclusions": Array.from({ length: 21 }, (_, index) => exclusion({ name: `e${index}` })) },
    "cluster.maintenance.exclusions",
  ],
  [
    "an exclusion's length",
    "prod",
    { "cluster.maintenance.exclusions": [exclusion({ end: "2027-03-01T00:00:01Z" })] },
    { "cluster.maintenance.exclusions": [exclusion({ end: "2027-03-01T00:00:00Z" })] },
    "cluster.maintenance.exclusions[0]",
  ],
  [
    "node pools",
    "dev",
    standard([pool({ maxNodes: 30 })]),
    standard([pool({ maxNodes: 31 })]),
    "cluster.expectedNodes",
  ],
  [
    "a pool's fewest nodes",
    "dev",
    standard([pool({ minNodes: 12 })]),
    standard([pool({ minNodes: 13 })]),
    "cluster.nodePools[0].minNodes",
  ],
  [
    "backups behind logs",
    "dev",
    { "database.backups.retained": 3, "recovery.backupRetentionDays": 3 },
    { "database.backups.retained": 2, "recovery.backupRetentionDays": 2 },
    "database.backups.retained",
  ],
  [
    "backups behind the promise",
    "prod",
    { "recovery.backupRetentionDays": 30 },
    { "recovery.backupRetentionDays": 31 },
    "database.backups.retained",
  ],
  ["the disk's limit", "prod", { "database.diskLimitGb": 50 }, { "database.diskLimitGb": 49 }, "database.diskLimitGb"],
  [
    "days of logs in Enterprise Plus",
    "prod",
    {
      "database.edition": "ENTERPRISE_PLUS",
      "database.tier": "db-perf-optimized-N-4",
      "database.backups.retained": 35,
      "database.backups.transactionLogRetentionDays": 35,
    },
    {
      "database.edition": "ENTERPRISE_PLUS",
      "database.tier": "db-perf-optimized-N-4",
      "database.backups.retained": 36,
      "database.backups.transactionLogRetentionDays": 36,
    },
    "database.backups.transactionLogRetentionDays",
  ],
  [
    "recovery time without a standby",
    "dev",
    { "recovery.rtoMinutes": 60 },
    { "recovery.rtoMinutes": 59 },
    "recovery.rtoMinutes",
  ],
  [
    "recovery time with a standby",
    "prod",
    { "recovery.rtoMinutes": 5 },
    { "recovery.rtoMinutes": 4 },
    "recovery.rtoMinutes",
  ],
  ["the prefix", "dev", { namePrefix: "cliscale-dev-abcdef" }, { namePrefix: "cliscale-dev-abcdefg" }, "namePrefix"],
  [
    "replicas",
    "prod",
    { "workloads.gateway.minReplicas": 8 },
    { "workloads.gateway.minReplicas": 9 },
    "workloads.gateway.minReplicas",
  ],
  [
    "fewest replicas",
    "dev",
    { "workloads.gateway.minReplicas": 2 },
    { "workloads.gateway.minReplicas": 1 },
    "workloads.gateway.minReplicas",
  ],
  [
    "the drain",
    "prod",
    { "workloads.gateway.drainSeconds": 659 },
    { "workloads.gateway.drainSeconds": 660 },
    "workloads.gateway.drainSeconds",
  ],
  [
    "requests",
    "prod",
    { "runner.resources.requests.cpu": "417m" },
    { "runner.resources.requests.cpu": "1001m", "quota.requests.cpu": "80" },
    "runner.resources.requests.cpu",
  ],
  ["the quota's pods", "prod", { "quota.pods": 80 }, { "quota.pods": 79 }, "quota.pods"],
  [
    "the quota's requested cores",
    "prod",
    { "quota.requests.cpu": "24500m" },
    { "quota.requests.cpu": "24499m" },
    "quota.requests.cpu",
  ],
  [
    "the quota's requested memory",
    "prod",
    { "quota.requests.memory": "40Gi" },
    { "quota.requests.memory": "40959Mi" },
    "quota.requests.memory",
  ],
  [
    "the quota's allowed cores",
    "prod",
    { "quota.limits.cpu": "90" },
    { "quota.limits.cpu": "89.9" },
    "quota.limits.cpu",
  ],
  [
    "the quota's allowed memory",
    "prod",
    { "quota.limits.memory": "85Gi" },
    { "quota.limits.memory": "87039Mi" },
    "quota.limits.memory",
  ],
  [
    "the cluster behind the quota",
    "prod",
    { "cluster.expectedPods": 100 },
    { "cluster.expectedPods": 99 },
    "cluster.expectedPods",
  ],
  [
    "a reason's length",
    "prod",
    {
      "runner.allowedCodeDomains": ["*.github.com"],
      "runner.acknowledgedWildcards": [{ domain: "*.github.com", reason: "a".repeat(20) }],
    },
    {
      "runner.allowedCodeDomains": ["*.github.com"],
      "runner.acknowledgedWildcards": [{ domain: "*.github.com", reason: "a".repeat(19) }],
    },
    "runner.acknowledgedWildcards[0].reason",
  ],
  [
    "zones of production",
    "prod",
    { zones: ["europe-west1-b", "europe-west1-c"] },
    { zones: ["europe-west1-b"] },
    "zones",
  ],
  [
    "a tag's length",
    "dev",
    { "images.runner": "a".repeat(128) },
    { "images.runner": "a".repeat(129) },
    "images.runner",
  ],
  [
    "a digest of the image for the first grants, too",
    "prod",
    { "images.migrate": DIGEST },
    { "images.migrate": "17.6-alpine" },
    "images.migrate",
  ],
  ["a digest's length", "prod", { "images.runner": DIGEST }, { "images.runner": `${DIGEST}0` }, "images.runner"],
  ["a label's length", "dev", { "labels.owner": "a".repeat(63) }, { "labels.owner": "a".repeat(64) }, "labels.owner"],
  ["a bucket's length", "dev", { stateBucket: "a".repeat(63) }, { stateBucket: "a".repeat(64) }, "stateBucket"],
  [
    "a name's length",
    "dev",
    { name: "a".repeat(20), namePrefix: "short", "labels.environment": undefined },
    { name: "a".repeat(21), namePrefix: "short", "labels.environment": undefined },
    "name",
  ],
];

describe("what has to fit together", () => {
  it.each(EDGES)("%s fits just so", (_title, environment, right, wrong, setting) => {
    const settingsOf = (changes: Changes) =>
      refusalOf(changed(environment, changes))?.problems.map((problem) => problem.setting.replace(/^[^.]+\./, ""));

    expect(settingsOf(right) ?? []).not.toContain(setting);
    expect(settingsOf(wrong)).toContain(setting);
  });

  it("accepts a wildcard in production when somebody answers for it", () => {
    const reason = "Release archives come from hosts that GitHub changes";
    const changes = {
      "runner.allowedCodeDomains": ["*.github.com"],
      "runner.acknowledgedWildcards": [{ domain: "*.github.com", reason }],
    };

    expect(refusalOf(changed("prod", changes))).toBeUndefined();
  });

  it("accepts a Standard cluster", () => {
    expect(refusalOf(changed("dev", standard([pool(), pool({ name: "batch", spot: true })])))).toBeUndefined();
  });

  it("accepts a pager in place of an address", () => {
    expect(refusalOf(changed("prod", { "monitoring.emails": [] }))).toBeUndefined();
  });

  it("lets the sandbox hold placeholders and one replica, and keep its state in a file", () => {
    const changes = { "images.runner": "PLACEHOLDER", "labels.owner": "changeme", "workloads.gateway.minReplicas": 1 };

    expect(refusalOf(changed("sandbox", changes))).toBeUndefined();
    expect(exampleEnvironment("sandbox").stateBucket).toBeUndefined();
  });

  it.each([
    "codeload.github.com",
    "attestation.cliscale.dev",
    "latest-news.cliscale.dev",
    "xxl.cliscale.dev",
    "my-example.community",
    "todo.cliscale.dev",
    "yourself.cliscale.dev",
  ])("takes %s for no placeholder", (domain) => {
    expect(refusalOf(changed("dev", { "runner.allowedCodeDomains": [domain] }))).toBeUndefined();
  });
});

describe("several environments", () => {
  it("have names and hosts of their own", () => {
    const error = refusalOf(changed("dev", {}), changed("dev", {}));

    expect(error?.message).toContain(
      "'dev.name' must be no other environment's name, got 'dev'; rename one of the two",
    );
    expect(error?.message).toContain("'dev.domain' must be another host than 'dev.domain'");
  });

  it("may not serve the other's host", () => {
    const error = refusalOf(
      changed("dev", {}),
      changed("staging", { dns: { kind: "elsewhere" }, wsDomain: "dev.cliscale.dev" }),
    );

    expect(error?.message).toContain(
      "'staging.wsDomain' must be another host than 'dev.domain', got 'dev.cliscale.dev'; choose a host of its own for 'staging'",
    );
  });

  it("may share a project under prefixes of their own", () => {
    expect(refusalOf(changed("dev", {}), changed("staging", { project: "cliscale-dev-4f21" }))).toBeUndefined();
  });

  it("may not share a project and a prefix", () => {
    const error = refusalOf(
      changed("dev", {}),
      changed("staging", { project: "cliscale-dev-4f21", namePrefix: "cliscale-dev" }),
    );

    expect(error?.problems).toHaveLength(1);
    expect(error?.message).toContain(
      "'staging.namePrefix' must differ from 'dev.namePrefix', since both are in project 'cliscale-dev-4f21', got 'cliscale-dev'",
    );
  });

  it("may use each other's ranges in projects of their own only", () => {
    const nodes = { "network.nodes": "10.16.0.0/23" };

    expect(refusalOf(changed("dev", {}), changed("staging", nodes))).toBeUndefined();
    expect(
      refusalOf(changed("dev", {}), changed("staging", { ...nodes, project: "cliscale-dev-4f21" }))?.message,
    ).toContain("'staging.network.nodes' must not overlap 'dev.network.nodes' (10.16.0.0/24), got '10.16.0.0/23'");
  });
});

describe("presets", () => {
  it("differ where environments should", () => {
    const [, dev, staging, prod] = exampleEnvironments();

    expect([dev, staging, prod].map((settings) => settings?.database.availability)).toEqual([
      "ZONAL",
      "REGIONAL",
      "REGIONAL",
    ]);
    expect([dev, staging, prod].map((settings) => settings?.database.deletionProtection)).toEqual([false, true, true]);
    expect([dev, staging, prod].map((settings) => settings?.allowDestroys)).toEqual([true, false, false]);
    expect([dev, staging, prod].map((settings) => settings?.database.backups.retained)).toEqual([7, 14, 30]);
    expect(new Set([dev, staging, prod].map((settings) => settings?.network.nodes)).size).toBe(3);
  });

  it("enforce new rules of the firewall at once, except where users are", () => {
    expect(exampleEnvironments().map(({ name, firewall }) => [name, firewall.previewNewRules])).toEqual([
      ["sandbox", false],
      ["dev", false],
      ["staging", false],
      ["prod", true],
    ]);
  });

  it("can be peered: no range of one is in another", () => {
    const project = "cliscale-one-4f21";
    const all = exampleEnvironments().filter(({ name }) => name !== "sandbox");

    expect(refusalOf(...all.map(({ name }) => changed(name, { project })))).toBeUndefined();
  });
});

describe("checks", () => {
  /** A stand-in that remembers the path of every leaf that is read. */
  function recording(value: unknown, path: string, read: Set<string>): unknown {
    if (typeof value !== "object" || value === null) {
      read.add(path);
      return value;
    }
    return new Proxy(structuredClone(value) as Record<PropertyKey, unknown>, {
      get: (target, key) => {
        if (typeof key === "symbol" || !(key in target) || key in Array.prototype) {
          read.add(path);
          return Reflect.get(target, key);
        }
        return recording(target[key], path === "" ? key : `${path}.${key}`, read);
      },
    });
  }

  it.each(CHECKS.map((check, index) => [index, check] as const).filter(([, check]) => check.reads.length > 0))(
    "say what they read (%d)",
    (_index, check) => {
      const read = new Set<string>();
      check.find(recording(exampleEnvironment("prod"), "", read) as never);

      const undeclared = [...read].filter(
        (path) =>
          path !== "" &&
          !check.reads.some(
            (declared) => path === declared || path.startsWith(`${declared}.`) || declared.startsWith(`${path}.`),
          ),
      );
      expect(undeclared).toEqual([]);
    },
  );
});
