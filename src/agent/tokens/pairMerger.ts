import { trieRoot, type TokenTrie } from './tokenTrie.ts';

/** Of two parts that together are no token. */
const never = 256;

/**
 * Joins the bytes of a piece to tokens as byte pair encoding does: neighbours of the lowest rank come first. What a token
 * is joined to has a higher rank than the token itself, so that one sweep for each rank is enough.
 */
export class PairMerger {
  readonly #trie: TokenTrie;
  readonly #bytes: Uint8Array;
  /** By where a part starts: where the next and the one before do. Behind the last is where the piece ends. */
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #nodes: Int32Array;
  /** The node of a part and the next together, and its rank. */
  readonly #joined: Int32Array;
  readonly #ranks: Int32Array;

  /** Joins what is in `bytes` at the time. */
  constructor(trie: TokenTrie, bytes: Uint8Array) {
    const numbers = () => new Int32Array(bytes.length + 1);
    this.#trie = trie;
    this.#bytes = bytes;
    this.#next = numbers();
    this.#previous = numbers();
    this.#nodes = numbers();
    this.#joined = numbers();
    this.#ranks = numbers();
  }

  /** How many tokens the first `length` bytes become. */
  count(length: number): number {
    for (let part = 0; part <= length; part++) {
      this.#next[part] = part + 1;
      this.#previous[part] = part - 1;
      this.#nodes[part] = this.#trie.next(trieRoot, this.#bytes[part] ?? 0);
    }
    for (let part = 0; part < length; part++) this.#look(part, length);
    for (let rank = 0; rank < never;) rank = this.#sweep(rank, length);
    let parts = 0;
    for (let part = 0; part < length; part = this.#next[part] ?? length) parts++;
    return parts;
  }

  /** Joins all of a rank and answers with the next one. Of different tokens the last is first: that came out best. */
  #sweep(rank: number, length: number): number {
    let following = never;
    for (let part = this.#previous[length] ?? -1; part >= 0; part = this.#previous[part] ?? -1) {
      while ((this.#ranks[part] ?? never) <= rank) part = this.#joinRun(part, length);
      following = Math.min(following, this.#ranks[part] ?? never);
    }
    return following;
  }

  /** Joins a part with the next. Where those before make the same token, the first is first. Answers with the last joined. */
  #joinRun(part: number, length: number): number {
    const token = this.#joined[part];
    let first = part;
    for (let before = part; before >= 0 && this.#joined[before] === token; before = this.#previous[before] ?? -1)
      first = before;
    let last = first;
    for (let at = first; at <= part && this.#joined[at] === token; at = this.#next[at] ?? length) {
      this.#join(at, length);
      last = at;
    }
    return last;
  }

  #join(part: number, length: number): void {
    const next = this.#next[this.#next[part] ?? length] ?? length;
    this.#nodes[part] = this.#joined[part] ?? 0;
    this.#next[part] = next;
    this.#previous[next] = part;
    this.#look(part, length);
    const before = this.#previous[part] ?? -1;
    if (before >= 0) this.#look(before, length);
  }

  /** Sees what a part and the next are together. */
  #look(part: number, length: number): void {
    const from = this.#next[part] ?? length;
    let node = from < length ? (this.#nodes[part] ?? 0) : -1;
    const to = this.#next[from] ?? length;
    for (let at = from; at < to && node >= 0; at++) node = this.#trie.next(node, this.#bytes[at] ?? 0);
    this.#joined[part] = node;
    this.#ranks[part] = node < 0 ? never : this.#trie.rank(node) || never;
  }
}
