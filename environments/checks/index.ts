import { type Check, type Comparison } from "./check";
import { cluster } from "./cluster";
import { codeDomains } from "./code-domains";
import { separation } from "./comparisons";
import { connections } from "./connections";
import { database } from "./database";
import { firewall } from "./firewall";
import { hosts } from "./hosts";
import { images } from "./images";
import { names } from "./names";
import { network } from "./network";
import { ownership } from "./ownership";
import { placeholders } from "./placeholders";
import { placement } from "./placement";
import { production } from "./production";
import { quota } from "./quota";
import { recovery } from "./recovery";
import { workloads } from "./workloads";

/** Everything that is judged about one environment, in the order in which it is reported. */
export const CHECKS: readonly Check[] = [
  names,
  placement,
  network,
  cluster,
  database,
  connections,
  hosts,
  firewall,
  images,
  workloads,
  quota,
  codeDomains,
  recovery,
  ownership,
  production,
  placeholders,
];

/** Everything that is judged about environments side by side. */
export const COMPARISONS: readonly Comparison[] = [separation];
