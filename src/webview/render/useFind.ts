import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { FoundItems } from '../../agent/findInTranscript.ts';
import { findPattern, type FindQuery } from '../../agent/findPattern.ts';
import type { Entries } from '../../agent/transcript.ts';
import { useHost } from '../host.ts';
import { FoundHighlights, type FoundPlace } from './foundHighlights.ts';
import { nearestPlace, nextPlace, numberOf, totalOf } from './foundPlaces.ts';
import { placeIn } from './place.ts';

const waitMs = 120;
const nothing: FoundItems = { items: [] };
const noQuery: FindQuery = { text: '', matchCase: false, wholeWord: false, regex: false };

export interface Finding {
  query: FindQuery;
  setQuery: (query: FindQuery) => void;
  /** Of the place shown, from 1. */
  number: number | undefined;
  /** Undefined until it is known. */
  total: number | undefined;
  problem: string | undefined;
  /** Shows the place after this one, or before it. */
  go: (by: 1 | -1) => void;
}

interface Answer {
  query: FindQuery;
  found: FoundItems;
}

/** Finds in the whole conversation, and shows one place after the other. `reveal` brings an item into view. */
export function useFind(props: {
  log: RefObject<HTMLElement | null>;
  open: boolean;
  transcript: Entries;
  busy: boolean;
  reveal: (itemId: string) => void;
}): Finding {
  const { log, open, transcript, busy } = props;
  const host = useHost();
  const [query, setQuery] = useState(noQuery);
  const [answer, setAnswer] = useState<Answer>();
  const [now, setNow] = useState<FoundPlace>();
  const latest = useRef({ transcript, now, answer, reveal: props.reveal });
  latest.current = { transcript, now, answer, reveal: props.reveal };
  const shows = useRef(false);

  const show = (place: FoundPlace | undefined) => {
    shows.current = place !== undefined;
    setNow(place);
    if (place) latest.current.reveal(place.itemId);
  };

  const active = open && query.text !== '';
  // What there is may have changed with every item and with the end of an answer.
  useEffect(() => {
    if (!active) {
      setAnswer(undefined);
      setNow(undefined);
      return undefined;
    }
    let current = true;
    const take = (found: FoundItems) => {
      if (!current) return;
      const { now: place, answer: before, transcript: entries } = latest.current;
      setAnswer({ query, found });
      if (before?.query === query && place && found.items.some(({ itemId }) => itemId === place.itemId)) return;
      const from = place?.itemId ?? (log.current && placeIn(log.current)?.itemId);
      show(nearestPlace(found.items, entries, from ?? undefined));
    };
    const timer = setTimeout(() => host.attempt(host.call('find', query).then(take)), waitMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [active, query, transcript.length, transcript.at(-1)?.id, busy]);

  const found = answer?.found ?? nothing;
  const pattern = useMemo(
    () => (answer && answer.found.items.length > 0 ? findPattern(answer.query) : undefined),
    [answer],
  );
  useEffect(() => {
    if (!active || !pattern || !log.current) return undefined;
    const highlights = new FoundHighlights(log.current, pattern, now, shows.current);
    shows.current = false;
    return () => highlights.dispose();
  }, [active, pattern, now]);

  return {
    query,
    setQuery,
    number: now && numberOf(found.items, now),
    total: answer && totalOf(found.items),
    problem: found.problem,
    go: (by) => show(nextPlace(found.items, latest.current.now, by)),
  };
}
