import { todoToolName } from './todo.ts';
import type { Absent, Entries, Item, Transcript } from './transcript.ts';

/** How many of the last items are always at hand. */
export const keptAtEnd = 36;

/** The place of an item. */
export const absentOf = (item: Item): Absent => ({ type: 'absent', id: item.id, characters: shownCharacters(item) });

/**
 * The transcript with only its end at hand, and what all of it is judged by: the last message, the last plan, and what
 * is under way or waits for the user. Pure.
 */
export function lastEntries(transcript: Transcript): Entries {
  return without(transcript, () => true);
}

/** The entries without the items that `may` go; what must stay at hand stays. Pure. */
export function without(entries: Entries, may: (position: number) => boolean): Entries {
  const lastUser = entries.findLastIndex(({ type }) => type === 'user');
  const lastPlan = entries.findLastIndex(
    (entry) => entry.type === 'toolCall' && entry.name === todoToolName && entry.status === 'succeeded',
  );
  const end = entries.length - keptAtEnd;
  const next = entries.map((entry, at) =>
    entry.type === 'absent' || at >= end || at === lastUser || at === lastPlan || isOpen(entry) || !may(at)
      ? entry
      : absentOf(entry),
  );
  return next.every((entry, at) => entry === entries[at]) ? entries : next;
}

function isOpen(item: Item): boolean {
  switch (item.type) {
    case 'assistant':
    case 'reasoning':
      return item.status === 'streaming';
    case 'toolCall':
      return item.status === 'streaming' || item.status === 'awaitingApproval' || item.status === 'running';
    case 'serverCall':
      return item.status === 'running';
    case 'question':
      return item.status === 'waiting';
    case 'user':
    case 'result':
      return false;
  }
}

/** What is folded does not count. */
function shownCharacters(item: Item): number {
  return item.type === 'user' || item.type === 'assistant' ? item.text.length : 0;
}
