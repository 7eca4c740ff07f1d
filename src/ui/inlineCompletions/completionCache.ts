import type { Place } from './place.ts';

/** What goes on from a place. Empty: nothing does. */
export interface Completion {
  text: string;
  /** How many characters after the caret it stands in place of. */
  replaces: number;
}

interface Entry extends Completion {
  file: string;
  before: string;
  after: string;
}

/** So much of the text around a caret tells it from others. */
const most = { before: 1000, after: 200, entries: 100 };

/** The last completions, found again at their places and while what they say is typed. */
export class CompletionCache {
  /** Least recently used first. */
  #entries: Entry[] = [];

  add({ file, before, after }: Place, completion: Completion): void {
    this.#entries.push({ ...completion, file, before: before.slice(-most.before), after: after.slice(0, most.after) });
    if (this.#entries.length > most.entries) this.#entries.shift();
  }

  /** The rest of a completion that was given here, or where the caret was before a part of it was typed. */
  find(place: Pick<Place, 'file' | 'before' | 'after'>): Completion | undefined {
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index];
      const found = entry && restOfEntry(entry, place);
      if (!found) continue;
      this.#entries.push(...this.#entries.splice(index, 1));
      return found;
    }
    return undefined;
  }

  clear(): void {
    this.#entries = [];
  }
}

function restOfEntry(entry: Entry, { file, before, after }: Pick<Place, 'file' | 'before' | 'after'>) {
  if (file !== entry.file) return undefined;
  const { text, replaces } = entry;
  const closed = closedMeanwhile(entry.after, after);
  if (closed === undefined) return undefined;
  for (let typed = 0; typed <= text.length; typed++) {
    // What is typed to the end leaves nothing, which is no reason to ask for nothing more.
    if (typed > 0 && typed === text.length) return undefined;
    if (!before.endsWith(text.slice(0, typed))) continue;
    if (!isSame(entry.before, before.slice(0, before.length - typed), most.before, 'endsWith')) continue;
    const rest = text.slice(typed);
    // Brackets the editor has closed by itself are part of what was proposed, in the order it was.
    return closed === '' || isWithin(closed, rest) ? { text: rest, replaces: replaces + closed.length } : undefined;
  }
  return undefined;
}

/** What the editor has put behind the caret since; undefined where another text follows it. */
function closedMeanwhile(then: string, now: string): string | undefined {
  const closed = /^[)\]}>"'`]{0,4}/.exec(now)?.[0] ?? '';
  for (let length = 0; length <= closed.length; length++) {
    if (isSame(then, now.slice(length), most.after, 'startsWith')) return closed.slice(0, length);
  }
  return undefined;
}

/** What is kept of a long text is an end of it, and of a short one is all of it. */
const isSame = (kept: string, text: string, longest: number, end: 'startsWith' | 'endsWith'): boolean =>
  kept.length < longest ? text === kept : text[end](kept);

/** Whether these characters stand in the first line of a text, in this order. */
export function isWithin(characters: string, text: string): boolean {
  const [line = ''] = text.split('\n', 1);
  let at = 0;
  for (const character of characters) {
    at = line.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
