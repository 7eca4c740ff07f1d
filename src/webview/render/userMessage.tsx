import type { UserItem } from '../../agent/transcript.ts';
import { Chips } from '../chips.tsx';
import { IconButton } from '../icon.tsx';

export function UserMessage(props: { item: UserItem; busy: boolean; onEdit: (item: UserItem) => void }) {
  const { item, busy, onEdit } = props;
  return (
    <article class="item userMessage" aria-label="You">
      <Chips attachments={item.attachments} />
      <div class="userText">{item.text}</div>
      <div class="itemActions">
        <IconButton icon="edit" label="Edit and send again" disabled={busy} onClick={() => onEdit(item)} />
      </div>
    </article>
  );
}
