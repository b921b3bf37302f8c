import { SECRET_VERSIONS } from "../../facts/secrets";
import { COMPLIANT, NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** A connection string, up to what names its host. */
const URL =
  /^(postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?|amqps?|https?|ldaps?):\/\/(?:[^@/\s]*@)?(\[[^\]]*\]|[^:/?\s]*)/;
const HERE = /^(127(\.\d+){3}|localhost|\[::1\]|)$/;

/** Settings with which a client sends its password in clear text, or takes whoever answers. https://www.postgresql.org/docs/current/libpq-ssl.html */
const UNENCRYPTED = /[?&](?:sslmode=(?:disable|allow|prefer)|ssl=false|tls=false|useSSL=false|sslMode=DISABLED)\b/;

/** The scheme that is the same without TLS. */
const PLAIN: ReadonlySet<string> = new Set(["redis", "amqp", "http", "ldap"]);

/** An address of a database asks for TLS, unless the way is to a proxy in the same pod, which encrypts. */
export const secretUrlEncrypted: ResourceRule = {
  appliesTo: SECRET_VERSIONS,
  evaluate: ({ arguments: version }) => {
    const values = [version.secret_data_wo, version.secret_data].filter((one) => typeof one === "string");
    const urls = values.flatMap((value) => {
      const [start, scheme = "", host = ""] = URL.exec(value) ?? [];
      return start === undefined || HERE.test(host) ? [] : [{ value, scheme, host }];
    });
    const open = urls.filter(
      ({ value, scheme }) => PLAIN.has(scheme) || UNENCRYPTED.test(value) || lacksMode(value, scheme),
    );
    if (urls.length === 0) {
      return values.some((value) => URL.test(value)) ? COMPLIANT : NOT_APPLICABLE;
    }
    return verdict(
      open.map(({ scheme, host }) => `secret_data_wo is a ${scheme} address on ${host} that doesn't ask for TLS`),
    );
  },
};

/** PostgreSQL's clients prefer TLS by default, and go on without. */
const lacksMode = (value: string, scheme: string): boolean =>
  scheme.startsWith("postgres") && !/[?&]sslmode=/.test(value);
