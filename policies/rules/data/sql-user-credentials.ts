import { engineOf, instanceOf } from "../../facts/sql";
import { isReference, type Block, type RenderedStack } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const IAM = /^CLOUD_IAM_/;
const MACHINE = "CLOUD_IAM_SERVICE_ACCOUNT";

/** A user of the database has a password that is written past the state, or an identity and no password. */
export const sqlUserCredentials: ResourceRule = {
  appliesTo: ["google_sql_user"],
  evaluate: ({ arguments: user }, stack) => {
    const { type = "BUILT_IN" } = user;
    if (isReference(type)) {
      return unknown("type");
    }
    if (type === "BUILT_IN") {
      return verdict(passwordFindings(user));
    }
    return typeof type === "string" && IAM.test(type) ? verdict(identityFindings(user, stack)) : NOT_APPLICABLE;
  },
};

function passwordFindings(user: Block): readonly string[] {
  const { name, password, password_wo: written, password_wo_version: version } = user;
  const isMissing = (value: unknown): boolean => value === undefined || value === "" || value === null;
  return [
    ...(isMissing(name) ? ["name is absent"] : []),
    ...(isMachine(name) ? [`name is ${shown(name)}, that of a service account, which needs no password`] : []),
    ...(isMissing(password) && isMissing(written) ? ["password_wo is absent, so that the user has no password"] : []),
    ...(!isMissing(written) && !isReference(written) ? ["password_wo is written in the code"] : []),
    ...(!isMissing(written) && isMissing(version)
      ? ["password_wo_version is absent, so that a new password is never written"]
      : []),
  ];
}

function identityFindings(user: Block, stack: RenderedStack): readonly string[] {
  const { type, name, password, password_wo: written } = user;
  const isPostgres = engineOf(instanceOf(user, stack)?.arguments ?? {}) === "postgres";
  return [
    ...(password === undefined && written === undefined ? [] : [`type is ${shown(type)}, which has no password`]),
    ...(isMachine(name) && type !== MACHINE ? [`type is ${shown(type)}, not "${MACHINE}"`] : []),
    ...(isPostgres && isWholeAddress(name)
      ? [`name is ${shown(name)}, and PostgreSQL takes it without .gserviceaccount.com`]
      : []),
  ];
}

const isMachine = (name: unknown): boolean =>
  typeof name === "string" &&
  (name.includes("google_service_account.") || /\.iam(\.gserviceaccount\.com)?$/.test(name));

const isWholeAddress = (name: unknown): boolean =>
  typeof name === "string" &&
  (name.endsWith(".gserviceaccount.com") || /^\$\{google_service_account\.[\w-]+\.email\}$/.test(name));
