import { useEffect, useState } from 'preact/hooks';

/** Milliseconds since the epoch, renewed each second until `until` has passed. */
export function useNow(until: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (now >= until) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), Math.min(1000, until - now));
    return () => clearTimeout(timer);
  }, [now, until]);
  return now;
}
