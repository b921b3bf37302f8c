import { judgeMembers } from "../../facts/iam";
import { type ResourceRule } from "../../rule";

/** The accounts that Google makes and programs get when nobody chooses one, by their address or by the data source for it. */
const DEFAULT_ACCOUNT =
  /-compute@developer\.gserviceaccount\.com|@appspot\.gserviceaccount\.com|\bdata\.google_(compute|app_engine)_default_service_account\./;

/** No role is given to an account that every program without its own shares. */
export const iamNoDefaultAccounts: ResourceRule = {
  appliesTo: "every",
  evaluate: (resource, stack) =>
    judgeMembers(
      resource,
      stack,
      (member) => DEFAULT_ACCOUNT.test(member),
      ", which every program without an account of its own shares",
    ),
};
