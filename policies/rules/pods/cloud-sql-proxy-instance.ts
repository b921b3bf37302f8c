import { containerRule } from "../../facts/pods";
import { isCloudSqlProxy } from "../../facts/pods-proxy";
import { isUncertain } from "../../facts/pods-shape";
import { isReference } from "../../rendered/rendered-stack";
import { unknown, verdict } from "../../rule";

/** `project:region:instance`, where the project may be inside of a domain. */
const CONNECTION = /^((?:[a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]*):([a-z0-9-]+):([a-z][a-z0-9-]*)(?:\?.*)?$/;

/** The proxy names an instance, and where the stack makes instances, one of these. */
export const cloudSqlProxyInstance = containerRule(({ container, path }, { stack }) => {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  const variable = (container.env ?? []).find(({ name }) => name === "CSQL_PROXY_INSTANCE_CONNECTION_NAME");
  const named = [...words, ...(variable?.value === undefined ? [] : [variable.value])].filter(
    (word) => !word.startsWith("-"),
  );
  const uncertain = named.some(isUncertain);
  const connections = named.flatMap((word) => {
    const [text, project, region, name] = CONNECTION.exec(word) ?? [];
    return text === undefined ? [] : [{ text, project, region, name }];
  });
  if (connections.length === 0) {
    return uncertain ? unknown(`${path}.args`) : verdict([`${path}.args names no instance (project:region:instance)`]);
  }
  const instances = stack.ofType("google_sql_database_instance").map(({ arguments: block }) => block);
  const agrees = (argument: unknown, part: string | undefined): boolean =>
    argument === undefined || isReference(argument) || argument === part;
  return verdict(
    connections
      .filter(
        ({ project, region, name }) =>
          instances.length > 0 &&
          !instances.some(
            (one) => agrees(one.project, project) && agrees(one.region, region) && agrees(one.name, name),
          ),
      )
      .map(({ text }) => `${path}.args names ${text}, an instance that this stack doesn't make`),
  );
}, isCloudSqlProxy);
