import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { Item, ResultItem, Transcript as Items, UserItem } from '../../agent/transcript.ts';
import { useHost } from '../host.ts';
import { Icon } from '../icon.tsx';
import { memo } from '../memo.tsx';
import type { ChatState } from '../state.ts';
import { Answer } from './answer.tsx';
import { onMarkdownClick, onMarkdownKey } from './markdownClicks.ts';
import { QuestionCard } from './question.tsx';
import { Reasoning } from './reasoning.tsx';
import { Result } from './result.tsx';
import { ServerCall } from './serverCall.tsx';
import { ToolCall } from './toolCall.tsx';
import { useFollow } from './useFollow.ts';
import { UserMessage } from './userMessage.tsx';
import { Working } from './working.tsx';

export interface TranscriptProps {
  conversationId: string;
  transcript: Items;
  busy: boolean;
  sending: boolean;
  retry: ChatState['retry'];
  onEdit: (item: UserItem) => void;
}

export function Transcript({ conversationId, transcript, busy, sending, retry, onEdit }: TranscriptProps) {
  const host = useHost();
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { following, follow } = useFollow(log, content, conversationId);
  useEffect(() => {
    if (sending) follow();
  }, [sending]);
  const latest = useRef(transcript);
  latest.current = transcript;
  const copyAnswer = useCallback((result: ResultItem) => {
    host.attempt(host.call('copy', { text: answerBefore(latest.current, result) }));
  }, []);
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
        <div ref={content} key={conversationId}>
          {transcript.map((item, index) => (
            <ItemView
              key={item.id}
              item={item}
              busy={busy}
              last={index === transcript.length - 1}
              onEdit={onEdit}
              onCopy={copyAnswer}
            />
          ))}
          {busy && <Working transcript={transcript} retry={retry} />}
        </div>
      </div>
      {!following && (
        <button type="button" class="jump" onClick={follow}>
          <Icon name="arrow-down" />
          Jump to latest
        </button>
      )}
    </div>
  );
}

/** All the text of the turn that `result` ends. */
function answerBefore(transcript: Items, result: ResultItem): string {
  const before = transcript.slice(0, transcript.indexOf(result));
  return before
    .slice(before.findLastIndex(({ type }) => type === 'user') + 1)
    .flatMap((item) => (item.type === 'assistant' && item.text !== '' ? [item.text] : []))
    .join('\n\n');
}

interface ItemProps {
  item: Item;
  busy: boolean;
  last: boolean;
  onEdit: (item: UserItem) => void;
  onCopy: (item: ResultItem) => void;
}

const ItemView = memo(({ item, busy, last, onEdit, onCopy }: ItemProps) => {
  switch (item.type) {
    case 'user':
      return <UserMessage item={item} busy={busy} onEdit={onEdit} />;
    case 'assistant':
      return <Answer item={item} />;
    case 'reasoning':
      return <Reasoning item={item} />;
    case 'toolCall':
      return <ToolCall item={item} />;
    case 'serverCall':
      return <ServerCall item={item} />;
    case 'question':
      return <QuestionCard item={item} />;
    case 'result':
      return <Result item={item} last={last} onCopy={onCopy} />;
  }
});
