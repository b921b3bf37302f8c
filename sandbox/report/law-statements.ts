/** What each law of `sandbox/cloud/laws` says, in one sentence. */
const STATEMENTS: Readonly<Record<string, string>> = {
  "alert-metric": "The metric that an alert watches exists.",
  "api-enabled": "An API answers only where it is enabled.",
  "autopilot-fields": "Autopilot clusters are regional and take no arguments about nodes.",
  "backup-plan-with-backups": "A backup plan that has backups is not deleted before it is deactivated.",
  "cluster-objects": "Kubernetes objects and releases go into namespaces that exist, once.",
  "database-edition": "Edition, version, tier, log retention and availability of PostgreSQL fit together.",
  "database-iam-user": "A database user that logs in as a service account needs that account.",
  "deletion-protection": "What is protected is not deleted.",
  "gateway-in-use": "What a Gateway's load balancer uses is not deleted.",
  "gateway-references": "What a Gateway and its policies name exists.",
  "identity-pool": "Workload Identity members exist with the project's first cluster.",
  "identity-pool-name-month": "The name of a deleted Workload Identity pool stays taken for 30 days.",
  "in-use": "What something else uses is not deleted.",
  "instance-name-week": "The name of a deleted Cloud SQL instance stays taken for a week.",
  "load-balancer-leftovers": "A network is not deleted while a Gateway is left that outlived its cluster.",
  "member-exists": "Roles go to accounts that exist.",
  "name-taken": "A name is given once.",
  "private-services-connection": "A private address for Cloud SQL needs a private services connection.",
  "reference-exists": "What a request names exists.",
  "release-timeout": "A release waits as long as its roll-out may take by its own manifests.",
  "secret-rotation-topic": "A secret with a rotation has a topic for its reminders.",
  "security-policy-rules": "Rules of Cloud Armor stay within its limits.",
  "service-agent-key": "A service agent may use a key before the first object names that key.",
  "service-connection-in-use": "A private services connection stays while an instance uses it.",
  "service-identity": "A service agent is given out where its API is enabled.",
};

/** @returns the law's name where it has no sentence, which a test does not let happen */
export function lawStatement(name: string): string {
  return STATEMENTS[name] ?? name;
}
