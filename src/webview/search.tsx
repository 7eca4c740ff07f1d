import { useEffect, useState } from 'preact/hooks';
import type { SearchHitState } from '../protocol/chat.ts';
import { useHost } from './host.ts';
import { Icon } from './icon.tsx';

const waitMs = 150;

export interface Found {
  query: string;
  hits: readonly SearchHitState[];
}

/** What holds the words of the query, once it has not changed for a moment. Undefined until there is an answer. */
export function useSearch(query: string): Found | undefined {
  const host = useHost();
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    if (query === '') return undefined;
    let current = true;
    const timer = setTimeout(() => {
      const answer = host.call('search', { query }).then((hits) => {
        if (current) setFound({ query, hits });
      });
      host.attempt(answer);
    }, waitMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query]);
  return query === '' ? undefined : found;
}

/** The hits, those of a conversation together. */
export function SearchHits(props: { found: Found; onOpen: (hit: SearchHitState) => void }) {
  const { hits, query } = props.found;
  const groups = Map.groupBy(hits, ({ conversationId }) => conversationId);
  return (
    <>
      <p class="fine searchSummary" role="status">
        {hits.length === 0
          ? `Nothing found for “${query}”.`
          : `${count(hits.length, 'place')} in ${count(groups.size, 'conversation')}`}
      </p>
      {[...groups].map(([id, group]) => (
        <Group key={id} hits={group} onOpen={props.onOpen} />
      ))}
    </>
  );
}

function Group({ hits, onOpen }: { hits: readonly SearchHitState[]; onOpen: (hit: SearchHitState) => void }) {
  const [first] = hits;
  if (!first) return null;
  const named = hits.find(({ itemId }) => itemId === undefined);
  const { conversationId, title } = first;
  return (
    <section class="hits" aria-label={title}>
      <button
        type="button"
        class="rowOpen hitTitle"
        onClick={() => onOpen(named ?? { conversationId, title, snippet: [] })}
      >
        <Icon name="comment" />
        <span class="rowTitle">{named ? <Snippet pieces={named.snippet} /> : title}</span>
      </button>
      {hits.map(
        (hit) =>
          hit.itemId !== undefined && (
            <button key={hit.itemId} type="button" class="rowOpen hit" onClick={() => onOpen(hit)}>
              <span>
                <Snippet pieces={hit.snippet} />
              </span>
            </button>
          ),
      )}
    </section>
  );
}

const Snippet = ({ pieces }: { pieces: SearchHitState['snippet'] }) => (
  <>{pieces.map(({ text, found }) => (found ? <mark>{text}</mark> : text))}</>
);

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
