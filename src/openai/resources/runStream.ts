import type { AssistantStreamEvent } from 'openai/resources/beta/assistants';
import type { Run } from 'openai/resources/beta/threads/runs/runs';
import type { PendingRequest } from '../pendingRequest.ts';
import type { EventStream, StreamRules } from '../sse.ts';
import type { ApiRequest, RequestOptions, Transport } from '../transport.ts';

/** The events after which a run waits for its caller, or is over. */
const ENDS: ReadonlySet<string> = new Set<AssistantStreamEvent['event']>([
  'thread.run.requires_action',
  'thread.run.completed',
  'thread.run.incomplete',
  'thread.run.failed',
  'thread.run.cancelled',
  'thread.run.expired',
]);

const rules: StreamRules<AssistantStreamEvent> = {
  eventOf: (data, name) => ({ event: name, data }) as AssistantStreamEvent,
  roleOf: ({ event }) => (ENDS.has(event) ? 'complete' : 'more'),
  endsWithDone: true,
};

/** A run, or with `stream` its events as `{ event, data }`. */
export function runOrEvents(
  transport: Transport,
  request: ApiRequest,
  stream: boolean | null | undefined,
  options: RequestOptions | undefined,
): PendingRequest<EventStream<AssistantStreamEvent>> | PendingRequest<Run> {
  return stream ? transport.events(request, rules, options) : transport.json<Run>(request, options);
}
