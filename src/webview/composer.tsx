import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Mode } from '../agent/mode.ts';
import type { Attachment, UserItem } from '../agent/transcript.ts';
import type { ChatEvents, ModelState, ParametersState, ViewState } from '../protocol/chat.ts';
import { droppedUris, readAttachment } from './attachments.ts';
import { Chips } from './chips.tsx';
import { EffortPicker } from './effortPicker.tsx';
import { useHost } from './host.ts';
import { Instructions } from './instructions.tsx';
import { Icon, IconButton } from './icon.tsx';
import { memo } from './memo.tsx';
import { ModelPicker } from './modelPicker.tsx';
import { ParametersButton, ParametersChip, ParametersSheet } from './parameters.tsx';
import { ProfilePicker } from './profilePicker.tsx';
import { ModePicker } from './modePicker.tsx';

/** An earlier message that is written anew. */
export interface Editing {
  conversationId: string;
  item: UserItem;
  text: string;
}

export interface ComposerProps {
  model: ModelState;
  mode: Mode;
  instructions: ChatEvents['instructions'];
  /** Absent until they are known. */
  parameters: ParametersState | undefined;
  parametersShown: boolean;
  onParameters: (shown: boolean) => void;
  busy: boolean;
  ready: boolean;
  /** What is being edited instead of writing a new message. */
  editing: Editing | undefined;
  compose: ChatEvents['compose'] | undefined;
  onSending: () => void;
  onRecall: () => void;
  onEdited: (editing: Editing) => void;
  /** It could not be sent: it goes on, unless something else is edited by now. */
  onEditFailed: (editing: Editing) => void;
  onEditEnd: () => void;
  onFailure: (message: string) => void;
}

export const Composer = memo((props: ComposerProps) => {
  const { model, busy, ready, editing, compose } = props;
  const host = useHost();
  const field = useRef<HTMLTextAreaElement>(null);
  const parametersButton = useRef<HTMLButtonElement>(null);
  const [draft, setDraft] = useState<Draft>(() => host.kept());
  const text = editing?.text ?? draft.text;
  const { attachments } = draft;

  const write = (next: string) => {
    if (editing) props.onEdited({ ...editing, text: next });
    else changeDraft((current) => ({ ...current, text: next }));
  };
  const changeDraft = (change: (current: Draft) => Draft) =>
    setDraft((current) => {
      const next = change(current);
      host.keep({ text: next.text, attachments: next.attachments });
      return next;
    });
  const attach = (added: readonly Attachment[]) =>
    changeDraft((current) => ({ ...current, attachments: [...current.attachments, ...added] }));

  useLayoutEffect(() => {
    if (editing) field.current?.focus();
  }, [editing?.item]);
  useLayoutEffect(() => {
    if (!compose) return;
    props.onEditEnd();
    changeDraft((current) => joined(current, compose));
    field.current?.focus();
  }, [compose]);

  const canSend = ready && text.trim() !== '';
  const submit = (steers = false) => {
    if (!canSend) return;
    if (editing && busy) {
      props.onFailure('Parley is still answering. Stop it first, or wait.');
      return;
    }
    if (!busy) props.onSending();
    if (editing) {
      host.attempt(
        host.call('editAndResend', { itemId: editing.item.id, text }).catch((error: unknown) => {
          props.onEditFailed(editing);
          throw error;
        }),
      );
      props.onEditEnd();
      return;
    }
    changeDraft(() => ({ text: '', attachments: [] }));
    host.attempt(
      host.call('send', { text, attachments, ...(busy && steers && { steers }) }).catch((error: unknown) => {
        // It comes back before what was written meanwhile.
        changeDraft((current) => joined({ text, attachments }, current));
        throw error;
      }),
    );
  };
  const closeParameters = () => {
    props.onParameters(false);
    parametersButton.current?.focus();
  };
  const stop = () => host.attempt(host.call('stop'));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit(event.ctrlKey || event.metaKey);
    } else if (event.key === 'ArrowUp' && text === '' && !busy) {
      event.preventDefault();
      props.onRecall();
    }
  };
  const readFiles = async (files: readonly File[]) => {
    const results = await Promise.allSettled(files.map(readAttachment));
    attach(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
    for (const result of results) {
      if (result.status === 'rejected') props.onFailure((result.reason as Error).message);
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    host.attempt(readFiles(files));
  };
  const onDrop = (event: DragEvent) => {
    if (!event.dataTransfer) return;
    const files = [...event.dataTransfer.files];
    const uris = droppedUris(event.dataTransfer);
    if (files.length === 0 && uris.length === 0) return;
    event.preventDefault();
    host.attempt(files.length > 0 ? readFiles(files) : host.call('attachUris', { uris }).then(attach));
  };
  const attachFrom = (source: 'selection' | 'files') =>
    host.attempt(
      host.call('attach', { source }).then((added) => {
        attach(added);
        field.current?.focus();
      }),
    );

  const imagesIgnored = !model.option.images && attachments.some(({ kind }) => kind === 'image');
  return (
    <form
      class="composer"
      aria-label="Message"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      {editing && (
        <div class="editingLine">
          <Icon name="edit" />
          <span>Editing an earlier message. What came after it is replaced.</span>
          <IconButton icon="close" label="Stop editing" onClick={props.onEditEnd} />
        </div>
      )}
      {props.parameters && props.parametersShown && (
        <ParametersSheet state={props.parameters} model={model} onClose={closeParameters} />
      )}
      <Instructions files={props.instructions} />
      {props.parameters && <ParametersChip state={props.parameters} onOpen={() => props.onParameters(true)} />}
      {!editing && (
        <Chips
          attachments={attachments}
          onRemove={(index) =>
            changeDraft((current) => ({ ...current, attachments: current.attachments.toSpliced(index, 1) }))
          }
        />
      )}
      {imagesIgnored && <p class="fine">{model.id} does not take images.</p>}
      <textarea
        ref={field}
        class="field"
        rows={1}
        aria-label="Message"
        placeholder={placeholder(ready, busy)}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <div class="composerBar">
        <IconButton icon="selection" label="Attach selection" onClick={() => attachFrom('selection')} />
        <IconButton icon="attach" label="Attach files" onClick={() => attachFrom('files')} />
        <IconButton icon="settings" label="Choose tools" onClick={() => host.attempt(host.call('chooseTools'))} />
        <ParametersButton
          button={parametersButton}
          open={props.parametersShown}
          onToggle={() => props.onParameters(!props.parametersShown)}
        />
        <ModePicker mode={props.mode} />
        {props.parameters && <ProfilePicker state={props.parameters} />}
        <ModelPicker model={model} />
        <EffortPicker model={model} />
        <span class="sendButtons">
          {busy && (
            <button type="button" class="sendButton" aria-label="Stop" title="Stop (Escape)" onClick={stop}>
              <Icon name="debug-stop" />
            </button>
          )}
          {(!busy || canSend) && (
            <button
              type="submit"
              class="sendButton"
              aria-label={busy ? 'Queue' : 'Send'}
              title={busy ? `Send after the answer (Enter), or with the next request (${steerKey})` : 'Send (Enter)'}
              disabled={!canSend}
            >
              <Icon name={busy ? 'clock' : 'send'} />
            </button>
          )}
        </span>
      </div>
    </form>
  );
});

const steerKey = navigator.platform.startsWith('Mac') ? 'Cmd+Enter' : 'Ctrl+Enter';

function placeholder(ready: boolean, busy: boolean): string {
  if (!ready) return 'Set an API key or choose a server first';
  return busy ? `Enter: send after this answer. ${steerKey}: send at once` : 'Ask anything';
}

type Draft = Pick<ViewState, 'text' | 'attachments'>;

const joined = (first: Draft, second: Partial<Draft>): Draft => ({
  text: [first.text, second.text].filter(Boolean).join('\n'),
  attachments: [...first.attachments, ...(second.attachments ?? [])],
});
