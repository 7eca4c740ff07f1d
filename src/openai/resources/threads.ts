import type { AssistantStreamEvent } from 'openai/resources/beta/assistants';
import type { Run } from 'openai/resources/beta/threads/runs/runs';
import type {
  Thread,
  ThreadCreateAndRunParamsBase,
  ThreadCreateAndRunParamsNonStreaming,
  ThreadCreateAndRunParamsStreaming,
  ThreadCreateParams,
  ThreadDeleted,
  ThreadUpdateParams,
} from 'openai/resources/beta/threads/threads';
import { path } from '../address.ts';
import { assistantsV2 } from '../assistantsV2.ts';
import type { PendingRequest } from '../pendingRequest.ts';
import { idOf, type PollOptions } from '../poll.ts';
import type { EventStream } from '../sse.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { runOrEvents } from './runStream.ts';
import { runs } from './runs.ts';
import { threadMessages } from './threadMessages.ts';

export interface CreateThreadAndRun {
  (body: ThreadCreateAndRunParamsNonStreaming, options?: RequestOptions): PendingRequest<Run>;
  (
    body: ThreadCreateAndRunParamsStreaming,
    options?: RequestOptions,
  ): PendingRequest<EventStream<AssistantStreamEvent>>;
  (
    body: ThreadCreateAndRunParamsBase,
    options?: RequestOptions,
  ): PendingRequest<EventStream<AssistantStreamEvent> | Run>;
}

/**
 * The conversations of assistants. The official SDK's `createAndRunStream` is left out: `createAndRun` with `stream: true`
 * gives the same events as an async iterable.
 */
export function threads(transport: Transport) {
  const threadRuns = runs(transport);
  const createAndRun = ((body: ThreadCreateAndRunParamsBase, options?: RequestOptions) =>
    runOrEvents(transport, assistantsV2.post('/threads/runs', body), body.stream, options)) as CreateThreadAndRun;
  return {
    runs: threadRuns,
    messages: threadMessages(transport),
    create: (body?: ThreadCreateParams | null, options?: RequestOptions) =>
      transport.json<Thread>(assistantsV2.post('/threads', body ?? {}), options),
    retrieve: (threadID: string, options?: RequestOptions) =>
      transport.json<Thread>(assistantsV2.get(path`/threads/${threadID}`), options),
    update: (threadID: string, body: ThreadUpdateParams, options?: RequestOptions) =>
      transport.json<Thread>(assistantsV2.post(path`/threads/${threadID}`, body), options),
    delete: (threadID: string, options?: RequestOptions) =>
      transport.json<ThreadDeleted>(assistantsV2.delete(path`/threads/${threadID}`), options),
    createAndRun,
    createAndRunPoll: async (body: ThreadCreateAndRunParamsNonStreaming, options?: PollOptions) => {
      const run = await createAndRun(body, options);
      return threadRuns.poll(idOf(run), { thread_id: run.thread_id }, options);
    },
  };
}
