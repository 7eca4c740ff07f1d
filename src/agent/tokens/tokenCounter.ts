import { PairMerger } from './pairMerger.ts';
import { pieceEnd } from './splitPieces.ts';
import { isLowSurrogate } from './textSegments.ts';
import { trieRoot, type TokenTrie } from './tokenTrie.ts';

/** Longer pieces are cut, so that no input is slow. In UTF-16 units. */
const longestPiece = 256;
const cacheSize = 20_000;

/** Counts tokens with the vocabulary of an encoding. */
export class TokenCounter {
  readonly #trie: TokenTrie;
  /** What pieces of several tokens count. */
  readonly #pieces = new Map<string, number>();
  readonly #bytes = new Uint8Array(4 * longestPiece);
  readonly #merger: PairMerger;

  constructor(trie: TokenTrie) {
    this.#trie = trie;
    this.#merger = new PairMerger(trie, this.#bytes);
  }

  /**
   * How many tokens a text has, within 1 % for nearly all texts of some length, mostly exactly. Takes time in proportion to its
   * length, whatever it is; `textSegments` cuts a long one.
   */
  count(text: string): number {
    let tokens = 0;
    for (let start = 0; start < text.length;) {
      const end = pieceEnd(text, start);
      tokens += this.#isToken(text, start, end) ? 1 : this.#countPiece(text, start, end);
      start = end;
    }
    return tokens;
  }

  #isToken(text: string, start: number, end: number): boolean {
    let node: number = trieRoot;
    for (let index = start; index < end; index++) {
      const code = text.charCodeAt(index);
      if (code >= 128) return this.#isTokenInBytes(text, start, end);
      node = this.#trie.next(node, code);
      if (node < 0) return false;
    }
    return this.#trie.rank(node) > 0;
  }

  #isTokenInBytes(text: string, start: number, end: number): boolean {
    if (end - start > longestPiece) return false;
    const length = this.#encode(text, start, end);
    let node: number = trieRoot;
    for (let index = 0; index < length; index++) {
      node = this.#trie.next(node, this.#bytes[index] ?? 0);
      if (node < 0) return false;
    }
    return this.#trie.rank(node) > 0;
  }

  #countPiece(text: string, start: number, end: number): number {
    let tokens = 0;
    for (let from = start; from < end;) {
      const limit = Math.min(end, from + longestPiece);
      const to = limit < end && isLowSurrogate(text.charCodeAt(limit)) ? limit - 1 : limit;
      const piece = text.slice(from, to);
      from = to;
      let count = this.#pieces.get(piece);
      if (count === undefined) {
        count = this.#merger.count(this.#encode(piece, 0, piece.length));
        if (this.#pieces.size >= cacheSize) this.#pieces.clear();
        this.#pieces.set(piece, count);
      }
      tokens += count;
    }
    return tokens;
  }

  /** Writes text in UTF-8 and answers with the number of bytes. */
  #encode(text: string, start: number, end: number): number {
    let length = 0;
    for (let index = start; index < end; index++) {
      const code = text.codePointAt(index) ?? 0;
      if (code > 0xffff) index++;
      if (code < 0x80) this.#bytes[length++] = code;
      else {
        if (code < 0x800) this.#bytes[length++] = 0xc0 | (code >> 6);
        else {
          if (code < 0x10000) this.#bytes[length++] = 0xe0 | (code >> 12);
          else {
            this.#bytes[length++] = 0xf0 | (code >> 18);
            this.#bytes[length++] = 0x80 | ((code >> 12) & 63);
          }
          this.#bytes[length++] = 0x80 | ((code >> 6) & 63);
        }
        this.#bytes[length++] = 0x80 | (code & 63);
      }
    }
    return length;
  }
}
