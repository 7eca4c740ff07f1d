import type { FoundItems } from '../../agent/findInTranscript.ts';
import type { Entries } from '../../agent/transcript.ts';
import type { FoundPlace } from './foundHighlights.ts';

type Items = FoundItems['items'];

export const totalOf = (items: Items): number => items.reduce((sum, { count }) => sum + count, 0);

/** Which of all places it is, from 1. */
export function numberOf(items: Items, { itemId, index }: FoundPlace): number {
  const at = items.findIndex((item) => item.itemId === itemId);
  return totalOf(items.slice(0, Math.max(0, at))) + index + 1;
}

/** The place after or before this one; after the last comes the first. */
export function nextPlace(items: Items, now: FoundPlace | undefined, by: 1 | -1): FoundPlace | undefined {
  const at = items.findIndex(({ itemId }) => itemId === now?.itemId);
  const item = items[at];
  if (!item || !now) return by > 0 ? first(items[0]) : last(items.at(-1));
  const index = now.index + by;
  if (index >= 0 && index < item.count) return { itemId: item.itemId, index };
  return by > 0 ? first(items[at + 1] ?? items[0]) : last(items[at - 1] ?? items.at(-1));
}

/** The first place from an item of the conversation on, else the last before it. */
export function nearestPlace(items: Items, entries: Entries, fromItemId: string | undefined): FoundPlace | undefined {
  const from = entries.findIndex(({ id }) => id === fromItemId);
  const later = new Set(entries.slice(Math.max(0, from)).map(({ id }) => id));
  const next = items.find(({ itemId }) => later.has(itemId));
  return next ? first(next) : last(items.at(-1));
}

const first = (item: Items[number] | undefined): FoundPlace | undefined => item && { itemId: item.itemId, index: 0 };

const last = (item: Items[number] | undefined): FoundPlace | undefined =>
  item && { itemId: item.itemId, index: item.count - 1 };
