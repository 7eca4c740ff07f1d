import type { ReadingPlace } from '../../protocol/chat.ts';

export type Place = Omit<ReadingPlace, 'conversationId'>;

const entryOf = (log: HTMLElement, itemId: string): HTMLElement | null =>
  log.querySelector(`.entry[data-item="${CSS.escape(itemId)}"]`);

/** The first entry in view. */
export function placeIn(log: HTMLElement): Place | undefined {
  const top = log.getBoundingClientRect().top;
  for (const entry of log.querySelectorAll<HTMLElement>('.entry')) {
    const box = entry.getBoundingClientRect();
    if (box.bottom > top) return { itemId: entry.dataset.item ?? '', offsetPx: box.top - top };
  }
  return undefined;
}

/** Scrolls there. False where the item is not drawn. */
export function goTo(log: HTMLElement, { itemId, offsetPx }: Place): boolean {
  const entry = entryOf(log, itemId);
  if (!entry) return false;
  log.scrollTop += entry.getBoundingClientRect().top - log.getBoundingClientRect().top - offsetPx;
  return true;
}
