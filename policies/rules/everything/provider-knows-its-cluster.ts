import {
  blocksAt,
  isWritten,
  type Block,
  type RenderedResource,
  type RenderedStack,
} from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

/** Providers of cluster objects, with what their types begin with. */
const PROVIDERS: Readonly<Record<string, string>> = { "provider.kubernetes": "kubernetes_", "provider.helm": "helm_" };

/** A provider of cluster objects is told which cluster, checks that it is that one, and doesn't take whatever the machine is logged in to. */
export const providerKnowsItsCluster: ResourceRule = {
  appliesTo: [...Object.keys(PROVIDERS), "terraform"],
  evaluate: (setting, stack) => verdict(setting.type === "terraform" ? missing(stack) : problemsOf(setting, stack)),
};

/** Without a block, a provider takes what it finds on the machine. */
const missing = (stack: RenderedStack): readonly string[] =>
  Object.entries(PROVIDERS)
    .filter(
      ([provider, prefix]) =>
        stack.ofType(provider).length === 0 && stack.resources.some(({ type }) => type.startsWith(prefix)),
    )
    .map(([provider]) => `${provider} is absent: objects go to the cluster that the machine is logged in to`);

function problemsOf({ type, arguments: provider }: RenderedResource, stack: RenderedStack): readonly string[] {
  const [block] = type === "provider.helm" ? blocksAt(provider, "kubernetes") : [provider];
  const at = type === "provider.helm" ? "kubernetes." : "";
  return block === undefined
    ? ["kubernetes is absent: releases go to the cluster that the machine is logged in to"]
    : [...hostProblems(block, at, stack), ...loginProblems(block, at)];
}

function hostProblems(block: Block, at: string, stack: RenderedStack): readonly string[] {
  const { host, insecure, config_path: file, config_context: context } = block;
  const isTold = (typeof host === "string" && host !== "") || (file !== undefined && context !== undefined);
  const [cluster, ...more] = stack.ofType("google_container_cluster");
  return [
    ...(isTold ? [] : [`${at}host is ${shown(host)}: objects go to the cluster that the machine is logged in to`]),
    ...(typeof host === "string" && host.startsWith("http://")
      ? [`${at}host is ${shown(host)}, which is not https`]
      : []),
    ...(isWritten(host) && cluster !== undefined && more.length === 0 && block.alias === undefined
      ? [`${at}host is ${shown(host)}, written out beside ${cluster.address}`]
      : []),
    ...(insecure === undefined || insecure === false || typeof insecure === "string"
      ? []
      : [`${at}insecure is ${shown(insecure)}, not false`]),
  ];
}

function loginProblems(block: Block, at: string): readonly string[] {
  const [exec] = blocksAt(block, "exec");
  const hasLogin =
    exec !== undefined ||
    ["token", "client_certificate", "username", "config_path", "config_paths"].some(
      (name) => block[name] !== undefined,
    );
  return [
    ...(hasLogin ? [] : [`${at}exec is absent, and nothing else logs in`]),
    ...(exec !== undefined && (exec.command === undefined || exec.command === "")
      ? [`${at}exec.command is ${shown(exec.command)}`]
      : []),
  ];
}
