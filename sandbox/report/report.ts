import { type DeployTime } from "../time/deploy-time";

/**
 * Everything that a rehearsal found out, as plain data: `JSON.stringify` keeps all of it. The console summary, the HTML page and the JSON
 * file are three ways to read the same object.
 */
export interface RehearsalReport {
  /** What was rehearsed, such as `cliscale-sandbox` or a directory's name. */
  readonly title: string;
  /** When it ended, ISO 8601. */
  readonly created: string;
  /** Which program ran, such as `Terraform 1.11.4` or `OpenTofu 1.12.6`. */
  readonly terraform: string;
  /** In the order in which they are deployed. */
  readonly stacks: readonly StackReport[];
  /** Commands as they were run, oldest first. */
  readonly phases: readonly Phase[];
  /** Every law of the simulated cloud, also those that had nothing to judge. */
  readonly laws: readonly LawUse[];
  /** What has to be mended; empty when all went as it should. */
  readonly findings: readonly Finding[];
  /** Only when faults were rehearsed. */
  readonly faults?: CampaignReport;
  /** Only when orders were taken out. */
  readonly mutants?: MutantReport;
  /** Only when an older version was upgraded. */
  readonly upgrade?: UpgradeReport;
}

/** One stack: what is in it, what waits for what, and how long it takes on the simulated clock. */
export interface StackReport {
  readonly name: string;
  readonly blocks: readonly ReportedBlock[];
  readonly edges: readonly ReportedEdge[];
  /** Create, update and delete; empty where the clock can't be used, and then {@link StackReport.notTimed} says why. */
  readonly times: readonly DeployTime[];
  readonly notTimed?: string;
}

export interface ReportedBlock {
  /** As Terraform writes it, such as `google_compute_network.main`. */
  readonly address: string;
  readonly type: string;
  readonly mode: "resource" | "data" | "ephemeral";
  /** The construct's path without the stack. */
  readonly path: string;
}

/** `from` waits for `to` when things are made. */
export interface ReportedEdge {
  readonly from: string;
  readonly to: string;
  /** In words, such as `depends_on` or `network reads id`. */
  readonly reasons: readonly string[];
  /** The law that forces the order; undefined where only the configuration asks for it. */
  readonly law?: string;
  readonly because?: string;
}

/** One command, such as `create`, `second plan`, `update`, `destroy`. */
export interface Phase {
  readonly stack: string;
  readonly name: string;
  readonly ok: boolean;
  /** What came of it in a few words, such as `136 added` or `no changes`. */
  readonly result: string;
  /** Wall time. */
  readonly seconds: number;
  /** How long it took on the simulated clock, in seconds. */
  readonly clock?: number;
}

/** How often a law was asked about something that concerned it, and how often it refused. */
export interface LawUse {
  /** The law's file in `sandbox/cloud/laws`, without its ending. */
  readonly name: string;
  /** The first sentence of what it says. */
  readonly statement: string;
  readonly judged: number;
  readonly refused: number;
}

export interface Finding {
  readonly severity: "error" | "warning";
  /** One sentence. */
  readonly summary: string;
  /** What it is about: an address, a fault, an order. */
  readonly subject: string;
  /** What Terraform said, and what to do; may be several lines. */
  readonly detail: string;
}

/** Many rehearsals, each with one fault. */
export interface CampaignReport {
  /** The seed, or `all`. */
  readonly seed: string;
  readonly total: number;
  readonly done: number;
  /** How many recovered, by kind of fault, and how many there were. */
  readonly kinds: readonly { readonly kind: string; readonly recovered: number; readonly done: number }[];
  /** How many more applies it took after the first one: index 0 is none. */
  readonly moreRuns: readonly number[];
}

/** What became of each order that was taken out. */
export interface MutantReport {
  readonly total: number;
  readonly killed: number;
  readonly mutants: readonly ReportedMutant[];
}

export interface ReportedMutant {
  /** `from waits for to`, which the mutant does not. */
  readonly from: string;
  readonly to: string;
  readonly verdict: "killed" | "survived" | "equivalent";
  /** The law that refused, for a killed one. */
  readonly law?: string;
  /** The refusal's text, or why it counts as equivalent. */
  readonly detail: string;
}

export interface UpgradeReport {
  /** The older version as it was asked for. */
  readonly from: string;
  readonly added: number;
  readonly changed: number;
  /** Addresses that the newer version replaces. */
  readonly replaced: readonly string[];
  readonly destroyed: readonly string[];
  /** Those of the two lists above that hold data, and stacks with data that the newer version does not have. */
  readonly dataLost: readonly string[];
}
