import { useCallback, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';
import { useHost } from '../host.ts';
import { goTo, placeIn, type Place } from './place.ts';

const saveAfterMs = 100;
/** Where an item that is brought into view is put, below the top. */
const revealedPx = 48;

/** Brings places into view, drawn or not, and remembers the reader's for when the chat is shown again. */
export function usePlace(log: RefObject<HTMLElement | null>, conversationId: string, want: (itemId?: string) => void) {
  const host = useHost();
  const pending = useRef<Place>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [, again] = useReducer((count: number) => count + 1, 0);
  const wanting = useRef(want);
  wanting.current = want;

  // After every drawing: the item may have come only now.
  useLayoutEffect(() => {
    if (!pending.current || !log.current || !goTo(log.current, pending.current)) return;
    pending.current = undefined;
    // By then it is known which groups are near.
    requestAnimationFrame(() => requestAnimationFrame(() => wanting.current()));
  });
  useLayoutEffect(() => () => clearTimeout(timer.current), []);

  const go = useCallback((place: Place) => {
    pending.current = place;
    wanting.current(place.itemId);
    again(undefined);
  }, []);
  const reveal = useCallback((itemId: string) => go({ itemId, offsetPx: revealedPx }), []);
  const save = useCallback((following: boolean) => {
    clearTimeout(timer.current);
    if (following) host.keep({ place: null });
    else
      timer.current = setTimeout(() => {
        const place = log.current && !pending.current && placeIn(log.current);
        if (place) host.keep({ place: { conversationId, ...place } });
      }, saveAfterMs);
  }, []);
  return { go, reveal, save };
}
