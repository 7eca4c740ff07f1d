import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { RequestRow, RequestsState } from '../../protocol/requests.ts';
import { IconButton } from '../icon.tsx';
import { matches } from './matches.ts';
import { RequestList } from './requestList.tsx';
import { RequestView } from './requestView.tsx';
import type { RequestsHost } from './requestsHost.ts';
import { Toolbar } from './toolbar.tsx';

/** The list of requests, and beside it the one that is chosen. */
export function RequestsPanel(props: {
  /** The oldest first. */
  rows: readonly RequestRow[];
  state: RequestsState;
  failure: string | undefined;
  host: RequestsHost;
  onDismiss: () => void;
}): JSX.Element {
  const { rows, state, failure, host, onDismiss } = props;
  const [filter, setFilter] = useState('');
  const [chosenId, setChosenId] = useState<number>();
  const panes = useRef<HTMLDivElement>(null);
  const shown = rows.filter((row) => matches(row, filter));
  const chosen = rows.find(({ id }) => id === chosenId);
  const close = () => {
    setChosenId(undefined);
    // What had the focus goes: without this, the next key would begin at the top of the panel.
    panes.current?.querySelector<HTMLElement>('.list')?.focus();
  };
  return (
    <div class="requestsPanel">
      <Toolbar
        filter={filter}
        onFilter={setFilter}
        state={state}
        host={host}
        count={filter === '' ? `${rows.length}` : `${shown.length} of ${rows.length}`}
        isEmpty={rows.length === 0}
      />
      {failure !== undefined && (
        <div class="failure" role="alert">
          <span>{failure}</span>
          <IconButton icon="close" label="Dismiss" onClick={onDismiss} />
        </div>
      )}
      <div ref={panes} class={chosen ? 'panes chosen' : 'panes'}>
        {shown.length === 0 ? (
          <p class="nothing">{rows.length === 0 ? nothingYet(state) : `None of ${rows.length} requests matches.`}</p>
        ) : (
          <RequestList rows={shown} chosenId={chosenId} onChoose={setChosenId} />
        )}
        {chosen && <RequestView key={chosen.id} row={chosen} host={host} onClose={close} />}
      </div>
    </div>
  );
}

function nothingYet({ paused }: RequestsState): string {
  if (paused) return 'Paused: nothing is noted until you resume.';
  return 'No requests yet. Everything that Parley sends to a server shows up here: chats, notebook cells, commands.';
}
