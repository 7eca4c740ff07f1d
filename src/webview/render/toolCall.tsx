import { useState } from 'preact/hooks';
import type { ToolCallItem, ToolCallStatus } from '../../agent/transcript.ts';
import { formatDuration } from '../../protocol/figures.ts';
import { useHost } from '../host.ts';
import { Icon } from '../icon.tsx';
import { Approval } from './approval.tsx';
import { ChangedFiles } from './changedFiles.tsx';
import { useFold } from './useFold.ts';

const appearance: Record<ToolCallStatus, { icon: string; label: string; spin?: boolean }> = {
  streaming: { icon: 'loading', label: 'Being written', spin: true },
  awaitingApproval: { icon: 'shield', label: 'Needs your approval' },
  running: { icon: 'loading', label: 'Running', spin: true },
  succeeded: { icon: 'check', label: 'Succeeded' },
  failed: { icon: 'error', label: 'Failed' },
  denied: { icon: 'circle-slash', label: 'Denied' },
  cancelled: { icon: 'circle-slash', label: 'Cancelled' },
};

export function ToolCall({ item }: { item: ToolCallItem }) {
  const fold = useFold(item.id);
  const { icon, label, spin } = appearance[item.status];
  return (
    <article class={`item toolCall tool-${item.status}`} aria-label={`Tool: ${item.title ?? item.name}`}>
      <details {...fold}>
        <summary class="toolLine">
          <span class="toolStatus" role="img" aria-label={label} title={label}>
            <Icon name={icon} spin={spin ?? false} />
          </span>
          <span class="toolTitle">{item.title ?? item.name}</span>
          {item.durationMs !== undefined && <span class="toolTime">{formatDuration(item.durationMs)}</span>}
          <Icon name="chevron-right" />
        </summary>
        {fold.open && <Details item={item} />}
      </details>
      {item.progress !== undefined && item.status === 'running' && (
        <Progress callId={item.callId} text={item.progress} />
      )}
      {item.files && <ChangedFiles files={item.files} />}
      {item.approval && item.status === 'awaitingApproval' && <Approval callId={item.callId} request={item.approval} />}
    </article>
  );
}

/** The end of what a command has printed so far, and a way to stop it and let the turn go on. */
function Progress({ callId, text }: { callId: string; text: string }) {
  const host = useHost();
  const [stopping, setStopping] = useState(false);
  const stop = () => {
    setStopping(true);
    host.attempt(
      host.call('stopCall', { callId }).catch((error: unknown) => {
        setStopping(false);
        throw error;
      }),
    );
  };
  return (
    <div class="toolProgress">
      {text !== '' && (
        <pre tabIndex={0} aria-label="Output so far">
          {text}
        </pre>
      )}
      <vscode-button secondary disabled={stopping} onClick={stop}>
        Stop the command
      </vscode-button>
    </div>
  );
}

function Details({ item }: { item: ToolCallItem }) {
  return (
    <div class="toolDetails">
      <h4>{item.name}</h4>
      <pre tabIndex={0}>{pretty(item.arguments)}</pre>
      {item.output !== undefined && (
        <>
          <h4>Result</h4>
          <pre tabIndex={0}>{item.output}</pre>
        </>
      )}
      {item.images?.map(({ label, mediaType, data }) => (
        <img class="toolImage" src={`data:${mediaType};base64,${data}`} alt={label} />
      ))}
    </div>
  );
}

/** Arguments still being written are no JSON yet, and are shown as they are. */
function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
