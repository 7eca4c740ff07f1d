import type { ServerResponse } from 'node:http';
import { eventStreamBody } from '../../../support/rawServer.ts';
import type { Answer } from './call.ts';

/** Writes the answer as a server would, with a request id. */
export function respondWith(answer: Answer, response: ServerResponse): void {
  const write = (status: number, type: string, body: string | Uint8Array) =>
    response.writeHead(status, { 'content-type': type, 'x-request-id': 'req_42' }).end(body);
  if ('json' in answer) write(answer.status ?? 200, 'application/json', JSON.stringify(answer.json));
  else if ('events' in answer) write(200, 'text/event-stream', eventsText(answer));
  else if ('text' in answer) write(200, answer.type, answer.text);
  else write(200, answer.type, answer.bytes);
}

/** The body of an event stream. */
export function eventsText({ events, named = false }: Extract<Answer, { events: readonly unknown[] }>): string {
  if (!named) return eventStreamBody(events);
  return (events as { event: string; data: unknown }[])
    .map(({ event, data }) => `event: ${event}\n${eventStreamBody([data])}`)
    .join('');
}
