import { keyPool } from "../../../sandbox/rehearsal/key-pool";

const pem = (pair: ReturnType<ReturnType<typeof keyPool>>) => pair.publicKey.export({ type: "spki", format: "pem" });

describe("a pool of keys", () => {
  it("gives four different keys, then the first one again", () => {
    const make = keyPool();
    const keys = Array.from({ length: 6 }, () => pem(make(512)));
    expect(new Set(keys.slice(0, 4)).size).toBe(4);
    expect(keys.slice(4)).toEqual(keys.slice(0, 2));
  });

  it("keeps keys of each length apart", () => {
    const make = keyPool();
    const lengths = [512, 768, 512].map((bits) => make(bits).publicKey.asymmetricKeyDetails?.modulusLength);
    expect(lengths).toEqual([512, 768, 512]);
  });
});
