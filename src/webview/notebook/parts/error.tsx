import type { JSX } from 'preact';
import type { ErrorPart } from '../../../protocol/cellResult.ts';
import type { ChatAction } from '../../../protocol/chat.ts';
import { Icon } from '../../icon.tsx';
import { CopyButton } from '../copyButton.tsx';
import { usePost } from '../post.ts';

const labels: Record<ChatAction, string> = {
  setApiKey: 'Set API Key',
  useLocalServer: 'Use a Local or Custom Server',
  switchProfile: 'Switch Profile',
  selectModel: 'Select Model',
  openSettings: 'Open Settings',
  showLog: 'Show Log',
  openWalkthrough: 'Get Started',
  manageTrust: 'Manage Workspace Trust',
};

export function ErrorView({ part: { title, text, actions, error } }: { part: ErrorPart }): JSX.Element {
  const post = usePost();
  const { status, requestId } = error ?? {};
  const offered = post ? actions.filter((action) => Object.hasOwn(labels, action)) : [];
  return (
    <section class="part card errorPart" role="alert">
      <h4 class="label">
        <Icon name="error" />
        {title}
        {status !== undefined && <span class="chip">{status}</span>}
      </h4>
      {text !== '' && <p class="asWritten">{text}</p>}
      {requestId !== undefined && (
        <p class="fine requestId">
          Request <code>{requestId}</code>
          <CopyButton text={() => requestId} label="Copy the request id" />
        </p>
      )}
      {offered.length > 0 && (
        <div class="buttonRow">
          {offered.map((action, index) => (
            <button
              key={action}
              type="button"
              class={index === 0 ? 'button' : 'button secondary'}
              onClick={() => post?.({ type: 'action', action })}
            >
              {labels[action]}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}
