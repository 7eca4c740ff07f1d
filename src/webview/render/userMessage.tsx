import type { UserItem } from '../../agent/transcript.ts';
import { Chips } from '../chips.tsx';
import { useHost } from '../host.ts';
import { IconButton } from '../icon.tsx';
import { ItemMenu } from './itemMenu.tsx';
import { Sound } from './sound.tsx';

export function UserMessage(props: { item: UserItem; busy: boolean; onEdit: (item: UserItem) => void }) {
  const { item, busy, onEdit } = props;
  const host = useHost();
  const restore = () => host.attempt(host.call('restore', { itemId: item.id }));
  return (
    <article class="item userMessage" aria-label="You">
      <Chips attachments={item.attachments} />
      {item.attachments.map(
        (attachment, index) =>
          attachment.kind === 'audio' && (
            <Sound
              key={index}
              audio={{ mediaType: attachment.format === 'wav' ? 'audio/wav' : 'audio/mpeg', data: attachment.data }}
              label={attachment.label}
            />
          ),
      )}
      <div class="userText">{item.text}</div>
      <div class="itemActions">
        <IconButton icon="edit" label="Edit and send again" disabled={busy} onClick={() => onEdit(item)} />
        <IconButton icon="discard" label="Restore to here" disabled={busy} onClick={restore} />
        <ItemMenu
          itemId={item.id}
          busy={busy}
          more={[
            {
              icon: 'copy',
              label: 'Copy Message',
              onPick: () => host.attempt(host.call('copy', { text: item.text })),
            },
          ]}
        />
      </div>
    </article>
  );
}
