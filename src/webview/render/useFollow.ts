import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

const nearPx = 32;

/**
 * Keeps the end of `log` in view while its content grows, until the reader scrolls up. `content` is its only child.
 * `onScroll` hears of every scrolling.
 */
export function useFollow(
  log: RefObject<HTMLDivElement | null>,
  content: RefObject<HTMLDivElement | null>,
  onScroll: (following: boolean) => void,
) {
  const follows = useRef(true);
  const [following, setFollowing] = useState(true);
  const setFollows = useCallback((value: boolean) => {
    follows.current = value;
    setFollowing(value);
  }, []);

  useLayoutEffect(() => {
    const view = log.current;
    if (!view || !content.current) return undefined;
    let top = view.scrollTop;
    const listener = () => {
      const atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < nearPx;
      if (atEnd) setFollows(true);
      else if (view.scrollTop < top) setFollows(false);
      top = view.scrollTop;
      onScroll(follows.current);
    };
    const observer = new ResizeObserver(() => {
      if (follows.current) view.scrollTop = view.scrollHeight;
    });
    observer.observe(content.current);
    observer.observe(view);
    view.addEventListener('scroll', listener, { passive: true });
    return () => {
      observer.disconnect();
      view.removeEventListener('scroll', listener);
    };
  }, []);

  const follow = useCallback(() => {
    setFollows(true);
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, []);
  const leave = useCallback(() => setFollows(false), []);
  return { following, follow, leave };
}
