import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { Entries } from '../../agent/transcript.ts';
import { DrawnGroups, type GroupNeeds } from './drawnGroups.ts';

/** Which groups are drawn, kept up with what is scrolled to. The number of the last is drawn from the start. */
export function useGroups(log: RefObject<HTMLElement | null>, groups: readonly Entries[], needs: GroupNeeds) {
  const [drawn, setDrawn] = useState<ReadonlySet<number>>(() => new Set([groups.length - 1]));
  const latest = useRef({ groups, drawn, needs });
  latest.current = { groups, drawn, needs };
  const near = useMemo(() => new DrawnGroups(log, () => latest.current, setDrawn), []);
  useLayoutEffect(() => near.refresh(), [groups]);
  useLayoutEffect(() => () => near.dispose(), []);
  return { drawn, near };
}
