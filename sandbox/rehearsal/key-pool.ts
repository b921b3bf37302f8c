import { generateKeyPairSync } from "node:crypto";
import { type KeyPair, type MakeRsaKey } from "../providers/tls";

/** More than a stack draws in one command, so that no two of its keys are the same. */
const SIZE = 4;

/**
 * Gives out a few real keys in turn. A rehearsal runs hundreds of commands, and drawing a key takes longer than the rest of a
 * command; what is encrypted with these keys is looked at by nobody.
 */
export function keyPool(): MakeRsaKey {
  const pools = new Map<number, KeyPair[]>();
  const turns = new Map<number, number>();
  return (bits) => {
    const pool = pools.get(bits) ?? [];
    pools.set(bits, pool);
    const turn = turns.get(bits) ?? 0;
    turns.set(bits, turn + 1);
    return (pool[turn % SIZE] ??= generateKeyPairSync("rsa", { modulusLength: bits }));
  };
}
