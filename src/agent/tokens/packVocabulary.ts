import {
  commonSets,
  end,
  entryHead,
  escape,
  formCount,
  formOf,
  manyCut,
  otherPage,
  rankOf,
  shift,
} from './vocabularyFormat.ts';

/** The table of these tokens (bytes in UTF-8, in the order of their ranks) as vocabularyFormat.ts describes it, not compressed. Single bytes stay out. */
export function packVocabulary(tokens: readonly Uint8Array[]): Uint8Array {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const entries = new Map<string, number[]>();
  const partial: number[] = [];
  const partialRanks: number[] = [];
  for (const [index, token] of tokens.entries()) {
    const rank = rankOf(index, tokens.length);
    if (token.length < 2) continue;
    let text: string;
    try {
      text = decoder.decode(token);
    } catch {
      partial.push(token.length, ...token);
      partialRanks.push(rank);
      continue;
    }
    const { entry, form } = entryOf(text);
    const ranks = entries.get(entry) ?? new Array<number>(formCount).fill(0);
    ranks[form] = rank;
    entries.set(entry, ranks);
  }
  const sets = commonest([...entries.values()].map(formsOf));
  const out: number[] = [...sets];
  let before: Uint8Array = new Uint8Array();
  const sorted = [...entries].map(([text, ranks]) => ({ bytes: bytesOf(text), forms: formsOf(ranks), ranks }));
  sorted.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  for (const { bytes, forms } of sorted) {
    const kept = sharedLength(before, bytes);
    const cut = before.length - kept;
    const set = sets.indexOf(forms);
    out.push(entryHead + 16 * Math.min(manyCut, cut) + (set < 0 ? commonSets : set));
    if (cut >= manyCut) out.push(cut);
    if (set < 0) out.push(forms);
    out.push(...bytes.subarray(kept));
    before = bytes;
  }
  const ranks = [...sorted.flatMap(({ ranks }) => ranks.filter((rank) => rank > 0)), ...partialRanks];
  return Uint8Array.from([...out, end, ...partial, end, ...ranks]);
}

/** The forms that have a rank. */
const formsOf = (ranks: readonly number[]) => ranks.reduce((set, rank, form) => set | (rank > 0 ? 1 << form : 0), 0);

/** The entry that a token is a form of. */
function entryOf(token: string): { entry: string; form: number } {
  const space = token.startsWith(' ') && token.length > 1 ? 1 : 0;
  const text = token.slice(space);
  const lower = text.toLowerCase();
  const form = Array.from({ length: formCount / 2 }, (_, at) => 2 * at).find((form) => formOf(lower, form) === text);
  return form === undefined ? { entry: text, form: space } : { entry: lower, form: form + space };
}

function commonest(sets: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const set of sets) counts.set(set, (counts.get(set) ?? 0) + 1);
  const byCount = [...counts].sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || a - b);
  return Array.from({ length: commonSets }, (_, index) => byCount[index]?.[0] ?? 0);
}

function sharedLength(a: Uint8Array, b: Uint8Array): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return shared;
}

function bytesOf(text: string): Uint8Array {
  const bytes: number[] = [];
  let page = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >> 7 !== page) {
      page = unit >> 7;
      bytes.push(otherPage, (page & 63) + shift, (page >> 6) + shift);
    }
    const low = unit & 127;
    if (low < shift) bytes.push(escape, low + shift);
    else bytes.push(low);
  }
  return Uint8Array.from(bytes);
}
