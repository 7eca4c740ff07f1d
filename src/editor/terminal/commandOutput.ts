import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { TerminalLines } from './terminalLines.ts';

/** Lines of a command's output, from the first asked for on. */
export interface OutputPage {
  /** Counts from 1: later than asked for where what was there is not kept. */
  from: number;
  lines: readonly string[];
}

interface Limits {
  /** What may be in memory; older lines go to the file. */
  memoryCharacters: number;
  /** What may be in the file; the newest lines are kept all the same. */
  fileCharacters: number;
}

const defaultLimits: Limits = { memoryCharacters: 256_000, fileCharacters: 16_000_000 };

/** All that a command has printed, as plain lines. Long output is kept in a file: its beginning and its end for sure. */
export class CommandOutput {
  readonly #file: string;
  readonly #limits: Limits;
  readonly #cleaner = new TerminalLines();
  /** The newest lines. */
  #recent: string[] = [];
  #recentCharacters = 0;
  #inFile = 0;
  #fileCharacters = 0;
  /** Complete lines that were kept neither in the file nor in memory. */
  #dropped = 0;
  #version = 0;

  /** `file` is made when it is needed. */
  constructor(file: string, limits: Limits = defaultLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  /** Changes with each piece of output. */
  get version(): number {
    return this.#version;
  }

  /** The line without an end; empty where the cursor is at the beginning of one. */
  get partialLine(): string {
    return this.#cleaner.partial;
  }

  get lineCount(): number {
    return this.#complete + (this.partialLine === '' ? 0 : 1);
  }

  add(text: string): void {
    this.#version++;
    for (const line of this.#cleaner.add(text)) {
      this.#recent.push(line);
      this.#recentCharacters += line.length + 1;
    }
    if (this.#recentCharacters > this.#limits.memoryCharacters) this.#moveToFile();
  }

  /** As many lines from `from` (1-based) on as fit into `limit` characters; at least one where there is one. */
  page(from: number, limit: number): OutputPage {
    const kept = this.#inFile + this.#dropped;
    const first = Math.min(Math.max(1, Math.floor(from)), this.lineCount + 1);
    const start = first > this.#inFile && first <= kept ? kept + 1 : first;
    const lines: string[] = [];
    let size = 0;
    const source = start <= this.#inFile ? this.#fileLines() : this.#lastLines();
    const offset = start <= this.#inFile ? start - 1 : start - 1 - kept;
    for (let at = offset; at < source.length; at++) {
      const line = source[at] ?? '';
      if (lines.length > 0 && size + line.length + 1 > limit) break;
      lines.push(line.slice(0, limit));
      size += line.length + 1;
    }
    return { from: start, lines };
  }

  /** The last lines that fit into `limit` characters. */
  tail(limit: number): string {
    const lines = this.#lastLines();
    let size = 0;
    const first = lines.findLastIndex((line) => (size += line.length + 1) > limit) + 1;
    return first === lines.length ? (lines.at(-1) ?? '').slice(-limit) : lines.slice(first).join('\n');
  }

  /** All of it, or its beginning and its end, and how many lines are left out between. */
  ends(limit: number): { text: string; whole: boolean } {
    const half = Math.floor(limit / 2);
    const { lines } = this.page(1, limit);
    if (lines.length >= this.lineCount) return { text: trimLines(lines.join('\n')), whole: true };
    const head = this.page(1, half).lines;
    const tail = this.tail(half);
    const left = Math.max(0, this.lineCount - head.length - tail.split('\n').length);
    return { text: trimLines(`${head.join('\n')}\n… ${left} lines left out …\n${tail}`), whole: false };
  }

  /** Removes the file. */
  dispose(): void {
    if (this.#inFile > 0) rmSync(this.#file, { force: true });
  }

  get #complete(): number {
    return this.#inFile + this.#dropped + this.#recent.length;
  }

  #lastLines(): string[] {
    const { partialLine } = this;
    return partialLine === '' ? this.#recent : [...this.#recent, partialLine];
  }

  #fileLines(): string[] {
    return readFileSync(this.#file, 'utf8').split('\n').slice(0, this.#inFile);
  }

  /** The older half of what is in memory. */
  #moveToFile(): void {
    let moved = 0;
    let size = 0;
    while (size < this.#recentCharacters / 2) size += (this.#recent[moved++] ?? '').length + 1;
    const lines = this.#recent.slice(0, moved);
    this.#recent = this.#recent.slice(moved);
    this.#recentCharacters -= size;
    const fitting = this.#dropped > 0 ? [] : this.#takeFitting(lines);
    const written = fitting.length > 0 && this.#append(fitting) ? fitting.length : 0;
    this.#inFile += written;
    this.#dropped += lines.length - written;
  }

  /** False where the disk takes no more: the command goes on, and its newest lines are kept. */
  #append(lines: readonly string[]): boolean {
    try {
      if (this.#inFile === 0) mkdirSync(path.dirname(this.#file), { recursive: true });
      appendFileSync(this.#file, `${lines.join('\n')}\n`, { mode: 0o600 });
      return true;
    } catch {
      return false;
    }
  }

  /** The first lines, for which the file has room. */
  #takeFitting(lines: readonly string[]): readonly string[] {
    const full = lines.findIndex((line) => {
      const size = line.length + 1;
      if (this.#fileCharacters + size > this.#limits.fileCharacters) return true;
      this.#fileCharacters += size;
      return false;
    });
    return full < 0 ? lines : lines.slice(0, full);
  }
}

const trimLines = (text: string): string => text.replace(/^\n+/, '').trimEnd();
