import { type Construct } from "constructs";
import { ephemeralPassword } from "../core/ephemeral-providers";
import { isKnown, outOfRange, type Finding } from "../core/validation";
import { isEphemeral } from "../core/write-only-value";

/**
 * How random bytes are written down. `password` has letters, digits, hyphens and underscores, at least one of each kind,
 * as password policies ask for, and needs no quoting in URLs and shells. `alphanumeric` has letters and digits. Both carry
 * at least as much chance as the bytes. `hex` and `base64` stand for exactly these bytes. `binary` is the bytes themselves.
 */
export type SecretEncoding = "password" | "alphanumeric" | "hex" | "base64" | "binary";

/** What {@link SecretValue.generated} takes. */
export interface GeneratedSecret {
  /**
   * How many random bytes: 32 to 4096. An AES-256 key has 32.
   * @default 32
   */
  readonly bytes?: number;
  /**
   * How they are written down.
   * @default "password"
   */
  readonly encoding?: SecretEncoding;
}

/** What is sent to Secret Manager: a text with references to ephemeral values. */
export interface WrittenSecret {
  readonly text: string;
  /**
   * What an earlier version gets where it has to be written for the first time, because an environment begins during an
   * overlap: a value of the same kind, which refers to nothing that may be disabled by then.
   */
  readonly earlierText: string;
  /** True when Secret Manager keeps the bytes that the text stands for in base64. */
  readonly base64: boolean;
}

/** Where the value of a secret comes from. No way leads through a literal, and none leaves a value in plan or state. */
export abstract class SecretValue {
  /** Random bytes that Terraform draws when the secret's version counter changes, and that nobody sees. */
  public static generated(options: GeneratedSecret = {}): SecretValue {
    return new GeneratedValue({ bytes: 32, encoding: "password", ...options });
  }

  /** A value that a person or another system adds: Terraform makes the secret without one and shows the command. */
  public static supplied(): SecretValue {
    return new SuppliedValue();
  }

  /**
   * A text made of references, for example a connection string around the value of another secret.
   *
   * @param text contains at least one reference; a literal would be readable in the source
   * @param earlierText see {@link WrittenSecret.earlierText}; the same text unless given
   */
  public static composed(text: string, earlierText: string = text): SecretValue {
    return new ComposedValue(text, earlierText);
  }

  /** What is wrong with the value. */
  public abstract problems(): readonly Finding[];

  /** Makes what the value needs below the scope; undefined when Terraform doesn't write the value. */
  public abstract write(scope: Construct): WrittenSecret | undefined;
}

class GeneratedValue extends SecretValue {
  public constructor(private readonly options: Required<GeneratedSecret>) {
    super();
  }

  public problems(): readonly Finding[] {
    return [
      outOfRange("value.bytes", this.options.bytes, 32, 4096, {
        unit: "bytes",
        fix: "choose 32, which nobody guesses, or more",
      }),
    ];
  }

  public write(scope: Construct): WrittenSecret {
    const { bytes, encoding } = this.options;
    const parts = PARTS[encoding](bytes).map((part, index) => {
      const id = index === 0 ? "Value" : `Value${index + 1}`;
      return typeof part === "string" ? part : ephemeralPassword(scope, id, part).value("result");
    });
    const text = parts.join("");
    return { text, earlierText: text, base64: encoding === "binary" };
  }
}

class SuppliedValue extends SecretValue {
  public problems(): readonly Finding[] {
    return [];
  }

  public write(): undefined {
    return undefined;
  }
}

class ComposedValue extends SecretValue {
  public constructor(
    private readonly text: string,
    private readonly earlierText: string,
  ) {
    super();
  }

  public problems(): readonly Finding[] {
    const literal = [this.text, this.earlierText].some((text) => isKnown(text) && !isEphemeral(text));
    return [
      literal && {
        setting: "value",
        must: "refer to another value, because a literal ends up in the source and in the synthesized configuration",
        fix: "use SecretValue.supplied(), or compose it of references",
        source: "https://developer.hashicorp.com/terraform/language/manage-sensitive-data",
      },
    ];
  }

  public write(): WrittenSecret {
    return { text: this.text, earlierText: this.earlierText, base64: false };
  }
}

/** Arguments of random_password, or a text that is the same each time. */
type Part = Readonly<Record<string, unknown>> | string;

/**
 * random_password draws each character evenly from the alphabet that its arguments make up. So an alphabet of 16 gives
 * exact hexadecimal and one of 64 exact base64, whose last character stands for fewer bits and has a smaller alphabet.
 */
const PARTS: Readonly<Record<SecretEncoding, (bytes: number) => readonly Part[]>> = {
  password: (bytes) => [
    // four characters more for the four kinds, whose own alphabets are smaller
    {
      length: Math.ceil((bytes * 8) / 6) + 4,
      special: true,
      override_special: "-_",
      min_lower: 1,
      min_upper: 1,
      min_numeric: 1,
      min_special: 1,
    },
  ],
  alphanumeric: (bytes) => [{ length: Math.ceil((bytes * 8) / Math.log2(62)), special: false }],
  hex: (bytes) => [{ length: bytes * 2, upper: false, lower: false, special: true, override_special: "abcdef" }],
  base64: base64Parts,
  binary: base64Parts,
};

/** The characters of base64 whose bits beyond the last byte are zero. https://www.rfc-editor.org/rfc/rfc4648#section-3.5 */
const LAST_CHARACTER: Readonly<Record<1 | 2, string>> = { 1: "AQgw", 2: "AEIMQUYcgkosw048" };

function base64Parts(bytes: number): readonly Part[] {
  const head = { length: Math.floor((bytes * 8) / 6), special: true, override_special: "+/" };
  const rest = bytes % 3;
  if (rest === 0) {
    return [head];
  }
  const overrideSpecial = LAST_CHARACTER[rest === 1 ? 1 : 2];
  const last = {
    length: 1,
    upper: false,
    lower: false,
    numeric: false,
    special: true,
    override_special: overrideSpecial,
  };
  return [head, last, rest === 1 ? "==" : "="];
}
