/** Twice as many as there are prefixes of tokens, and a power of two. */
const slots = 1 << 20;

/** The node of the empty text. */
export const trieRoot = 0;

/** The tokens of an encoding and their ranks, by their bytes in UTF-8. A node is a number: the slot of the edge that leads to it, plus one. */
export class TokenTrie {
  /** The node an edge leaves and its byte, plus one; 0 is an empty slot. */
  readonly #edges = new Int32Array(slots);
  readonly #ranks = new Uint8Array(slots + 1);
  #size = 0;

  /** `rank` is from 1 to 255. */
  add(bytes: Uint8Array, rank: number): void {
    let node = trieRoot;
    for (const byte of bytes) node = this.#slotOf(node, byte, true) + 1;
    this.#ranks[node] = rank;
  }

  /** Where a byte leads to; -1 where no token goes on like this. */
  next(node: number, byte: number): number {
    const slot = this.#slotOf(node, byte, false);
    return slot < 0 ? -1 : slot + 1;
  }

  /** The rank of a token; 0 where a node is the beginning of tokens alone. */
  rank(node: number): number {
    return this.#ranks[node] ?? 0;
  }

  #slotOf(node: number, byte: number, add: boolean): number {
    const edge = ((node << 8) | byte) + 1;
    let slot = Math.imul(edge, 0x9e3779b1) >>> 12;
    for (;;) {
      const found = this.#edges[slot];
      if (found === edge) return slot;
      if (found === 0) break;
      slot = (slot + 1) & (slots - 1);
    }
    if (!add) return -1;
    if (++this.#size > slots * 0.75) throw new RangeError('There are more tokens than the trie is made for.');
    this.#edges[slot] = edge;
    return slot;
  }
}
