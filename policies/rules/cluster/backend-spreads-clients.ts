import { textAt } from "../../facts/cluster-objects";
import { verdict, type ObjectRule } from "../../rule";

const PATH = "spec.default.sessionAffinity.type";

/** Clients aren't tied to pods by their address: an office behind one address would all be on one pod. */
export const backendSpreadsClients: ObjectRule = {
  kinds: ["GCPBackendPolicy"],
  evaluate: ({ object }) => {
    const type = textAt(object, PATH);
    return verdict(type?.startsWith("CLIENT_IP") === true ? [`${PATH} is "${type}", not "NONE" or by cookie`] : []);
  },
};
