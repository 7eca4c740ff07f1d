import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { useState } from 'preact/hooks';
import type { ConversationSummary } from '../protocol/chat.ts';
import { formatDate } from './format.ts';
import { useHost } from './host.ts';
import { Icon, IconButton } from './icon.tsx';

/** All conversations, newest first. `onClose` shows the current one again. */
export function Conversations(props: {
  conversations: readonly ConversationSummary[];
  current: string;
  onClose: () => void;
}) {
  const { conversations, current, onClose } = props;
  const sorted = conversations.toSorted((a, b) => b.updatedAt - a.updatedAt);
  return (
    <nav
      class="conversations"
      aria-label="Conversations"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      {sorted.length === 0 && <p class="fine">There are no conversations yet.</p>}
      <ul>
        {sorted.map((conversation) => (
          <Row
            key={conversation.id}
            conversation={conversation}
            current={conversation.id === current}
            onClose={onClose}
          />
        ))}
      </ul>
    </nav>
  );
}

interface RowProps {
  conversation: ConversationSummary;
  current: boolean;
  onClose: () => void;
}

function Row({ conversation, current, onClose }: RowProps) {
  const host = useHost();
  const { id, title, updatedAt, running } = conversation;
  const [mode, setMode] = useState<'shown' | 'renaming' | 'deleting'>('shown');
  const show = () => setMode('shown');
  if (mode === 'renaming') {
    return (
      <li class="row">
        <Rename
          title={title}
          onCancel={show}
          onRename={(next) => {
            show();
            host.attempt(host.call('renameConversation', { id, title: next }));
          }}
        />
      </li>
    );
  }
  if (mode === 'deleting') {
    return (
      <li class="row">
        <span class="rowTitle">Delete “{title}” for good?</span>
        <vscode-button onClick={() => host.attempt(host.call('deleteConversation', { id }))}>Delete</vscode-button>
        <vscode-button secondary onClick={show}>
          Keep
        </vscode-button>
      </li>
    );
  }
  return (
    <li class={current ? 'row current' : 'row'}>
      <button
        type="button"
        class="rowOpen"
        aria-current={current}
        onClick={() => (current ? onClose() : host.attempt(host.call('openConversation', { id })))}
      >
        <Icon name={running ? 'loading' : 'comment'} spin={running} />
        <span class="rowTitle">{title}</span>
        {running && <vscode-badge>answering</vscode-badge>}
        <span class="rowDate">{formatDate(updatedAt, Date.now())}</span>
      </button>
      <IconButton icon="edit" label={`Rename ${title}`} onClick={() => setMode('renaming')} />
      <IconButton icon="trash" label={`Delete ${title}`} onClick={() => setMode('deleting')} />
    </li>
  );
}

/** `autofocus` would come too late for what is typed at once. */
function focus(field: VscodeTextfield | null): void {
  void field?.updateComplete.then(() => {
    field.focus();
    field.wrappedElement.select();
  });
}

function Rename(props: { title: string; onRename: (title: string) => void; onCancel: () => void }) {
  const [title, setTitle] = useState(props.title);
  return (
    <vscode-textfield
      class="rename"
      label="New title"
      value={title}
      ref={focus}
      onInput={(event) => setTitle(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && title.trim() !== '') props.onRename(title.trim());
        else if (event.key === 'Escape') props.onCancel();
        event.stopPropagation();
      }}
    />
  );
}
