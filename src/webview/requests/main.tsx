import '@vscode/codicons/dist/codicon.css';
import { render } from 'preact';
import type { RequestRow, RequestsState } from '../../protocol/requests.ts';
import '../notebook/data.css';
import '../styles/shared.css';
import '../styles/tree.css';
import { openRequestsHost } from './requestsHost.ts';
import { RequestsPanel } from './requestsPanel.tsx';
import './requests.css';

const root = document.querySelector('#root') ?? document.body;
const rows = new Map<number, RequestRow>();
let state: RequestsState = { paused: false, recording: false };
let failure: string | undefined;
let frame: number | undefined;

/** Changes of a frame are drawn together. */
function draw(): void {
  frame ??= requestAnimationFrame(() => {
    frame = undefined;
    render(
      <RequestsPanel rows={[...rows.values()]} state={state} failure={failure} host={host} onDismiss={() => fail()} />,
      root,
    );
  });
}

function fail(message?: string): void {
  failure = message;
  draw();
}

const host = openRequestsHost(fail);

host.on('rows', ({ changed, removed }) => {
  for (const id of removed) rows.delete(id);
  for (const row of changed) rows.set(row.id, row);
  draw();
});
host.on('state', (next) => {
  state = next;
  draw();
});
host.attempt(
  host.call('ready').then((snapshot) => {
    for (const row of snapshot.rows) rows.set(row.id, row);
    ({ state } = snapshot);
    draw();
  }),
);
draw();
