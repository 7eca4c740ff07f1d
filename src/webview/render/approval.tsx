import { useState } from 'preact/hooks';
import type { ApprovalRequest } from '../../agent/approval.ts';
import { useHost } from '../host.ts';

/** Asks whether a tool may do what it is about to do. */
export function Approval({ callId, request }: { callId: string; request: ApprovalRequest }) {
  const host = useHost();
  const [reason, setReason] = useState('');
  const [decided, setDecided] = useState(false);
  const decide = (decision: 'once' | 'conversation' | 'deny') => {
    setDecided(true);
    const because = decision === 'deny' && reason.trim() !== '' ? { reason: reason.trim() } : {};
    host.attempt(
      host.call('decide', { callId, decision, ...because }).catch((error: unknown) => {
        setDecided(false);
        throw error;
      }),
    );
  };
  const { diff, scope } = request;
  return (
    <div class="approval" role="group" aria-label={`Approve: ${request.title}`}>
      {request.detail !== '' && (
        <pre class="approvalDetail" tabIndex={0}>
          {request.detail}
        </pre>
      )}
      {diff && (
        <div class="diffLine">
          <span class="added">+{diff.added}</span>
          <span class="removed">−{diff.removed}</span>
          <vscode-button secondary onClick={() => host.attempt(host.call('reveal', { callId }))}>
            Show diff
          </vscode-button>
        </div>
      )}
      <div class="buttonRow">
        <vscode-button disabled={decided} onClick={() => decide('once')}>
          Approve once
        </vscode-button>
        {scope !== undefined && (
          <vscode-button
            secondary
            disabled={decided}
            title={`Approves for this conversation: ${scope}`}
            onClick={() => decide('conversation')}
          >
            Approve for this conversation
          </vscode-button>
        )}
        <vscode-button secondary disabled={decided} onClick={() => decide('deny')}>
          Deny
        </vscode-button>
      </div>
      <vscode-textfield
        class="reason"
        label="Reason for denying"
        placeholder="Why not? (optional, the model is told when you deny)"
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && reason.trim() !== '') decide('deny');
        }}
      />
    </div>
  );
}
