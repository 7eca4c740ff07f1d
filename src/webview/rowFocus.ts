import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Gives the focus back to a conversation whose row had it and was drawn anew, elsewhere or as another; else to the search. */
export function useRowFocus(list: RefObject<HTMLElement | null>): void {
  const held = useRef<string | undefined>(undefined);
  useEffect(() => {
    const note = ({ target }: Event) => {
      const row = target instanceof Element ? target.closest<HTMLElement>('.row') : null;
      held.current = row?.dataset.conversation;
    };
    // Who clicks on no control wants no focus.
    document.addEventListener('pointerdown', note);
    document.addEventListener('focusin', note);
    return () => {
      document.removeEventListener('pointerdown', note);
      document.removeEventListener('focusin', note);
    };
  }, []);
  useEffect(() => {
    if (held.current === undefined || document.activeElement !== document.body) return;
    const row = list.current?.querySelector(`[data-conversation="${CSS.escape(held.current)}"]`);
    const control =
      row?.querySelector<HTMLElement>('button') ?? list.current?.querySelector<HTMLElement>('input.filter');
    control?.focus();
  });
}
