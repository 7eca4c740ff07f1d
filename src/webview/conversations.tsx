import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConversationSummary, SearchHitState } from '../protocol/chat.ts';
import { ConversationRow, RemovedRow, type RowProps } from './conversationRow.tsx';
import { sectionsOf } from './conversationSections.ts';
import { useHost } from './host.ts';
import { Icon } from './icon.tsx';
import { MenuButton } from './menu.tsx';
import { useRowFocus } from './rowFocus.ts';
import { SearchHits, useSearch } from './search.tsx';

/** So many rows are drawn at first, and more with each press of a button. */
const page = 200;

export interface ConversationsProps {
  conversations: readonly ConversationSummary[];
  /** Those deleted since the view was opened. */
  removed: readonly ConversationSummary[];
  /** Grows with each wish for the focus in the search. */
  searches: number;
  current: string;
  /** The name of the workspace that is open; empty without one. */
  workspace: string;
  /** `onClose` shows the current conversation again. */
  onClose: () => void;
  onRemoved: (conversation: ConversationSummary) => void;
}

/** All conversations, and a search through them. */
export function Conversations(props: ConversationsProps) {
  const { current, workspace, onClose } = props;
  const host = useHost();
  const nav = useRef<HTMLElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [onlyHere, setOnlyHere] = useState(false);
  const found = useSearch(query.trim());
  useEffect(() => field.current?.focus(), [props.searches]);
  useRowFocus(nav);

  const isHere = (conversation: ConversationSummary) => !onlyHere || conversation.workspace === workspace;
  const here = props.conversations.filter(isHere);
  const open = ({ conversationId: id, itemId }: SearchHitState) => {
    if (id === current) onClose();
    host.attempt(host.call('openConversation', { id, ...(itemId !== undefined && { itemId }) }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && query !== '') setQuery('');
    else if (event.key === 'Escape') onClose();
    else if (event.key === 'ArrowDown') moveFocus(nav.current, 1);
    else if (event.key === 'ArrowUp') moveFocus(nav.current, -1);
    else return;
    event.preventDefault();
  };
  return (
    <nav class="conversations" aria-label="Conversations" ref={nav} onKeyDown={onKeyDown}>
      <div class="searchLine">
        <input
          ref={field}
          type="search"
          class="filter"
          aria-label="Search all conversations"
          placeholder="Search all conversations"
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
        {workspace !== '' && (
          <button
            type="button"
            class="toggle"
            aria-pressed={onlyHere}
            title={`Only conversations begun in the workspace ${workspace}`}
            onClick={() => setOnlyHere(!onlyHere)}
          >
            <Icon name="filter" />
            This workspace
          </button>
        )}
        <MenuButton
          icon="ellipsis"
          label="More for all conversations"
          entries={[
            { icon: 'desktop-download', label: 'Import…', onPick: () => host.attempt(host.call('importConversation')) },
          ]}
        />
      </div>
      {found ? (
        <SearchHits
          found={{ ...found, hits: found.hits.filter((hit) => here.some(({ id }) => id === hit.conversationId)) }}
          onOpen={open}
        />
      ) : (
        <List {...props} conversations={here} removed={props.removed.filter(isHere)} />
      )}
    </nav>
  );
}

function List({ conversations, removed, ...row }: ConversationsProps) {
  const [most, setMost] = useState(page);
  const [archiveShown, setArchiveShown] = useState(false);
  const gone = removed.filter(({ id }) => !conversations.some((each) => each.id === id));
  const isGone = new Set(gone.map(({ id }) => id));
  const all = [...conversations, ...gone];
  const archived = all.filter((each) => each.archived).toSorted((a, b) => b.updatedAt - a.updatedAt);
  const rows = (of: readonly ConversationSummary[]) => <Rows conversations={of} isGone={isGone} row={row} />;
  let left = most;
  return (
    <>
      {all.length === 0 && <p class="fine">There are no conversations yet.</p>}
      {sectionsOf(all, Date.now()).map(({ name, conversations: section }) => {
        const shown = section.slice(0, left);
        left -= shown.length;
        return (
          shown.length > 0 && (
            <section key={name} aria-label={name}>
              <h3 class="sectionName">{name}</h3>
              {rows(shown)}
            </section>
          )
        );
      })}
      {all.length - archived.length > most && (
        <button type="button" class="toggle" onClick={() => setMost(most + page)}>
          Show more
        </button>
      )}
      {archived.length > 0 && (
        <section aria-label="Archived">
          <button
            type="button"
            class="toggle"
            aria-expanded={archiveShown}
            onClick={() => setArchiveShown(!archiveShown)}
          >
            <Icon name={archiveShown ? 'chevron-down' : 'chevron-right'} />
            Archived ({archived.length})
          </button>
          {archiveShown && rows(archived.slice(0, most))}
        </section>
      )}
    </>
  );
}

function Rows(props: {
  conversations: readonly ConversationSummary[];
  isGone: ReadonlySet<string>;
  row: Omit<RowProps, 'conversation' | 'current'> & { current: string };
}) {
  const { current, ...row } = props.row;
  return (
    <ul>
      {props.conversations.map((conversation) =>
        props.isGone.has(conversation.id) ? (
          <RemovedRow key={conversation.id} conversation={conversation} />
        ) : (
          <ConversationRow
            key={conversation.id}
            conversation={conversation}
            current={conversation.id === current}
            {...row}
          />
        ),
      )}
    </ul>
  );
}

/** From the field to the rows and back, and among the rows. */
function moveFocus(nav: HTMLElement | null, step: number): void {
  const stops = [...(nav?.querySelectorAll<HTMLElement>('input.filter, .rowOpen, .removedRow button') ?? [])];
  const row = document.activeElement?.closest('.row');
  const at = stops.findIndex((stop) => stop === document.activeElement || (row && stop.closest('.row') === row));
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
}
