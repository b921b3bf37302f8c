/**
 * How many resources Terraform works on at once in our deploys. Its own 10 are busy with enabling APIs while the cluster and the database
 * could begin already: a minute more (`npm run bench:deploy-time -- --parallelism`). `package.json` says the same for the sandbox.
 * https://developer.hashicorp.com/terraform/cli/commands/apply#parallelism-n
 */
export const TERRAFORM_PARALLELISM = 30;
