import { redact } from '../../editor/redact.ts';
import { isObject } from '../../openai/isObject.ts';
import type { SentPart } from '../../openai/observe.ts';
import { headerLines } from './requestDetails.ts';
import type { RecordedRequest } from './recordedRequest.ts';
import { contentType, parsedJson, stateOf } from './wireEvents.ts';

/** A piece of an answer, and when it came. */
export interface FixturePiece {
  /** From the beginning of the request, in milliseconds. */
  atMs: number;
  text?: string;
  /** Of what is no text. */
  base64?: string;
}

/** A request and its answer, without secrets. */
export interface FixtureExchange {
  /** Which feature asked. */
  feature: string;
  method: string;
  /** Below the base URL, as at OpenAI's own server. */
  path: string;
  model?: string;
  /** The JSON as it was sent, or the parts of a form: files by name, type and size alone. */
  request?: string | readonly SentPart[];
  status: number;
  headers: Readonly<Record<string, string>>;
  /** To the headers of the answer, from the beginning. */
  headersMs: number;
  answer: readonly FixturePiece[];
  /** True where the connection broke before the end. */
  cutOff?: boolean;
}

/** The file that a session is exported as: JSON. */
export interface Fixture {
  format: 'parley-requests';
  version: 1;
  exchanges: readonly FixtureExchange[];
}

const TEXT = /^(text\/|application\/(json|x-ndjson|jsonl|sdp|xml)|$)/;
/** What a server that replays the answer sets itself, or what means nothing there. */
const LEFT_OUT =
  /^(content-length|transfer-encoding|connection|keep-alive|date|server|alt-svc|strict-transport-security|cf-.*)$/;

/** Undefined for a request without an answer, one that still runs and a WebSocket: they cannot be replayed. */
export function exchangeOf(
  request: RecordedRequest,
  feature: string,
  secrets: Iterable<string>,
): FixtureExchange | undefined {
  const { sent, status, headers, state } = request;
  if (status === undefined || sent.upgrade || state === 'running') return undefined;
  const known = [...secrets];
  const clean = (text: string) => redact(text, known);
  const { requestBody } = request;
  const parts =
    typeof requestBody === 'string' ? clean(requestBody) : requestBody?.map((part) => cleanPart(part, clean));
  return {
    feature: clean(feature),
    method: sent.method,
    path: clean(sent.path),
    ...(sent.model !== undefined && { model: sent.model }),
    ...(parts !== undefined && { request: parts }),
    status,
    headers: Object.fromEntries(headerLines(headers, clean).filter(([name]) => !LEFT_OUT.test(name))),
    headersMs: Math.round(request.headersMs ?? 0),
    answer: piecesOf(request, clean),
    ...((stateOf(request) === 'cancelled' || request.problem !== undefined) && { cutOff: true }),
  };
}

export function fixtureOf(exchanges: readonly FixtureExchange[]): Fixture {
  return { format: 'parley-requests', version: 1, exchanges };
}

/** Also of a recording, which has an exchange a line. Throws a sentence where the text is neither. */
export function parseFixture(text: string): Fixture {
  const value = parsedJson(text) ?? recorded(text);
  // A recording of one request is JSON too.
  if (isExchange(value)) return fixtureOf([value]);
  if (!isObject(value) || value.format !== 'parley-requests') {
    throw new Error('The file is no session of requests that Parley exported.');
  }
  if (value.version !== 1) throw new Error('The file was written by a newer Parley.');
  const { exchanges } = value;
  if (!Array.isArray(exchanges) || !exchanges.every(isExchange)) throw new Error('The file is damaged.');
  if (exchanges.length === 0) throw new Error('There is no request in the file.');
  return { format: 'parley-requests', version: 1, exchanges };
}

function recorded(text: string): unknown {
  const exchanges = text.trim().split('\n').map(parsedJson);
  return exchanges.every(isExchange) ? fixtureOf(exchanges) : undefined;
}

function isExchange(value: unknown): value is FixtureExchange {
  if (!isObject(value) || !isObject(value.headers) || !Array.isArray(value.answer)) return false;
  const { method, path, status, headersMs, headers, answer } = value;
  const isPiece = (piece: unknown) =>
    isObject(piece) &&
    typeof piece.atMs === 'number' &&
    (typeof piece.text === 'string' || typeof piece.base64 === 'string');
  return (
    typeof method === 'string' &&
    typeof path === 'string' &&
    Number.isInteger(status) &&
    (status as number) >= 200 &&
    (status as number) < 600 &&
    typeof headersMs === 'number' &&
    Object.values(headers).every((header) => typeof header === 'string') &&
    answer.every(isPiece)
  );
}

function piecesOf(request: RecordedRequest, clean: (text: string) => string): FixturePiece[] {
  const { answer } = request;
  const arrivals = answer.arrivals();
  if (!TEXT.test(contentType(request))) {
    return arrivals.map(({ atMs, bytes }) => ({
      atMs: Math.round(atMs),
      base64: Buffer.from(bytes).toString('base64'),
    }));
  }
  const whole = answer.toBuffer().toString('utf8');
  const cleaned = clean(whole);
  // What is hidden may lie across pieces.
  if (cleaned !== whole) return [{ atMs: Math.round(arrivals[0]?.atMs ?? 0), text: cleaned }];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return arrivals.map(({ atMs, bytes }) => ({ atMs: Math.round(atMs), text: decoder.decode(bytes, { stream: true }) }));
}

function cleanPart(part: SentPart, clean: (text: string) => string): SentPart {
  return 'value' in part ? { ...part, value: clean(part.value) } : part;
}
