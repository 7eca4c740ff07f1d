import { errorHelp, type ErrorAction, type ErrorInfo } from '../../protocol/errorHelp.ts';
import { formatWait } from '../format.ts';
import { useHost } from '../host.ts';
import { Icon } from '../icon.tsx';
import { useNow } from '../useNow.ts';

const labels: Record<ErrorAction, string> = {
  setApiKey: 'Set API Key',
  useLocalServer: 'Use a Local or Custom Server',
  switchProfile: 'Switch Profile',
  selectModel: 'Switch Model',
  openSettings: 'Open Settings',
  showLog: 'Show Log',
  openWalkthrough: 'Get Started',
  manageTrust: 'Manage Workspace Trust',
  retry: 'Retry',
};

/** An error and its next steps. `at` is when it happened, in milliseconds since the epoch. */
export function ErrorCard({ error, at, last }: { error: ErrorInfo; at: number; last: boolean }) {
  const help = errorHelp(error);
  const actions = help.actions.filter((action) => last || action !== 'retry');
  return (
    <div class="card errorCard">
      <div class="cardTitle">
        <Icon name="error" />
        {help.title}
      </div>
      <p>{help.text}</p>
      {error.requestId !== undefined && <p class="fine">Request {error.requestId}</p>}
      <div class="buttonRow">
        {actions.map((action, index) => (
          <ActionButton
            key={action}
            action={action}
            secondary={index > 0}
            notBefore={action === 'retry' ? at + (error.retryAfterMs ?? 0) : 0}
          />
        ))}
      </div>
    </div>
  );
}

function ActionButton(props: { action: ErrorAction; secondary: boolean; notBefore: number }) {
  const { action, secondary, notBefore } = props;
  const host = useHost();
  const now = useNow(notBefore);
  const waits = now < notBefore;
  const run = () => {
    host.attempt(action === 'retry' ? host.call('retry', {}) : host.call('runAction', { action }));
  };
  return (
    <vscode-button secondary={secondary} disabled={waits} onClick={run}>
      {waits ? `${labels[action]} ${formatWait(notBefore, now)}` : labels[action]}
    </vscode-button>
  );
}
