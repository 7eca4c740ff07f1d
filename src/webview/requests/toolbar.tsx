import type { JSX } from 'preact';
import type { RequestsState } from '../../protocol/requests.ts';
import { Icon, IconButton } from '../icon.tsx';
import type { RequestsHost } from './requestsHost.ts';

/** The filter, and what can be done with all requests together. */
export function Toolbar(props: {
  filter: string;
  onFilter: (filter: string) => void;
  state: RequestsState;
  host: RequestsHost;
  /** How many rows are shown. */
  count: string;
  isEmpty: boolean;
}): JSX.Element {
  const { filter, onFilter, state, host, count, isEmpty } = props;
  const { paused, recording, replaying } = state;
  return (
    <div class="toolbar" role="toolbar" aria-label="Requests">
      <input
        class="filter"
        type="search"
        placeholder="Filter by feature, path, model, status…"
        aria-label="Filter requests"
        value={filter}
        onInput={({ currentTarget }) => onFilter(currentTarget.value)}
      />
      <span class="fine" role="status">
        {count}
      </span>
      <span class="gap" />
      {replaying !== undefined && (
        <button
          type="button"
          class="smallButton"
          title="Go back to the profile from before"
          onClick={() => host.attempt(host.call('stopReplay'))}
        >
          <Icon name="debug-stop" /> Replaying {replaying}
        </button>
      )}
      <Toggle
        icon={paused ? 'play' : 'debug-pause'}
        label={paused ? 'Resume: note requests again' : 'Pause: note no more requests'}
        on={paused}
        onClick={() => host.attempt(host.call('pause', !paused))}
      />
      <Toggle
        icon={recording ? 'record-keys' : 'record'}
        label={recording ? 'Stop writing requests to a file' : 'Record: write requests to a file as well'}
        on={recording}
        onClick={() => host.attempt(host.call('record', !recording))}
      />
      <IconButton
        icon="export"
        label="Export these requests as a fixture"
        disabled={isEmpty}
        onClick={() => host.attempt(host.call('exportSession'))}
      />
      <IconButton
        icon="debug-rerun"
        label="Replay a fixture offline"
        onClick={() => host.attempt(host.call('replay'))}
      />
      <IconButton icon="clear-all" label="Clear" disabled={isEmpty} onClick={() => host.attempt(host.call('clear'))} />
    </div>
  );
}

function Toggle(props: { icon: string; label: string; on: boolean; onClick: () => void }): JSX.Element {
  const { icon, label, on, onClick } = props;
  return (
    <button
      type="button"
      class={on ? 'iconButton on' : 'iconButton'}
      aria-label={label}
      aria-pressed={on}
      title={label}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
