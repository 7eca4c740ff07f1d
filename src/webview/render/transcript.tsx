import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Entries, UserItem } from '../../agent/transcript.ts';
import { useHost } from '../host.ts';
import { Icon } from '../icon.tsx';
import type { ChatState, Update } from '../state.ts';
import { FindBar } from './findBar.tsx';
import { Group } from './group.tsx';
import { entriesPerGroup, groupsOf } from './groups.ts';
import { onMarkdownClick, onMarkdownKey } from './markdownClicks.ts';
import { useFind } from './useFind.ts';
import { useFollow } from './useFollow.ts';
import { useGroups } from './useGroups.ts';
import { usePlace } from './usePlace.ts';
import { Working } from './working.tsx';

export interface TranscriptProps {
  conversationId: string;
  transcript: Entries;
  busy: boolean;
  sending: boolean;
  retry: ChatState['retry'];
  reveal: ChatState['reveal'];
  finds: number;
  update: (update: Update) => void;
  onEdit: (item: UserItem) => void;
}

/** The conversation, of which only what is near the view is drawn. Another conversation needs another `key`. */
export function Transcript(props: TranscriptProps) {
  const { conversationId, transcript, busy, sending, retry, reveal, finds, update, onEdit } = props;
  const host = useHost();
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const before = useRef<readonly Entries[]>([]);
  const groups = useMemo(() => groupsOf(transcript, before.current), [transcript]);
  before.current = groups;
  const { drawn, near } = useGroups(log, groups, {
    load: async (group) => {
      const from = group * entriesPerGroup;
      const asked = host.call('items', { from, to: from + entriesPerGroup });
      const came = asked.then((items) => update({ type: 'items', items }));
      host.attempt(came);
      // The failure is shown; the group is asked for again when the reader comes near it again.
      await came.catch(() => undefined);
    },
    forget: (from, to) => update({ type: 'far', from: from * entriesPerGroup, to: to * entriesPerGroup }),
  });
  const place = usePlace(log, conversationId, (itemId) => {
    const at = transcript.findIndex(({ id }) => id === itemId);
    near.want(at < 0 ? undefined : Math.floor(at / entriesPerGroup));
  });
  const { following, follow, leave } = useFollow(log, content, place.save);
  const finding = useFind({
    ...{ log, transcript, busy, open: finds > 0 },
    reveal: (itemId) => {
      leave();
      if (!log.current?.querySelector(`.entry[data-item="${CSS.escape(itemId)}"]`)) place.reveal(itemId);
    },
  });
  useLayoutEffect(() => {
    const kept = host.kept().place;
    if (reveal || kept?.conversationId !== conversationId) return;
    leave();
    place.go(kept);
  }, []);
  useEffect(() => {
    if (!reveal) return;
    leave();
    place.reveal(reveal.itemId);
  }, [reveal]);
  useEffect(() => {
    if (sending) follow();
  }, [sending]);
  return (
    <div class="logFrame">
      <div
        class={following ? 'log following' : 'log'}
        ref={log}
        role="log"
        aria-live="off"
        aria-label="Conversation"
        tabIndex={0}
        onClick={(event) => onMarkdownClick(event, host)}
        onKeyDown={(event) => onMarkdownKey(event, host)}
      >
        <div ref={content}>
          {groups.map((entries, index) => (
            <Group
              key={index}
              index={index}
              entries={entries}
              drawn={drawn.has(index)}
              last={index === groups.length - 1}
              busy={busy}
              near={near}
              onEdit={onEdit}
            />
          ))}
          {busy && <Working transcript={transcript} retry={retry} />}
        </div>
      </div>
      {finds > 0 && <FindBar finding={finding} finds={finds} log={log} onClose={() => update({ type: 'closeFind' })} />}
      {!following && (
        <button type="button" class="jump" onClick={follow}>
          <Icon name="arrow-down" />
          Jump to latest
        </button>
      )}
    </div>
  );
}
