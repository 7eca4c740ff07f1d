import type { Attachment } from '../agent/transcript.ts';
import type { QueuedState } from '../protocol/chat.ts';
import { useHost } from './host.ts';
import { Icon, IconButton } from './icon.tsx';

/** The messages that wait for the turn to end; `onTaken` gets one that is to be written anew. */
export function Queue(props: {
  messages: readonly QueuedState[];
  busy: boolean;
  onTaken: (draft: { text: string; attachments: readonly Attachment[] }) => void;
}) {
  const { messages, busy, onTaken } = props;
  const host = useHost();
  if (messages.length === 0) return null;
  const edit = (id: string) => host.attempt(host.call('takeQueued', { id }).then((draft) => draft && onTaken(draft)));
  return (
    <ul class="queue" aria-label="Messages that wait">
      {messages.map(({ id, text, attachments, steers }, at) => (
        <li key={id} class="queued">
          <Icon name={steers ? 'arrow-right' : 'clock'} />
          <span class="queuedText" title={text}>
            {text}
          </span>
          {attachments > 0 && <span class="fine">+{attachments}</span>}
          {steers && busy ? (
            <span class="fine">goes with the next request</span>
          ) : (
            (busy || at === 0) && (
              <button
                type="button"
                class="textButton"
                title={busy ? 'Give it to the model with its next request' : 'Send it'}
                onClick={() => host.attempt(busy ? host.call('steer', { id }) : host.call('sendQueued'))}
              >
                {busy ? 'Send now' : 'Send'}
              </button>
            )
          )}
          <IconButton icon="edit" label={`Edit the waiting message ${at + 1}`} onClick={() => edit(id)} />
          <IconButton
            icon="close"
            label={`Remove the waiting message ${at + 1}`}
            onClick={() => host.attempt(host.call('takeQueued', { id }))}
          />
        </li>
      ))}
    </ul>
  );
}
