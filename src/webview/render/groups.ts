import type { Entries } from '../../agent/transcript.ts';

/** Entries that are drawn or left out together. */
export const entriesPerGroup = 6;

const fewGroups = 16;
const fewCharacters = 100_000;
const entryPx = 40;
const characterPx = 0.4;

/** The entries in groups; groups in which nothing has changed are those of `before`. */
export function groupsOf(entries: Entries, before: readonly Entries[]): readonly Entries[] {
  const groups: Entries[] = [];
  for (let start = 0; start < entries.length; start += entriesPerGroup) {
    const known = before[groups.length];
    const length = Math.min(entriesPerGroup, entries.length - start);
    let same = known?.length === length;
    for (let at = 0; same && at < length; at++) same = known?.[at] === entries[start + at];
    groups.push(same && known ? known : entries.slice(start, start + length));
  }
  return groups;
}

const charactersOf = (entry: Entries[number]): number =>
  entry.type === 'absent'
    ? entry.characters
    : entry.type === 'user' || entry.type === 'assistant'
      ? entry.text.length
      : 0;

const countCharacters = (entries: Entries): number => entries.reduce((sum, entry) => sum + charactersOf(entry), 0);

/** How high a group that was never drawn may be. */
export const guessHeightPx = (group: Entries): number => group.length * entryPx + countCharacters(group) * characterPx;

/** Few enough to be drawn whole. */
export const areFew = (groups: readonly Entries[]): boolean =>
  groups.length <= fewGroups && groups.reduce((sum, group) => sum + countCharacters(group), 0) < fewCharacters;

export const isAtHand = (group: Entries | undefined): boolean => group?.every(({ type }) => type !== 'absent') ?? false;
