import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { type Diagnostic } from "../plugin/diagnostics";
import { isList, type ObjectValue, type Value } from "../plugin/values";
import { type ProviderSchema } from "../schema/types";
import { type Generator, StateProvider } from "./state-provider";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGITS = "0123456789";
/** The provider's own set. https://registry.terraform.io/providers/hashicorp/random/latest/docs/resources/password */
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

const TEXT_DEFAULTS: ObjectValue = {
  lower: true,
  upper: true,
  numeric: true,
  number: true,
  special: true,
  min_lower: 0,
  min_upper: 0,
  min_numeric: 0,
  min_special: 0,
};

/** hashicorp/random, with real randomness. */
export function randomProvider(schema: ProviderSchema): StateProvider {
  return new StateProvider(schema, generators);
}

const generators: Readonly<Record<string, Generator>> = {
  random_password: {
    defaults: TEXT_DEFAULTS,
    validate: textProblems,
    generate: (planned) => ({ id: "none", result: randomText(planned), bcrypt_hash: unusableBcrypt() }),
  },
  random_string: {
    defaults: TEXT_DEFAULTS,
    validate: textProblems,
    generate: (planned) => {
      const result = randomText(planned);
      return { id: result, result };
    },
  },
  random_id: {
    defaults: {},
    generate: (planned) => encodings(randomBytes(numberOf(planned["byte_length"], 1)), planned),
  },
  random_bytes: {
    defaults: {},
    generate: (planned) => {
      const bytes = randomBytes(numberOf(planned["length"], 1));
      return { id: "none", base64: bytes.toString("base64"), hex: bytes.toString("hex") };
    },
  },
  random_integer: {
    defaults: {},
    generate: (planned) => {
      const result = randomInt(numberOf(planned["min"], 0), numberOf(planned["max"], 0) + 1);
      return { id: String(result), result };
    },
  },
  random_uuid: {
    defaults: {},
    generate: () => {
      const result = randomUUID();
      return { id: result, result };
    },
  },
  random_pet: {
    defaults: { length: 2, separator: "-" },
    generate: (planned) => {
      const words = Array.from({ length: numberOf(planned["length"], 2) }, () => pick(PETS));
      const prefix = typeof planned["prefix"] === "string" ? [planned["prefix"]] : [];
      return { id: [...prefix, ...words].join(typeof planned["separator"] === "string" ? planned["separator"] : "-") };
    },
  },
  random_shuffle: {
    defaults: {},
    generate: (planned) => {
      const input = isList(planned["input"]) ? shuffled([...planned["input"]]) : [];
      return { id: "-", result: input.slice(0, numberOf(planned["result_count"], input.length)) };
    },
  },
};

const PETS = [
  "amber",
  "badger",
  "cobalt",
  "dingo",
  "ember",
  "falcon",
  "gecko",
  "heron",
  "ivory",
  "jackal",
  "kestrel",
  "lynx",
];

function textProblems(config: ObjectValue): readonly Diagnostic[] {
  const minima = ["min_lower", "min_upper", "min_numeric", "min_special"].map((name) => numberOf(config[name], 0));
  const least = minima.reduce((sum, value) => sum + value, 0);
  const length = config["length"];
  if (typeof length !== "number") return [];
  if (length < 1) {
    return [
      {
        severity: "error",
        summary: "Invalid Attribute Value",
        detail: "Attribute length value must be at least 1",
        attribute: "length",
      },
    ];
  }
  if (length >= least) return [];
  const detail = `Attribute length value must be at least sum of min_upper + min_lower + min_numeric + min_special, got: ${length}`;
  return [{ severity: "error", summary: "Invalid Attribute Value", detail, attribute: "length" }];
}

function randomText(planned: ObjectValue): string {
  const special =
    typeof planned["override_special"] === "string" && planned["override_special"] !== ""
      ? planned["override_special"]
      : SPECIAL;
  const numeric = planned["numeric"] !== false && planned["number"] !== false;
  const sets: readonly (readonly [string, boolean, string])[] = [
    [LOWER, planned["lower"] !== false, "min_lower"],
    [UPPER, planned["upper"] !== false, "min_upper"],
    [DIGITS, numeric, "min_numeric"],
    [special, planned["special"] !== false, "min_special"],
  ];
  const alphabet = sets
    .filter(([, wanted]) => wanted)
    .map(([characters]) => characters)
    .join("");
  const required = sets.flatMap(([characters, , minimum]) =>
    Array.from({ length: numberOf(planned[minimum], 0) }, () => pick([...characters])),
  );
  const rest = Math.max(0, numberOf(planned["length"], 0) - required.length);
  const filler = Array.from({ length: rest }, () => pick([...alphabet]));
  return shuffled([...required, ...filler]).join("");
}

/** The shape of a bcrypt hash. Nothing matches it: Node has no bcrypt, and a hash that fits would be one more copy of the secret. */
function unusableBcrypt(): string {
  return `$2a$10$${randomBytes(40).toString("base64").replace(/[+=]/g, "/").slice(0, 53)}`;
}

function encodings(bytes: Buffer, planned: ObjectValue): ObjectValue {
  const prefix = typeof planned["prefix"] === "string" ? planned["prefix"] : "";
  const url = bytes.toString("base64url");
  return {
    id: url,
    b64_url: prefix + url,
    b64_std: prefix + bytes.toString("base64"),
    hex: prefix + bytes.toString("hex"),
    dec: prefix + BigInt(`0x${bytes.toString("hex")}`).toString(),
  };
}

function pick<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 0 ? undefined : items[randomInt(items.length)];
}

function shuffled<Item>(items: Item[]): Item[] {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    const [left, right] = [items[index] as Item, items[other] as Item];
    items[index] = right;
    items[other] = left;
  }
  return items;
}

function numberOf(value: Value | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
