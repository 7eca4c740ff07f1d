import type { AssistantStreamEvent } from 'openai/resources/beta/assistants';
import type {
  Run,
  RunCancelParams,
  RunCreateParamsBase,
  RunCreateParamsNonStreaming,
  RunCreateParamsStreaming,
  RunListParams,
  RunRetrieveParams,
  RunSubmitToolOutputsParamsBase,
  RunSubmitToolOutputsParamsNonStreaming,
  RunSubmitToolOutputsParamsStreaming,
  RunUpdateParams,
} from 'openai/resources/beta/threads/runs/runs';
import { path } from '../address.ts';
import { assistantsV2 } from '../assistantsV2.ts';
import type { PendingRequest } from '../pendingRequest.ts';
import { idOf, poll, type PollOptions } from '../poll.ts';
import type { EventStream } from '../sse.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { runSteps } from './runSteps.ts';
import { runOrEvents } from './runStream.ts';

export interface CreateRun {
  (threadID: string, params: RunCreateParamsNonStreaming, options?: RequestOptions): PendingRequest<Run>;
  (
    threadID: string,
    params: RunCreateParamsStreaming,
    options?: RequestOptions,
  ): PendingRequest<EventStream<AssistantStreamEvent>>;
  (
    threadID: string,
    params: RunCreateParamsBase,
    options?: RequestOptions,
  ): PendingRequest<EventStream<AssistantStreamEvent> | Run>;
}

export interface SubmitToolOutputs {
  (runID: string, params: RunSubmitToolOutputsParamsNonStreaming, options?: RequestOptions): PendingRequest<Run>;
  (
    runID: string,
    params: RunSubmitToolOutputsParamsStreaming,
    options?: RequestOptions,
  ): PendingRequest<EventStream<AssistantStreamEvent>>;
  (
    runID: string,
    params: RunSubmitToolOutputsParamsBase,
    options?: RequestOptions,
  ): PendingRequest<EventStream<AssistantStreamEvent> | Run>;
}

/**
 * The runs of a thread. The official SDK's emitters (`stream`, `createAndStream`, `submitToolOutputsStream`) are left out:
 * `create` and `submitToolOutputs` with `stream: true` give the same events as an async iterable.
 */
export function runs(transport: Transport) {
  const create = ((threadID: string, { include, ...body }: RunCreateParamsBase, options?: RequestOptions) => {
    const request = { ...assistantsV2.post(path`/threads/${threadID}/runs`, body), query: { include } };
    return runOrEvents(transport, request, body.stream, options);
  }) as CreateRun;

  const retrieve = (runID: string, { thread_id }: RunRetrieveParams, options?: RequestOptions) =>
    transport.json<Run>(assistantsV2.get(path`/threads/${thread_id}/runs/${runID}`), options);

  const submitToolOutputs = ((
    runID: string,
    { thread_id, ...body }: RunSubmitToolOutputsParamsBase,
    options?: RequestOptions,
  ) => {
    const request = assistantsV2.post(path`/threads/${thread_id}/runs/${runID}/submit_tool_outputs`, body);
    return runOrEvents(transport, request, body.stream, options);
  }) as SubmitToolOutputs;

  const pollRun = (runID: string, params: RunRetrieveParams, options?: PollOptions) =>
    poll(() => retrieve(runID, params, options), ['queued', 'in_progress', 'cancelling'], options);

  return {
    steps: runSteps(transport),
    create,
    retrieve,
    update: (runID: string, { thread_id, ...body }: RunUpdateParams, options?: RequestOptions) =>
      transport.json<Run>(assistantsV2.post(path`/threads/${thread_id}/runs/${runID}`, body), options),
    list: (threadID: string, query?: RunListParams | null, options?: RequestOptions) =>
      transport.list<Run>(assistantsV2.get(path`/threads/${threadID}/runs`, query), options),
    cancel: (runID: string, { thread_id }: RunCancelParams, options?: RequestOptions) =>
      transport.json<Run>(assistantsV2.post(path`/threads/${thread_id}/runs/${runID}/cancel`), options),
    submitToolOutputs,
    /** Resolves when the run is over, or waits for tool outputs: `status` says which. */
    poll: pollRun,
    createAndPoll: async (threadID: string, body: RunCreateParamsNonStreaming, options?: PollOptions) =>
      pollRun(idOf(await create(threadID, body, options)), { thread_id: threadID }, options),
    submitToolOutputsAndPoll: async (
      runID: string,
      params: RunSubmitToolOutputsParamsNonStreaming,
      options?: PollOptions,
    ) => pollRun(idOf(await submitToolOutputs(runID, params, options)), params, options),
  };
}
