const FIRST_BLOCK_BYTES = 4 * 1024;
const LARGEST_BLOCK_BYTES = 256 * 1024;

/** Bytes that came at one time, in milliseconds from the beginning. */
export interface Arrival {
  atMs: number;
  bytes: Uint8Array;
}

/** Bytes as they came, with when they came, up to a limit. Many small chunks cost little more than their bytes. */
export class ByteLog {
  readonly #limitBytes: number;
  readonly #blocks: { buffer: Buffer; used: number }[] = [];
  /** From this byte on the bytes came at that time. */
  readonly #marks: { from: number; atMs: number }[] = [];
  #bytes = 0;
  #leftOutBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** What came when the limit was reached. */
  get leftOutBytes(): number {
    return this.#leftOutBytes;
  }

  /** Copies the chunk. Answers with how many bytes were kept. */
  append(chunk: Uint8Array, atMs: number): number {
    const kept = Math.min(chunk.length, this.#limitBytes - this.#bytes);
    this.#leftOutBytes += chunk.length - kept;
    if (kept <= 0) return 0;
    const last = this.#marks.at(-1);
    // Times are for people: what comes within a millisecond came together.
    if (!last || atMs - last.atMs >= 1) this.#marks.push({ from: this.#bytes, atMs });
    this.#bytes += kept;
    for (let taken = 0; taken < kept;) {
      const block = this.#room();
      const size = Math.min(kept - taken, block.buffer.length - block.used);
      // Nearly every chunk fits: it is copied without an object made for it.
      block.buffer.set(size === chunk.length ? chunk : chunk.subarray(taken, taken + size), block.used);
      block.used += size;
      taken += size;
    }
    return kept;
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.#blocks.map(({ buffer, used }) => buffer.subarray(0, used)));
  }

  /** The bytes in pieces by the time they came. */
  arrivals(): Arrival[] {
    const all = this.toBuffer();
    return this.#marks.map(({ from, atMs }, index) => ({
      atMs,
      bytes: all.subarray(from, this.#marks[index + 1]?.from ?? all.length),
    }));
  }

  /** Writes asterisks over each of the texts. */
  mask(secrets: Iterable<string>): void {
    const found = [...secrets].filter((secret) => secret !== '').map((secret) => Buffer.from(secret));
    if (!found.some((secret) => this.#holds(secret))) return;
    const all = this.toBuffer();
    for (const secret of found) {
      for (let at = all.indexOf(secret); at >= 0; at = all.indexOf(secret, at + secret.length)) {
        all.fill('*', at, at + secret.length);
      }
    }
    this.#blocks.splice(0, Infinity, { buffer: all, used: all.length });
  }

  /** Looks in each block and where two meet, without a copy of all of them. */
  #holds(secret: Buffer): boolean {
    let before = Buffer.alloc(0);
    return this.#blocks.some(({ buffer, used }) => {
      const bytes = buffer.subarray(0, used);
      if (bytes.includes(secret)) return true;
      const seam = Buffer.concat([before, bytes.subarray(0, secret.length - 1)]);
      before = Buffer.concat([before, bytes.subarray(-secret.length + 1)]).subarray(-secret.length + 1);
      return seam.includes(secret);
    });
  }

  #room(): { buffer: Buffer; used: number } {
    const last = this.#blocks.at(-1);
    if (last && last.used < last.buffer.length) return last;
    const size = Math.min(FIRST_BLOCK_BYTES * 4 ** this.#blocks.length, LARGEST_BLOCK_BYTES);
    const block = { buffer: Buffer.allocUnsafeSlow(size), used: 0 };
    this.#blocks.push(block);
    return block;
  }
}
