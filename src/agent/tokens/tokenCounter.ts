import { excess } from './excess.ts';
import { pieceEnd } from './splitPieces.ts';
import { trieRoot, type TokenTrie } from './tokenTrie.ts';

/** Longer pieces are cut: none has more tokens than it would have so, and no input is slow. In UTF-16 units. */
const longestPiece = 256;
const cacheSize = 20_000;

/** Counts tokens with the vocabulary of an encoding. */
export class TokenCounter {
  readonly #trie: TokenTrie;
  /** What pieces of several tokens count. */
  readonly #pieces = new Map<string, number>();
  readonly #bytes = new Uint8Array(4 * longestPiece);
  readonly #fewest = new Int32Array(4 * longestPiece + 1);

  constructor(trie: TokenTrie) {
    this.#trie = trie;
  }

  /**
   * How many tokens a text has, within 2 % for most texts of some length; not a whole number. Takes time in proportion to
   * its length, whatever it is; `textSegments` cuts a long one.
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
    return this.#trie.isToken(node);
  }

  #isTokenInBytes(text: string, start: number, end: number): boolean {
    if (end - start > longestPiece) return false;
    const length = this.#encode(text, start, end);
    let node: number = trieRoot;
    for (let index = 0; index < length; index++) {
      node = this.#trie.next(node, this.#bytes[index] ?? 0);
      if (node < 0) return false;
    }
    return this.#trie.isToken(node);
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
        count = isRun(piece) ? this.#countRun(piece) : this.#countParts(piece);
        if (this.#pieces.size >= cacheSize) this.#pieces.clear();
        this.#pieces.set(piece, count);
      }
      tokens += count;
    }
    return tokens;
  }

  #countParts(piece: string): number {
    const fewest = this.#fewestTokens(this.#encode(piece, 0, piece.length));
    return fewest * excess(piece, fewest);
  }

  /** The tokenizer doubles what it joins as long as it can: a run is cut in powers of two, where longer tokens exist too. */
  #countRun(piece: string): number {
    let length = String.fromCodePoint(piece.codePointAt(0) ?? 0).length;
    while (2 * length <= piece.length && this.#isToken(piece, 0, 2 * length)) length *= 2;
    const whole = Math.floor(piece.length / length);
    const rest = piece.slice(whole * length);
    if (whole > 1 || rest === '') return whole * this.#countOne(piece.slice(0, length)) + this.#countOne(rest);
    return this.#countParts(piece);
  }

  #countOne(piece: string): number {
    return piece === '' || this.#isToken(piece, 0, piece.length) ? Math.sign(piece.length) : this.#countParts(piece);
  }

  /** The fewest tokens that make up the encoded bytes. */
  #fewestTokens(length: number): number {
    const fewest = this.#fewest.fill(length, 1, length + 1);
    for (let from = 0; from < length; from++) {
      const count = (fewest[from] ?? 0) + 1;
      let node: number = trieRoot;
      for (let to = from; to < length; to++) {
        node = this.#trie.next(node, this.#bytes[to] ?? 0);
        if (node < 0) break;
        if (count < (fewest[to + 1] ?? 0) && this.#trie.isToken(node)) fewest[to + 1] = count;
      }
    }
    return fewest[length] ?? 0;
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

/** A sign again and again. */
const isRun = (piece: string) => /^(.)\1*$/su.test(piece);

const isLowSurrogate = (code: number) => (code & 0xfc00) === 0xdc00;
