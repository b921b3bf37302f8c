import { type Block } from "../../rendered/rendered-stack";
import { METADATA, HOOK_ANNOTATIONS } from "./cluster-access";
import { add, butSame, dropEach, harmless, hurts, onlyWhen, remove, set, type PathTable } from "./path-table";

const nameOf = (block: Block): unknown => (block.metadata as Block | undefined)?.name;

/** The controller reaches the internet by address. */
const needsNames = (block: Block): boolean => nameOf(block) !== "controller";

const everybody = { ipBlock: { cidr: "0.0.0.0/0" } };
const metadataServer = { to: [{ ipBlock: { cidr: "169.254.169.254/32" } }], ports: [{ protocol: "TCP", port: 988 }] };

/** Network policies. */
export const NETWORK_POLICY_PATHS: PathTable = {
  NetworkPolicy: {
    ...METADATA,
    spec: hurts(remove),
    ...HOOK_ANNOTATIONS,
    "": hurts(remove),
    "spec.podSelector": onlyWhen(
      hurts(set({ matchLabels: { "app.kubernetes.io/name": "nobody" } }), set({})),
      (block) => nameOf(block) !== "default-deny",
      "that of default-deny is below",
    ),
    "spec.podSelector.matchLabels": hurts(
      remove,
      add({ "app.kubernetes.io/version": "2" }),
      set({ "app.kubernetes.io/instance": "another" }),
    ),
    "spec.podSelector.matchExpressions": butSame(
      hurts(
        set([{ key: "session", operator: "DoesNotExist" }]),
        set([{ key: "another-label", operator: "In", values: ["x"] }]),
      ),
      remove,
      "a runner without a session may ask for names then, and nobody else's policy lets it do more",
    ),
    "spec.policyTypes": butSame(
      hurts(set(["Ingress"]), set(["Egress"])),
      dropEach,
      "the same as setting the one that is left",
    ),
    "spec.ingress": hurts(
      dropEach,
      add({}),
      add({ from: [everybody] }),
      add({ from: [{ ipBlock: { cidr: "0.0.0.0/1" } }, { ipBlock: { cidr: "128.0.0.0/1" } }] }),
      add({ from: [{ ipBlock: { cidr: "::/0" } }] }),
      add({ from: [{ namespaceSelector: {} }] }),
      add({ from: [{ podSelector: {} }] }),
    ),
    "spec.ingress[].from": hurts(
      remove,
      dropEach,
      add(everybody),
      add({ namespaceSelector: {} }),
      add({ podSelector: {} }),
      add({ ipBlock: { cidr: "10.0.0.0/8" } }),
    ),
    "spec.ingress[].from[].ipBlock.cidr": hurts(set("0.0.0.0/0"), set("192.0.2.0/24")),
    "spec.ingress[].from[].namespaceSelector": hurts(set({})),
    "spec.ingress[].from[].namespaceSelector.matchExpressions": hurts(remove),
    "spec.ingress[].from[].namespaceSelector.matchExpressions[].key": harmless("below, by the whole list"),
    "spec.ingress[].from[].namespaceSelector.matchExpressions[].operator": hurts(set("NotIn"), set("Exists")),
    "spec.ingress[].from[].namespaceSelector.matchExpressions[].values": hurts(
      dropEach,
      set(["elsewhere"]),
      add("default"),
    ),
    "spec.ingress[].from[].podSelector": hurts(set({})),
    "spec.ingress[].from[].podSelector.matchLabels": hurts(
      remove,
      dropEach,
      set({ "app.kubernetes.io/name": "another" }),
    ),
    "spec.ingress[].ports": hurts(remove, dropEach, add({ protocol: "TCP", port: 22 }), add({ protocol: "TCP" })),
    "spec.ingress[].ports[]": hurts(add({ endPort: 65535 })),
    "spec.ingress[].ports[].port": hurts(set(9999), remove, set("nothing")),
    "spec.ingress[].ports[].protocol": butSame(hurts(set("UDP")), remove, "TCP is the default"),
    "spec.egress": hurts(
      remove,
      dropEach,
      add({}),
      add({ ports: [{ protocol: "TCP", port: 443 }] }),
      add({ to: [everybody] }),
      add({ to: [everybody], ports: [{ protocol: "TCP", port: 443 }] }),
      add({ to: [{ ipBlock: { cidr: "::/0" } }] }),
      add({ to: [{ podSelector: {} }] }),
      add({ to: [{ namespaceSelector: {} }] }),
      add({ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }], ports: [{ protocol: "TCP", port: 5432 }] }),
      add(metadataServer),
    ),
    "spec.egress[].to": hurts(
      remove,
      dropEach,
      add(everybody),
      add({ podSelector: {} }),
      add({ namespaceSelector: {} }),
    ),
    "spec.egress[].to[].ipBlock": hurts(set({ cidr: "0.0.0.0/0" })),
    "spec.egress[].to[].ipBlock.cidr": hurts(set("10.0.0.0/8"), set("192.168.77.0/24")),
    "spec.egress[].to[].ipBlock.except": hurts(remove, dropEach),
    "spec.egress[].to[].namespaceSelector": hurts(
      remove,
      set({ matchLabels: { "kubernetes.io/metadata.name": "elsewhere" } }),
    ),
    "spec.egress[].to[].namespaceSelector.matchLabels": hurts(remove),
    "spec.egress[].to[].podSelector": hurts(remove, set({})),
    "spec.egress[].to[].podSelector.matchExpressions": hurts(remove, set([{ key: "k8s-app", operator: "Exists" }])),
    "spec.egress[].to[].podSelector.matchExpressions[].key": hurts(set("another-label")),
    "spec.egress[].to[].podSelector.matchExpressions[].operator": hurts(set("DoesNotExist")),
    "spec.egress[].to[].podSelector.matchExpressions[].values": hurts(dropEach),
    "spec.egress[].to[].podSelector.matchLabels": hurts(remove, set({ "app.kubernetes.io/name": "another" })),
    "spec.egress[].ports": hurts(remove, dropEach, add({ protocol: "TCP", port: 25 })),
    "spec.egress[].ports[]": hurts(add({ endPort: 65535 })),
    "spec.egress[].ports[].port": hurts(set(9999), remove),
    "spec.egress[].ports[].protocol": onlyWhen(
      hurts(set("SCTP")),
      () => true,
      "of TCP ports removal is the same, since TCP is the default",
    ),
  },
  FQDNNetworkPolicy: {
    ...METADATA,
    spec: onlyWhen(hurts(remove), needsNames, "it opens nothing that is closed otherwise"),
    ...HOOK_ANNOTATIONS,
    "": onlyWhen(
      hurts(remove),
      needsNames,
      "its NetworkPolicy opens 443 of the internet anyway, which is a finding of its own",
    ),
    "spec.podSelector": hurts(set({ matchLabels: { "app.kubernetes.io/name": "nobody" } }), set({})),
    "spec.podSelector.matchLabels": hurts(set({ "app.kubernetes.io/instance": "another" })),
    "spec.podSelector.matchExpressions": hurts(set([{ key: "session", operator: "DoesNotExist" }])),
    "spec.egress": onlyWhen(
      hurts(
        remove,
        add({ matches: [{ pattern: "*" }], ports: [{ protocol: "TCP", port: 443 }] }),
        add({ matches: [{ name: "metadata.google.internal" }], ports: [{ protocol: "TCP", port: 80 }] }),
      ),
      needsNames,
      "its NetworkPolicy opens 443 of the internet anyway, which is a finding of its own",
    ),
    "spec.egress[]": hurts(set({ matches: [{ pattern: "*" }] })),
    "spec.egress[].matches": onlyWhen(
      hurts(
        remove,
        dropEach,
        add({ pattern: "*" }),
        add({ pattern: "*.com" }),
        add({ name: "exfiltration.example.net" }),
        add({ name: "metadata.google.internal" }),
      ),
      needsNames,
      "its NetworkPolicy opens 443 of the internet anyway, which is a finding of its own",
    ),
    "spec.egress[].matches[].name": hurts(set("another.example.net")),
    "spec.egress[].matches[].pattern": hurts(set("*"), set("*.io")),
    "spec.egress[].ports": hurts(remove, add({ protocol: "TCP", port: 22 }), add({ protocol: "ALL" })),
    "spec.egress[].ports[].port": hurts(remove, set(80)),
    "spec.egress[].ports[].protocol": hurts(set("UDP"), set("ALL")),
  },
};
