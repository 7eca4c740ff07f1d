import { isObject } from '../../../openai/isObject.ts';
import type { JsonPart } from '../../../protocol/cellResult.ts';
import { formatCount } from '../../../protocol/figures.ts';

/** What has `{}` around it in JSON, of a server that may send anything. */
export type Json = Record<string, unknown>;

const LONGEST_STRING_CHARACTERS = 200;
const LONGEST_NUMBERS = 32;
const SHOWN_CHARACTERS = 40;
const SHOWN_NUMBERS = 8;
const MOST_SLOTS = 1_000;
const MOST_LEVELS = 100;
const MOST_VALUES = 20_000;
const MOST_CHARACTERS = 2_000_000;

export const objectOf = (value: unknown): Json => (isObject(value) ? value : {});

export const objectsOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** The text, where there is one that is not empty. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** The element at `index`, made where it is missing: after the others, however far off the index is. Too many are dropped. */
export function slot(list: Json[], index: unknown, make: () => Json): Json {
  const known = typeof index === 'number' ? list[index] : undefined;
  if (known) return known;
  const made = make();
  if (list.length < MOST_SLOTS) list.push(made);
  return made;
}

/** What the server sent, for a reader to unfold. */
export function jsonPart(value: unknown, folded: boolean): JsonPart {
  return { kind: 'json', label: 'Answer', value: shortened(value), folded };
}

/** What of a JSON is still to be shown. */
interface Budget {
  values: number;
  characters: number;
}

/** The same with base64 and long vectors cut to their beginning and length, and a huge one to its beginning. */
export function shortened(value: unknown): unknown {
  return shortenedWithin(value, { values: MOST_VALUES, characters: MOST_CHARACTERS }, 0);
}

function shortenedWithin(value: unknown, budget: Budget, level: number): unknown {
  budget.values--;
  if (typeof value === 'string') return shortenedText(value, budget);
  if (level === MOST_LEVELS && typeof value === 'object' && value !== null) return '… deeper';
  if (Array.isArray(value)) {
    if (value.length > LONGEST_NUMBERS && value.every((item) => typeof item === 'number')) {
      return [...value.slice(0, SHOWN_NUMBERS), `… ${formatCount(value.length)} numbers`];
    }
    const shown: unknown[] = [];
    for (const item of value) {
      if (budget.values <= 0) return [...shown, `… ${formatCount(value.length - shown.length)} more`];
      shown.push(shortenedWithin(item, budget, level + 1));
    }
    return shown;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const shown: [string, unknown][] = [];
  for (const [name, field] of entries) {
    if (budget.values <= 0) return Object.fromEntries([...shown, ['…', `${entries.length - shown.length} more`]]);
    shown.push([name, shortenedWithin(field, budget, level + 1)]);
  }
  return Object.fromEntries(shown);
}

function shortenedText(text: string, budget: Budget): string {
  if (text.length <= LONGEST_STRING_CHARACTERS) return text;
  const head = text.slice(0, SHOWN_CHARACTERS);
  const isData = /^data:[^,]*;base64,/.test(head) || /^[\w+/=-]+$/.test(text);
  const length = isData ? SHOWN_CHARACTERS : Math.max(SHOWN_CHARACTERS, Math.min(text.length, budget.characters));
  budget.characters -= length;
  return length < text.length
    ? `${text.slice(0, length).toWellFormed()}… (${formatCount(text.length)} characters)`
    : text;
}
