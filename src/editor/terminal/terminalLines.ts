import { stripVTControlCharacters } from 'node:util';

const maxLineCharacters = 8_000;

/** What of a line drawn over and over a terminal shows in the end, without escape sequences. */
function plainLine(raw: string): string {
  const text = stripVTControlCharacters(raw).replace(/\r+$/, '');
  return text.slice(text.lastIndexOf('\r') + 1);
}

const cut = (line: string): string[] => {
  const pieces: string[] = [];
  for (let at = 0; at < line.length; at += maxLineCharacters) pieces.push(line.slice(at, at + maxLineCharacters));
  return pieces.length > 0 ? pieces : [''];
};

/** Takes what a command prints, in pieces cut anywhere, as plain lines. */
export class TerminalLines {
  #raw = '';

  /** The lines that `text` completes. Lines without end are cut. */
  add(text: string): string[] {
    const parts = (this.#raw + text).split('\n');
    this.#raw = parts.pop() ?? '';
    const lines = parts.flatMap((raw) => cut(plainLine(raw)));
    if (this.#raw.length > maxLineCharacters) this.#shorten(lines);
    return lines;
  }

  /** The line that is not complete yet. */
  get partial(): string {
    return plainLine(this.#raw);
  }

  /** A bar drawn over itself needs its last state only. */
  #shorten(lines: string[]): void {
    const drawn = this.#raw.lastIndexOf('\r', this.#raw.length - 2);
    if (drawn > 0) this.#raw = this.#raw.slice(drawn);
    if (this.#raw.length <= maxLineCharacters) return;
    lines.push(...cut(plainLine(this.#raw)));
    this.#raw = '';
  }
}
