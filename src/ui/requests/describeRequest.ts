import { callCost } from '../../agent/models/callCost.ts';
import { isObject } from '../../openai/isObject.ts';
import { requestIdOf } from '../../openai/responseError.ts';
import type { RequestRow } from '../../protocol/requests.ts';
import { usageOf } from '../notebook/answer/usageOf.ts';
import type { RecordedRequest } from './recordedRequest.ts';
import { contentType, isEventStream, lastEventData, parsedJson, stateOf, wireEvents } from './wireEvents.ts';

const FIRST_EVENTS = 60;
const LAST_EVENTS = 4;
const LONGEST_PARSED = 256 * 1024;

type Facts = Pick<RequestRow, 'firstTokenMs' | 'inputTokens' | 'outputTokens' | 'costUsd' | 'model'>;

/** What an answer says does not change once it has ended. */
const factsOfEnded = new WeakMap<RecordedRequest, Facts>();

/** A row of the list. `featureOf` says in words what a client was labelled with; `isPriced` is true for the servers of OpenAI's price list. */
export function describeRequest(
  request: RecordedRequest,
  featureOf: (label: string | undefined) => string,
  isPriced: (url: string) => boolean,
): RequestRow {
  const { sent, status, problem, durationMs, headers } = request;
  const facts = factsOfEnded.get(request) ?? factsOf(request, isPriced(sent.url));
  if (request.state !== 'running') factsOfEnded.set(request, facts);
  const { requestId } = requestIdOf(headers);
  return {
    id: request.id,
    startedAt: request.startedAt,
    attempt: sent.attempt,
    feature: featureOf(sent.label),
    method: sent.upgrade ? 'WEBSOCKET' : sent.method,
    path: sent.path,
    // Where a short key is part of the address, what is left of it is none.
    server: URL.parse(sent.url)?.host ?? '',
    state: stateOf(request),
    ...(status !== undefined && { status }),
    ...(problem !== undefined && { problem }),
    ...(durationMs !== undefined && { durationMs }),
    ...(requestId !== undefined && { requestId }),
    ...(sent.model !== undefined && { model: sent.model }),
    ...facts,
  };
}

function factsOf(request: RecordedRequest, isPriced: boolean): Facts {
  const firstTokenMs = firstToken(request);
  const first: Facts = firstTokenMs === undefined ? {} : { firstTokenMs };
  if (request.state === 'running') return first;
  const answer = lastAnswer(request);
  const usage = usageOf(answer);
  const { path, model } = request.sent;
  const cost =
    isPriced &&
    stateOf(request) === 'done' &&
    callCost({ path, request: fieldsOf(request), answer, ...(usage && { usage }) });
  const answered = isObject(answer) && typeof answer.model === 'string' ? answer.model : undefined;
  return {
    ...first,
    ...(usage && { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens }),
    ...(cost && { costUsd: cost.usd }),
    ...(model === undefined && answered !== undefined && { model: answered }),
  };
}

/** To the first event that brings something of the answer; where none of the first does, and elsewhere, to the first byte. */
function firstToken(request: RecordedRequest): number | undefined {
  if (!isEventStream(request)) return request.firstByteMs;
  const brings = ({ data }: { data: string }) =>
    /"type": ?"[\w.]*delta"|"delta": ?\{[^}]*"(content|tool_calls|refusal)": ?(?!""|null)/.test(data);
  return wireEvents(request, FIRST_EVENTS).find(brings)?.atMs ?? request.firstByteMs;
}

/** The JSON of an answer; of a stream the response that its last events carry, or the one with the usage. */
function lastAnswer(request: RecordedRequest): unknown {
  if (request.sent.upgrade) return undefined;
  if (!isEventStream(request)) {
    const isJson = contentType(request).includes('json');
    return isJson ? parsedJson(request.answer.toBuffer().toString('utf8')) : undefined;
  }
  const last = lastEventData(request, LAST_EVENTS).map(parsedJson).filter(isObject).reverse();
  const found = last.map((event) => (isObject(event.response) ? event.response : event));
  return found.find(({ usage }) => isObject(usage)) ?? found[0];
}

/** What a price may depend on. */
function fieldsOf({ requestBody, sent: { model } }: RecordedRequest): Record<string, unknown> {
  const named = model === undefined ? {} : { model };
  if (typeof requestBody === 'string') {
    const parsed = requestBody.length < LONGEST_PARSED ? parsedJson(requestBody) : undefined;
    return isObject(parsed) ? parsed : named;
  }
  const fields = (requestBody ?? []).flatMap((part) => ('value' in part ? [[part.name, part.value] as const] : []));
  return { ...named, ...Object.fromEntries(fields) };
}
