import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConversationSummary } from '../protocol/chat.ts';
import { formatDate } from './format.ts';
import { useHost } from './host.ts';
import { Icon } from './icon.tsx';
import { MenuButton } from './menu.tsx';

export interface RowProps {
  conversation: ConversationSummary;
  current: boolean;
  /** The name of the workspace that is open: only others are named. */
  workspace: string;
  onClose: () => void;
  onRemoved: (conversation: ConversationSummary) => void;
}

/** A conversation in the list, and what can be done with it. */
export function ConversationRow({ conversation, current, workspace, onClose, onRemoved }: RowProps) {
  const host = useHost();
  const row = useRef<HTMLLIElement>(null);
  const [renaming, setRenaming] = useState(false);
  const wasRenaming = useRef(false);
  useEffect(() => {
    if (wasRenaming.current && !renaming) row.current?.querySelector('button')?.focus();
    wasRenaming.current = renaming;
  }, [renaming]);
  const { id, title, updatedAt, running, pinned, archived } = conversation;
  const attempt = (work: Promise<unknown>) => host.attempt(work);
  const remove = () => {
    onRemoved(conversation);
    attempt(host.call('deleteConversation', { id }));
  };
  if (renaming) {
    return (
      <li class="row" data-conversation={id}>
        <Rename
          title={title}
          onCancel={() => setRenaming(false)}
          onRename={(next) => {
            setRenaming(false);
            attempt(host.call('renameConversation', { id, title: next }));
          }}
        />
      </li>
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'F2') setRenaming(true);
    else if (event.key === 'Delete') remove();
    else return;
    event.preventDefault();
  };
  return (
    <li
      class={current ? 'row current' : 'row'}
      ref={row}
      data-conversation={id}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        event.preventDefault();
        row.current?.querySelector<HTMLButtonElement>('.menuAnchor > button')?.click();
      }}
    >
      <button
        type="button"
        class="rowOpen"
        aria-current={current}
        onClick={() => (current ? onClose() : attempt(host.call('openConversation', { id })))}
      >
        <Icon name={running ? 'loading' : pinned ? 'pinned' : 'comment'} spin={running} />
        <span class="rowTitle">{title}</span>
        {running && <vscode-badge>answering</vscode-badge>}
        {conversation.workspace !== '' && conversation.workspace !== workspace && (
          <span class="tag" title={`Begun in the workspace ${conversation.workspace}`}>
            {conversation.workspace}
          </span>
        )}
        <span class="rowDate">{formatDate(updatedAt, Date.now())}</span>
      </button>
      <MenuButton
        icon="ellipsis"
        label={`More for ${title}`}
        entries={[
          { icon: 'link-external', label: 'Open in Editor Tab', onPick: () => attempt(host.call('openInTab', { id })) },
          { icon: 'edit', label: 'Rename', onPick: () => setRenaming(true) },
          {
            icon: pinned ? 'pinned' : 'pin',
            label: pinned ? 'Unpin' : 'Pin',
            onPick: () => attempt(host.call('pinConversation', { id, pinned: !pinned })),
          },
          {
            icon: 'archive',
            label: archived ? 'Take out of the Archive' : 'Archive',
            onPick: () => attempt(host.call('archiveConversation', { id, archived: !archived })),
          },
          {
            icon: 'markdown',
            label: 'Copy as Markdown',
            onPick: () => attempt(host.call('copyConversation', { id })),
          },
          { icon: 'export', label: 'Export…', onPick: () => attempt(host.call('exportConversation', { id })) },
          { icon: 'trash', label: 'Delete', onPick: remove },
        ]}
      />
    </li>
  );
}

/** In place of a conversation that was deleted. */
export function RemovedRow({ conversation: { id, title } }: { conversation: ConversationSummary }) {
  const host = useHost();
  return (
    <li class="row removedRow" data-conversation={id}>
      <span class="rowTitle">Deleted “{title}”.</span>
      <button
        type="button"
        class="textButton"
        aria-label={`Undo the deletion of ${title}`}
        onClick={() => host.attempt(host.call('restoreConversation', { id }))}
      >
        Undo
      </button>
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
