import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatCount } from '../../protocol/figures.ts';
import { eventsAtOnce, type ShownEvent } from '../../protocol/requests.ts';
import { Icon } from '../icon.tsx';
import { JsonTree } from '../notebook/jsonTree.tsx';
import { parseJson } from './bodyView.tsx';
import { formatMs } from './formatMs.ts';
import type { RequestsHost } from './requestsHost.ts';

const longestLine = 300;

/** The events of a stream or the messages of a WebSocket, with when they came. A part of them at a time. */
export function EventList({ id, count, host }: { id: number; count: number; host: RequestsHost }): JSX.Element {
  const [events, setEvents] = useState<readonly ShownEvent[]>([]);
  const load = (before: readonly ShownEvent[]) => {
    host.attempt(
      host.call('events', { id, from: before.length }).then((more) => {
        setEvents([...before, ...more]);
      }),
    );
  };
  // As more arrive, the part that is begun fills; further ones are asked for, and those that are open stay.
  useEffect(() => {
    if (events.length === 0 || events.length % eventsAtOnce > 0) load(events);
  }, [id, count]);
  const rest = count - events.length;
  return (
    <>
      <p class="fine">{formatCount(count)} events, with the time since the beginning of the request</p>
      <ol class="events" aria-label="Events">
        {events.map((event, index) => (
          <Event key={index} event={event} />
        ))}
      </ol>
      {rest > 0 && events.length > 0 && (
        <button type="button" class="smallButton" onClick={() => load(events)}>
          Show more: {formatCount(rest)} are left
        </button>
      )}
    </>
  );
}

function Event({ event: { atMs, direction, name, data } }: { event: ShownEvent }): JSX.Element {
  const [open, setOpen] = useState(false);
  const json = open ? parseJson(data) : undefined;
  return (
    <li>
      <button type="button" class="event" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} />
        <span class="at">+{formatMs(atMs)}</span>
        {direction && <Icon name={direction === 'sent' ? 'arrow-up' : 'arrow-down'} />}
        {direction && <span class="hidden">{direction}</span>}
        <span class="eventName">{name}</span>
        <span class="eventData">{data.slice(0, longestLine)}</span>
      </button>
      {open &&
        (json === undefined ? (
          <pre class="text">{data}</pre>
        ) : (
          <JsonTree value={json} label={name === '' ? 'Event' : name} />
        ))}
    </li>
  );
}
