import type { Entries } from '../../agent/transcript.ts';
import { formatWait } from '../format.ts';
import { Icon } from '../icon.tsx';
import type { ChatState } from '../state.ts';
import { useNow } from '../useNow.ts';

/** Something is under way, from the first moment on; silent while text or a tool shows it. */
export function Working({ transcript, retry }: { transcript: Entries; retry: ChatState['retry'] }) {
  if (retry) return <Retrying retry={retry} />;
  const last = transcript.at(-1);
  if (last?.type === 'assistant' && last.text !== '' && last.status === 'streaming') return null;
  if (last?.type === 'reasoning' && last.status === 'streaming') return null;
  if (last?.type === 'toolCall' && last.status === 'awaitingApproval') return null;
  if (last?.type === 'question' && last.status === 'waiting') return null;
  return (
    <div class="working">
      <Icon name="loading" spin />
      <span class="shimmer">Working…</span>
    </div>
  );
}

function Retrying({ retry }: { retry: NonNullable<ChatState['retry']> }) {
  const now = useNow(retry.until);
  const when = now < retry.until ? formatWait(retry.until, now) : 'now';
  return (
    <div class="working note">
      <Icon name="history" />
      <span>
        {retry.reason} Attempt {retry.attempt + 1} {when}.
      </span>
    </div>
  );
}
