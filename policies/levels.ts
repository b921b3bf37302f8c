/** What an environment is for, from a laptop to customers. */
export type EnvironmentKind = "sandbox" | "dev" | "staging" | "prod";

/** `error` fails the build, `warning` shows, `off` stays silent. */
export type Level = "error" | "warning" | "off";

/** The level of a rule in each kind of environment. */
export type LevelTable = Readonly<Record<EnvironmentKind, Level>>;

/** The tables that rules use. */
export const LEVELS = {
  /** What can't be undone or leaks: wrong everywhere. */
  everywhere: { sandbox: "error", dev: "error", staging: "error", prod: "error" },
  /** What customers rely on; cheaper choices are fine where nobody does. */
  production: { sandbox: "warning", dev: "warning", staging: "error", prod: "error" },
  /** What only the sandbox may do, since nothing of it is real. */
  outsideSandbox: { sandbox: "off", dev: "error", staging: "error", prod: "error" },
  /** What is worth a look everywhere, and stops nobody. */
  recommended: { sandbox: "warning", dev: "warning", staging: "warning", prod: "warning" },
} as const satisfies Record<string, LevelTable>;
