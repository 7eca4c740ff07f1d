import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RequestDetails, RequestRow } from '../../protocol/requests.ts';
import { Icon, IconButton } from '../icon.tsx';
import { BodyView } from './bodyView.tsx';
import { EventList } from './eventList.tsx';
import { Headers } from './headers.tsx';
import { Overview } from './overview.tsx';
import type { RequestsHost } from './requestsHost.ts';

const tabs = ['Overview', 'Request', 'Answer', 'Headers'] as const;
type Tab = (typeof tabs)[number];

/** The tab that was open last: who walks through requests looks at the same of each. */
let lastTab: Tab = 'Overview';

/** One request: what can be done with it, and what went over the wire. */
export function RequestView(props: { row: RequestRow; host: RequestsHost; onClose: () => void }): JSX.Element {
  const { row, host, onClose } = props;
  const [details, setDetails] = useState<RequestDetails>();
  const [tab, setTab] = useState<Tab>(lastTab);
  useEffect(() => {
    host.attempt(host.call('details', row.id).then(setDetails));
  }, [row]);
  const open = (next: Tab) => {
    lastTab = next;
    setTab(next);
  };
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[tabs.indexOf(tab) + step];
    if (step === 0 || next === undefined) return;
    open(next);
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <section
      class="request"
      aria-label={`${row.method} ${row.path}`}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <Actions row={row} host={host} onClose={onClose} />
      <div class="tabs" role="tablist" aria-label="What to see" onKeyDown={onKeyDown}>
        {tabs.map((name) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            class={name === tab ? 'tab on' : 'tab'}
            aria-selected={name === tab}
            tabIndex={name === tab ? 0 : -1}
            onClick={() => open(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div class="tabPanel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {details && <Content tab={tab} row={row} details={details} host={host} />}
      </div>
    </section>
  );
}

function Content(props: { tab: Tab; row: RequestRow; details: RequestDetails; host: RequestsHost }): JSX.Element {
  const { tab, row, details, host } = props;
  switch (tab) {
    case 'Overview':
      return <Overview row={row} details={details} />;
    case 'Request':
      return details.request ? (
        <BodyView body={details.request} label="Request" />
      ) : (
        <p class="fine">No body was sent.</p>
      );
    case 'Answer':
      if (details.answer) return <BodyView body={details.answer} label="Answer" />;
      if (details.eventCount > 0) return <EventList id={row.id} count={details.eventCount} host={host} />;
      return <p class="fine">{row.state === 'running' ? 'Nothing has come yet.' : (row.problem ?? 'Nothing came.')}</p>;
    case 'Headers':
      return <Headers details={details} />;
  }
}

function Actions({ row, host, onClose }: { row: RequestRow; host: RequestsHost; onClose: () => void }): JSX.Element {
  const { id } = row;
  const isHttp = row.method !== 'WEBSOCKET';
  const button = (icon: string, caption: string, title: string, call: () => Promise<unknown>) => (
    <button type="button" class="smallButton" title={title} onClick={() => host.attempt(call())}>
      <Icon name={icon} /> {caption}
    </button>
  );
  return (
    <div class="actions">
      {isHttp &&
        button('edit', 'Edit and Resend', 'Opens it as a cell of an API notebook, ready to be changed and run', () =>
          host.call('resend', id),
        )}
      {isHttp &&
        button('save', 'Save as Cell', 'Puts it into the API notebook that is open, or a new one', () =>
          host.call('saveAsCell', id),
        )}
      {button('diff', 'Compare with…', 'Shows what differs from another request', () => host.call('compare', id))}
      {isHttp && (
        <span class="copyAs">
          <Icon name="copy" />
          {button('', 'curl', 'Copy as curl', () => host.call('copyAs', { id, format: 'curl' }))}
          {button('', 'TypeScript', 'Copy as TypeScript', () => host.call('copyAs', { id, format: 'typescript' }))}
          {button('', 'Python', 'Copy as Python', () => host.call('copyAs', { id, format: 'python' }))}
        </span>
      )}
      <span class="gap" />
      <IconButton icon="close" label="Close" onClick={onClose} />
    </div>
  );
}
