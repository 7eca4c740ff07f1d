import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Entries, Item, UserItem } from '../../agent/transcript.ts';
import { memo } from '../memo.tsx';
import { Answer } from './answer.tsx';
import type { DrawnGroups } from './drawnGroups.ts';
import { guessHeightPx, isAtHand } from './groups.ts';
import { QuestionCard } from './question.tsx';
import { Reasoning } from './reasoning.tsx';
import { Result } from './result.tsx';
import { ServerCall } from './serverCall.tsx';
import { ToolCall } from './toolCall.tsx';
import { VersionsAt } from './versions.tsx';
import { UserMessage } from './userMessage.tsx';

interface GroupProps {
  index: number;
  entries: Entries;
  drawn: boolean;
  last: boolean;
  busy: boolean;
  near: DrawnGroups;
  onEdit: (item: UserItem) => void;
}

/** Entries that follow each other; while they are far from the view, only their room. */
export const Group = memo(({ index, entries, drawn, last, busy, near, onEdit }: GroupProps) => {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (element.current ? near.observe(index, element.current) : undefined), []);
  const empty = !drawn || !isAtHand(entries);
  const room = empty ? `${near.heightPx(index) ?? guessHeightPx(entries)}px` : 'auto';
  return (
    <div ref={element} data-group={index} style={{ height: room }} aria-hidden={empty}>
      {!empty &&
        entries.map((entry, at) =>
          entry.type === 'absent' ? null : (
            <div key={entry.id} class="entry" data-item={entry.id}>
              <VersionsAt itemId={entry.id} busy={busy} />
              <ItemView
                item={entry}
                busy={busy}
                last={last && at === entries.length - 1}
                partial={(entries[at - 1]?.type ?? 'assistant') === 'assistant'}
                onEdit={onEdit}
              />
            </div>
          ),
        )}
    </div>
  );
});

interface ItemProps {
  item: Item;
  busy: boolean;
  last: boolean;
  partial: boolean;
  onEdit: (item: UserItem) => void;
}

const ItemView = memo(({ item, busy, last, partial, onEdit }: ItemProps) => {
  switch (item.type) {
    case 'user':
      return <UserMessage item={item} busy={busy} onEdit={onEdit} />;
    case 'assistant':
      return <Answer item={item} busy={busy} />;
    case 'reasoning':
      return <Reasoning item={item} />;
    case 'toolCall':
      return <ToolCall item={item} />;
    case 'serverCall':
      return <ServerCall item={item} />;
    case 'question':
      return <QuestionCard item={item} />;
    case 'result':
      return <Result item={item} last={last} busy={busy} partial={partial} />;
  }
});
