import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { todoOf } from '../agent/todo.ts';
import type { UserItem } from '../agent/transcript.ts';
import type { ConversationSummary } from '../protocol/chat.ts';
import { Composer, type Editing } from './composer.tsx';
import { Conversations } from './conversations.tsx';
import { useFindKey } from './findKey.ts';
import { useHost } from './host.ts';
import { Icon, IconButton } from './icon.tsx';
import { Queue } from './queue.tsx';
import { Comparison } from './render/comparison.tsx';
import { Restored } from './render/restored.tsx';
import { TodoList } from './render/todoList.tsx';
import { Alternatives } from './render/alternatives.ts';
import { Previews } from './render/previews.ts';
import { Transcript } from './render/transcript.tsx';
import { announcement, isBusy, restoredNow, type ChatState, type Update } from './state.ts';
import { Starters, Welcome } from './welcome.tsx';

export function App({ state, update }: { state: ChatState; update: (update: Update) => void }) {
  const host = useHost();
  const [editing, setEditing] = useState<Editing>();
  const latest = useRef(state);
  latest.current = state;
  const endEdit = useCallback(() => setEditing(undefined), []);
  const edit = useCallback((item: UserItem) => {
    const conversationId = latest.current.snapshot?.conversation.id ?? '';
    setEditing({ conversationId, item, text: item.text });
  }, []);
  const editAgain = useCallback((failed: Editing) => setEditing((current) => current ?? failed), []);
  const recall = useCallback(() => {
    const last = latest.current.snapshot?.transcript.findLast((item) => item.type === 'user');
    if (last?.type === 'user') edit(last);
  }, []);
  const onSending = useCallback(() => update({ type: 'sending' }), []);
  const onRemoved = useCallback(
    (removed: ConversationSummary) => update({ type: 'removed', conversation: removed }),
    [],
  );
  const onFailure = useCallback((message: string) => update({ type: 'failure', message }), []);

  const showParameters = useCallback((shown: boolean) => update({ type: 'showParameters', shown }), []);

  useFindKey(() => update({ type: latest.current.conversationsShown ? 'searchConversations' : 'find', payload: null }));

  const { snapshot, conversationsShown } = state;
  const plan = useMemo(() => todoOf(snapshot?.transcript ?? []), [snapshot?.transcript]);
  if (!snapshot) return null;
  const { conversation, transcript, account } = snapshot;
  const busy = isBusy(state);
  const editingHere = editing?.conversationId === conversation.id ? editing : undefined;
  const toggleList = () => update({ type: 'toggleConversations', payload: null });
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (busy) host.attempt(host.call('stop'));
    else if (editingHere) endEdit();
  };
  return (
    <div class="app" onKeyDown={onEscape}>
      <header class="header">
        <IconButton
          icon={conversationsShown ? 'arrow-left' : 'history'}
          label={conversationsShown ? 'Back to the conversation' : 'Conversations'}
          onClick={toggleList}
        />
        <h2 class="title" title={conversation.title}>
          {conversationsShown ? 'Conversations' : conversation.title}
        </h2>
        <span class="server" title={`Profile ${account.profile}, server ${account.server}`}>
          {account.server}
        </span>
        <IconButton icon="add" label="New chat" onClick={() => host.attempt(host.call('newConversation'))} />
      </header>
      {account.restricted && (
        <div class="banner" role="note">
          <Icon name="shield" />
          <span>
            Restricted Mode: Parley writes no file and runs no command.{' '}
            <button class="link" onClick={() => host.attempt(host.call('runAction', { action: 'manageTrust' }))}>
              Manage Workspace Trust
            </button>
          </span>
        </div>
      )}
      {account.notice !== undefined && (
        <div class="banner" role="note">
          <Icon name="info" />
          <span>{account.notice}</span>
        </div>
      )}
      <main class="main">
        {conversationsShown ? (
          <Conversations
            conversations={snapshot.conversations}
            removed={state.removed}
            searches={state.searches}
            current={conversation.id}
            workspace={snapshot.workspace}
            onClose={toggleList}
            onRemoved={onRemoved}
          />
        ) : transcript.length > 0 || state.sending ? (
          <Previews.Provider value={state.previews}>
            <Alternatives.Provider value={snapshot.beside.alternatives}>
              <Transcript
                key={conversation.id}
                conversationId={conversation.id}
                transcript={transcript}
                busy={busy}
                sending={state.sending}
                retry={state.retry}
                reveal={state.reveal}
                finds={state.finds}
                update={update}
                onEdit={edit}
              />
            </Alternatives.Provider>
          </Previews.Provider>
        ) : account.ready ? (
          <Starters onPick={(text) => update({ type: 'compose', payload: { text } })} />
        ) : (
          <Welcome />
        )}
      </main>
      {!conversationsShown && <Comparison snapshot={snapshot} busy={busy} />}
      <Restored note={busy ? null : restoredNow(state)} />
      {state.failure !== undefined && (
        <div class="failure" role="alert">
          <Icon name="error" />
          <span>{state.failure}</span>
          <IconButton icon="close" label="Dismiss" onClick={() => update({ type: 'dismissFailure' })} />
        </div>
      )}
      {!conversationsShown && <TodoList key={conversation.id} items={plan} />}
      <Queue
        messages={snapshot.beside.queue}
        busy={busy}
        onTaken={(draft) => update({ type: 'compose', payload: draft })}
      />
      <Composer
        model={snapshot.model}
        mode={snapshot.mode}
        instructions={state.instructions}
        parameters={state.parameters?.conversationId === conversation.id ? state.parameters : undefined}
        parametersShown={state.parametersShown}
        onParameters={showParameters}
        busy={busy}
        ready={account.ready}
        editing={editingHere}
        compose={state.compose}
        onSending={onSending}
        onRecall={recall}
        onEdited={setEditing}
        onEditFailed={editAgain}
        onEditEnd={endEdit}
        onFailure={onFailure}
      />
      <div class="announcement" role="status" aria-live="polite">
        {announcement(state)}
      </div>
    </div>
  );
}
