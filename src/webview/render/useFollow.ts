import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { useHost } from '../host.ts';

const nearPx = 32;

/**
 * Keeps the end of `log` in view while its content grows, until the reader scrolls up. `content` is its only child.
 * Goes back to where the reader was when this conversation was last shown.
 */
export function useFollow(
  log: RefObject<HTMLDivElement | null>,
  content: RefObject<HTMLDivElement | null>,
  conversationId: string,
) {
  const host = useHost();
  const follows = useRef(true);
  const [following, setFollowing] = useState(true);
  const setFollows = useCallback((value: boolean) => {
    follows.current = value;
    setFollowing(value);
  }, []);

  useLayoutEffect(() => {
    const view = log.current;
    if (!view || !content.current) return undefined;
    const saved = host.saved().scroll;
    setFollows(saved?.conversationId !== conversationId);
    if (saved?.conversationId === conversationId) scrollBack(view, content.current, saved.top);
    let top = view.scrollTop;
    const onScroll = () => {
      const atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < nearPx;
      if (atEnd) setFollows(true);
      else if (view.scrollTop < top) setFollows(false);
      top = view.scrollTop;
      host.saveScroll(follows.current ? undefined : { conversationId, top });
    };
    const observer = new ResizeObserver(() => {
      if (follows.current) view.scrollTop = view.scrollHeight;
    });
    observer.observe(content.current);
    observer.observe(view);
    view.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      view.removeEventListener('scroll', onScroll);
    };
  }, [conversationId]);

  const follow = useCallback(() => {
    setFollows(true);
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, []);
  return { following, follow };
}

/** What is out of view has an estimated height, so all is laid out once before the place can be found. */
function scrollBack(view: HTMLElement, content: HTMLElement, top: number): void {
  content.classList.add('laidOut');
  view.scrollTop = top;
  requestAnimationFrame(() => requestAnimationFrame(() => content.classList.remove('laidOut')));
}
