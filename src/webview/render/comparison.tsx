import type { ChatSnapshot } from '../../protocol/chat.ts';
import { useHost } from '../host.ts';
import { Icon } from '../icon.tsx';

/** Says with what the answer shown is compared, and ends that. */
export function Comparison({ snapshot, busy }: { snapshot: ChatSnapshot; busy: boolean }) {
  const host = useHost();
  const other = otherAnswer(snapshot);
  if (other === undefined) return null;
  return (
    <div class="banner" role="note" aria-label="Comparison">
      <Icon name="split-horizontal" />
      <span>
        Compared with {other}.{' '}
        <button
          type="button"
          class="link"
          disabled={busy}
          title="The conversation goes on from it. The other answer stays as another version."
          onClick={() => host.attempt(host.call('keepAnswer'))}
        >
          Keep This Answer
        </button>
      </span>
    </div>
  );
}

/** What the answer shown is compared with; undefined: nothing. */
function otherAnswer({ conversation, conversations, transcript }: ChatSnapshot): string | undefined {
  const comparedWith = conversations.find(({ id }) => id === conversation.id)?.comparedWith;
  const first = conversations.find(({ id }) => id === comparedWith?.conversationId);
  if (first) return `the answer in “${first.title}”`;
  const models = conversations.flatMap(({ comparedWith: of, archived }) => {
    const isOfThis = of?.conversationId === conversation.id && !archived;
    return isOfThis && transcript.some(({ id }) => id === of.messageId) ? [of.model] : [];
  });
  return models.length > 0 ? models.join(', ') : undefined;
}
