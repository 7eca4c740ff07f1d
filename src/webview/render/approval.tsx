import { useState } from 'preact/hooks';
import { scopesOf, type ApprovalRequest, type GrantScope } from '../../agent/approval.ts';
import { useHost } from '../host.ts';
import { ChangedFiles } from './changedFiles.tsx';
import { GrantMenu } from './grantMenu.tsx';

/** Asks whether a tool may do what it is about to do. */
export function Approval({ callId, request }: { callId: string; request: ApprovalRequest }) {
  const host = useHost();
  const [reason, setReason] = useState('');
  const [decided, setDecided] = useState(false);
  const decide = (decision: 'once' | GrantScope | 'deny') => {
    setDecided(true);
    const because = decision === 'deny' && reason.trim() !== '' ? { reason: reason.trim() } : {};
    host.attempt(
      host.call('decide', { callId, decision, ...because }).catch((error: unknown) => {
        setDecided(false);
        throw error;
      }),
    );
  };
  const { diff, why } = request;
  const many = (diff?.files?.length ?? 0) > 1 ? diff?.files : undefined;
  return (
    <div class="approval" role="group" aria-label={`Approve: ${request.title}`}>
      {request.detail !== '' && !many && (
        <pre class="approvalDetail" tabIndex={0}>
          {request.detail}
        </pre>
      )}
      {many && <ChangedFiles files={many} onOpen={(file) => host.attempt(host.call('reveal', { callId, file }))} />}
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
        {scopesOf(request).length > 0 && <GrantMenu request={request} disabled={decided} onGrant={decide} />}
        <vscode-button secondary disabled={decided} onClick={() => decide('deny')}>
          Deny
        </vscode-button>
      </div>
      {why !== undefined && <div class="fine">This asks every time: it {why}.</div>}
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
