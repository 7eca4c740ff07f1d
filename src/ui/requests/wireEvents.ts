import { StringDecoder } from 'node:string_decoder';
import { createParser } from 'eventsource-parser';
import type { RecordedRequest } from './recordedRequest.ts';

/** An event of a stream, or a message of a WebSocket, as it went over the wire. */
export interface WireEvent {
  /** From the beginning of the request. */
  atMs: number;
  /** Of a WebSocket; absent for events, which only come. */
  direction?: 'sent' | 'received';
  /** The event's name, where it has one. */
  name?: string;
  data: string;
}

/** What an answer says it is; empty where it does not. A server may say it twice, whatever the types say. */
export function contentType({ headers }: Pick<RecordedRequest, 'headers'>): string {
  const [type = ''] = [headers['content-type'] as string | readonly string[] | undefined].flat();
  return type;
}

export function isEventStream(request: Pick<RecordedRequest, 'headers'>): boolean {
  return contentType(request).startsWith('text/event-stream');
}

/** The events of an answer so far, at most `limit` of them. Empty where it is none of events. */
export function wireEvents(request: RecordedRequest, limit = Infinity): WireEvent[] {
  if (request.sent.upgrade)
    return request.frames.slice(0, limit).map(({ atMs, direction, text }) => ({ atMs, direction, data: text }));
  if (!isEventStream(request)) return [];
  const events: WireEvent[] = [];
  const decoder = new StringDecoder('utf8');
  let atMs = 0;
  const parser = createParser({
    onEvent: ({ event, data }) => events.push({ atMs, ...(event !== undefined && { name: event }), data }),
  });
  for (const arrival of request.answer.arrivals()) {
    if (events.length >= limit) break;
    ({ atMs } = arrival);
    parser.feed(decoder.write(arrival.bytes));
  }
  return events.slice(0, limit);
}

/** The data of the last events, the oldest first, without reading those before. */
export function lastEventData(request: RecordedRequest, count: number): string[] {
  const text = request.answer.toBuffer().toString('utf8').trimEnd();
  const blocks = text.split(/\r?\n\r?\n/).slice(-count);
  return blocks.map((block) =>
    block
      .split(/\r?\n/)
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).trimStart())
      .join('\n'),
  );
}

/** What became of a request. Who has the last event of a stream needs no more of it: that is no cancellation. */
export function stateOf(request: RecordedRequest): RecordedRequest['state'] {
  if (request.state !== 'cancelled' || !isEventStream(request)) return request.state;
  const [last = ''] = lastEventData(request, 1);
  return last === '[DONE]' || /"type": ?"[\w.]*\.(completed|done|incomplete|failed)"/.test(last) ? 'done' : 'cancelled';
}

/** What is JSON, as a value; anything else as undefined. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
