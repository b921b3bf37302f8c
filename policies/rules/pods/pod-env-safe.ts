import { containerRule, type PodSubject } from "../../facts/pods";
import { isCloudSqlProxy } from "../../facts/pods-proxy";
import { verdict } from "../../rule";

/** Variables that switch a protection off, by name and value. */
const WEAKENING: readonly (readonly [name: RegExp, value: RegExp, what: string])[] = [
  [/^NODE_TLS_REJECT_UNAUTHORIZED$/, /^0$/, "accepts any certificate"],
  [/^PYTHONHTTPSVERIFY$/, /^0$/, "accepts any certificate"],
  [
    /^(GIT_SSL_NO_VERIFY|CURL_INSECURE|INSECURE_SKIP_(TLS_)?VERIFY|TLS_SKIP_VERIFY|SSL_NO_VERIFY)$/,
    /^(1|true|yes|on)$/i,
    "accepts any certificate",
  ],
  [/^NODE_OPTIONS$/, /--(inspect|tls-min-v1\.[01]|insecure)/, "opens a debugger or old TLS"],
  [/^JAVA_TOOL_OPTIONS$/, /jdwp/, "opens a debugger"],
  [/^NODE_ENV$/, /^(development|test)$/, "shows errors with their stack"],
  [/^(FLASK_DEBUG|DJANGO_DEBUG|APP_DEBUG)$/, /^(1|true|yes|on)$/i, "shows errors with their stack"],
  [/^FLASK_ENV$/, /^development$/, "shows errors with their stack"],
  [/^LD_PRELOAD$/, /./, "loads foreign code into every process"],
];

/** Modes of libpq that let a server be anybody. https://www.postgresql.org/docs/current/libpq-ssl.html */
const UNPROTECTED = /^(disable|allow|prefer)$/;
const DEBUGGING = /^--?(inspect(-brk)?(=|$)|debug-port|enable-debugger|insecure-skip-tls-verify|insecure-bind-address)/;
/** The program that git-sync runs in place of git, whatever it is. checkov's CKV_K8S_159 forbids it as well. */
const GIT_SYNC = /^GITSYNC_GIT$/;

/** No variable or argument switches off what protects the process: checks of certificates, TLS to the database, closed debuggers. */
export const podEnvSafe = containerRule(({ container, path }, subject) =>
  verdict([
    ...(container.env ?? []).flatMap(({ name, value }, index) => {
      const text = String(value ?? "");
      const [, , what] = WEAKENING.find(([names, values]) => names.test(name) && values.test(text)) ?? [];
      return [
        ...(what === undefined ? [] : [`${path}.env[${index}] (${name}=${text}) ${what}`]),
        ...(name === "PGSSLMODE" && UNPROTECTED.test(text) && !talksToItself(subject, container.env ?? [])
          ? [`${path}.env[${index}] (${name}=${text}) connects to PostgreSQL without TLS that can be trusted`]
          : []),
        ...(GIT_SYNC.test(name) ? [`${path}.env[${index}] (${name}) replaces git by another program`] : []),
      ];
    }),
    ...[...(container.command ?? []), ...(container.args ?? [])]
      .filter((argument) => DEBUGGING.test(String(argument)))
      .map((argument) => `${path}.args has ${String(argument)}, which opens a debugger or an unprotected port`),
  ]),
);

/** The Auth Proxy in the same pod speaks TLS itself. */
function talksToItself(
  { containers }: PodSubject,
  env: readonly { readonly name: string; readonly value?: string }[],
): boolean {
  const host = env.find(({ name }) => name === "PGHOST")?.value;
  return containers.some(isCloudSqlProxy) && (host === undefined || /^(127\.|localhost$|::1$|\/)/.test(host));
}
