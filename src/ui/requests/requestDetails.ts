import type { IncomingHttpHeaders } from 'node:http';
import { redact } from '../../editor/redact.ts';
import type { HeaderLine, RequestDetails, ShownBody, ShownEvent } from '../../protocol/requests.ts';
import type { RecordedRequest } from './recordedRequest.ts';
import { contentType, isEventStream, parsedJson, wireEvents, type WireEvent } from './wireEvents.ts';

const LONGEST_SHOWN = 4 * 1024 * 1024;
const TEXT = /^(text\/|application\/(json|x-ndjson|jsonl|sdp|xml))/;
const SECRET_HEADER = /^(set-cookie|cookie|.*(authorization|api-?key|token|secret).*)$/i;
const COUNT_OF_TOKENS = /^x-ratelimit-|tokens?-(remaining|limit|reset)/i;

/** What went over the wire, without secrets. */
export function detailsOf(request: RecordedRequest, secrets: Iterable<string>): RequestDetails {
  const known = [...secrets];
  const clean = (text: string) => redact(text, known);
  const asEvents = request.sent.upgrade !== undefined || isEventStream(request);
  const requestBody = requestText(request);
  return {
    id: request.id,
    url: clean(request.sent.url),
    requestHeaders: Object.entries(request.sent.headers).map(([name, value]) => [name, clean(value)] as const),
    ...(requestBody !== undefined && {
      request: {
        text: clean(requestBody.slice(0, LONGEST_SHOWN)),
        type: typeof request.requestBody === 'string' ? 'application/json' : 'multipart/form-data',
        bytes: requestBody.length + request.requestLeftOut,
        leftOut: Math.max(0, requestBody.length - LONGEST_SHOWN) + request.requestLeftOut,
      },
    }),
    answerHeaders: headerLines(request.headers, clean),
    ...(!asEvents && request.status !== undefined && { answer: answerBody(request, clean) }),
    eventCount: asEvents ? wireEvents(request).length : 0,
  };
}

/** Events of an answer, `count` from this index on, without secrets. */
export function shownEvents(
  request: RecordedRequest,
  secrets: Iterable<string>,
  { from, count }: { from: number; count: number },
): ShownEvent[] {
  const known = [...secrets];
  return wireEvents(request, from + count)
    .slice(from)
    .map((event) => ({
      atMs: event.atMs,
      ...(event.direction && { direction: event.direction }),
      name: nameOf(event).slice(0, 200),
      data: redact(event.data, known),
    }));
}

/** The JSON as it was sent; of a form a line a part, as a cell has it. */
export function requestText({ requestBody }: RecordedRequest): string | undefined {
  if (requestBody === undefined || typeof requestBody === 'string') return requestBody;
  return requestBody
    .map((part) => {
      if ('value' in part) return `${part.name}=${part.value}`;
      const size = part.bytes === undefined ? 'size unknown' : `${part.bytes} bytes`;
      return `${part.name}=@${part.fileName}  (${part.type}, ${size})`;
    })
    .join('\n');
}

/** Headers of an answer, without those that can hold a secret. */
export function headerLines(headers: IncomingHttpHeaders, clean: (text: string) => string): HeaderLine[] {
  return Object.entries(headers)
    .filter(([name]) => !SECRET_HEADER.test(name) || COUNT_OF_TOKENS.test(name))
    .flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, clean(one)] as const));
}

function answerBody(request: RecordedRequest, clean: (text: string) => string): ShownBody {
  const { answer } = request;
  const type = contentType(request);
  const bytes = answer.bytes + answer.leftOutBytes;
  const isText = type === '' || TEXT.test(type);
  const text = isText ? answer.toBuffer().toString('utf8') : '';
  const shown = text.slice(0, LONGEST_SHOWN);
  return {
    text: clean(shown),
    type,
    bytes,
    leftOut: bytes - (isText ? Math.min(answer.bytes, Buffer.byteLength(shown)) : 0),
  };
}

function nameOf({ name, data }: WireEvent): string {
  if (name !== undefined) return name;
  // A look at the beginning is enough for most, and a list has many.
  const type = /^\{"type": ?"([\w.]{1,100})"/.exec(data)?.[1];
  if (type !== undefined) return type;
  const parsed = parsedJson(data) as { type?: unknown; object?: unknown } | null | undefined;
  const said = parsed?.type ?? parsed?.object;
  return typeof said === 'string' ? said : data === '[DONE]' ? '[DONE]' : '';
}
