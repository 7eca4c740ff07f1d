import type { ChatEvents } from '../../protocol/chat.ts';
import { useHost } from '../host.ts';
import { Icon } from '../icon.tsx';

/** Says what was restored, and takes it back. */
export function Restored({ note }: { note: ChatEvents['restored'] }) {
  const host = useHost();
  if (!note) return null;
  return (
    <div class="banner" role="note" aria-label="Restored">
      <Icon name="discard" />
      <span>
        {note.text}{' '}
        <button type="button" class="link" onClick={() => host.attempt(host.call('undoRestore'))}>
          Undo Restore
        </button>
      </span>
    </div>
  );
}
