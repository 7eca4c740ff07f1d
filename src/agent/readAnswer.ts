import type { ModelEvent } from './models/modelStream.ts';
import type { Recorder } from './recorder.ts';
import { AnswerExtras } from './answerExtras.ts';
import { ServerCalls } from './serverCalls.ts';
import type { AssistantItem, Item, MessagePhase, ReasoningItem, StreamStatus, ToolCallItem } from './transcript.ts';

type Done = Extract<ModelEvent, { type: 'done' }>;

/** What one request to the model came to. */
export interface Answer {
  /** The calls it makes, arguments complete; their items say `streaming`. */
  calls: readonly ToolCallItem[];
  done: Done;
}

const NOT_RUN = 'Cancelled: the answer ended before this call could run.';

/**
 * Records the items of one answer as it arrives, after those of it that the recorder has. When the stream throws, what had
 * arrived stays, marked with `failed()`, and the error goes on.
 */
export async function readAnswer(
  events: AsyncIterable<ModelEvent>,
  recorder: Recorder,
  context: { model: string; step: number; failed: (error: unknown) => StreamStatus },
): Promise<Answer> {
  const { calls, ...before } = openAnswer(recorder.items);
  let { open, phase } = before;
  const serverCalls = new ServerCalls(recorder, context.model);
  const extras = new AnswerExtras();

  const close = (status: StreamStatus, more?: Partial<ReasoningItem>) => {
    if (open?.type === 'reasoning') {
      recorder.put({ ...open, ...more, status, durationMs: Date.now() - open.at });
    } else if (open) {
      recorder.put({ ...open, ...extras.take(), status });
    }
    open = undefined;
  };
  const closeAll = (status: StreamStatus) => {
    // Other answers are told apart by nothing but their number: they stand beside the last message.
    if (extras.hasAlternatives && open?.type !== 'assistant') say('', false);
    close(status);
    serverCalls.close(status);
    if (status === 'complete') return;
    for (const call of calls.values()) recorder.put({ ...call, status: 'cancelled', output: NOT_RUN });
  };
  const say = (delta: string, refusal: boolean) => {
    if (open?.type === 'assistant' && Boolean(open.refusal) === refusal) {
      open = recorder.append(open, delta);
      return;
    }
    close('complete');
    open = recorder.add('assistant', {
      text: delta,
      status: 'streaming',
      ...(refusal && { refusal }),
      ...(phase && { phase }),
    });
  };
  const think = (delta: string) => {
    if (open?.type === 'reasoning') {
      open = recorder.append(open, delta);
    } else {
      close('complete');
      open = recorder.add('reasoning', { text: delta, status: 'streaming', model: context.model });
    }
  };

  const take = (event: ModelEvent): Answer | undefined => {
    switch (event.type) {
      case 'begun':
        recorder.begin(event.reached);
        break;
      case 'message':
        close('complete');
        phase = event.phase;
        break;
      case 'text':
        say(event.delta, false);
        break;
      case 'refusal':
        say(event.delta, true);
        break;
      case 'reasoning':
        think(event.delta);
        break;
      case 'reasoningDone': {
        const { providerId, encryptedContent } = event;
        if (open?.type !== 'reasoning') think('');
        close('complete', { ...(providerId && { providerId }), ...(encryptedContent && { encryptedContent }) });
        break;
      }
      case 'citation':
      case 'logprobs':
      case 'alternative':
        extras.add(event);
        break;
      case 'audio':
        if (open?.type !== 'assistant') say('', false);
        extras.add(event);
        break;
      case 'toolCall': {
        close('complete');
        const { callId, name, custom } = event;
        if (calls.has(callId)) break;
        const item = recorder.add('toolCall', {
          callId,
          name,
          step: context.step,
          arguments: '',
          status: 'streaming',
          ...(custom && { custom }),
        });
        calls.set(callId, item);
        break;
      }
      case 'approvalRequest': {
        close('complete');
        const { callId, server, name, arguments: args } = event;
        if (calls.has(callId)) break;
        const draft = { callId, server, name, arguments: args, step: context.step, status: 'streaming' as const };
        calls.set(callId, recorder.add('toolCall', draft));
        break;
      }
      case 'serverCall':
        close('complete');
        serverCalls.put(event);
        break;
      case 'serverCallInput':
      case 'partialImage':
        serverCalls.grow(event);
        break;
      case 'arguments': {
        const call = calls.get(event.callId);
        if (call) calls.set(event.callId, recorder.append(call, event.delta));
        break;
      }
      case 'done':
        closeAll(event.finish === 'incomplete' ? 'incomplete' : 'complete');
        return { calls: [...calls.values()], done: event };
    }
    return undefined;
  };

  try {
    for await (const event of events) {
      const answer = recorder.upTo(event.reached, () => take(event));
      if (answer) return answer;
    }
    throw new Error('The answer ended without saying that it is complete.');
  } catch (error) {
    closeAll(context.failed(error));
    throw error;
  }
}

/** What still streams: nothing, unless an answer is gone on with. */
function openAnswer(items: readonly Item[]): {
  open: AssistantItem | ReasoningItem | undefined;
  phase: MessagePhase | undefined;
  calls: Map<string, ToolCallItem>;
} {
  const last = items.findLast((item) => item.type === 'assistant' || item.type === 'reasoning');
  const open = last?.status === 'streaming' ? last : undefined;
  const calls = items.filter((item) => item.type === 'toolCall').filter(({ status }) => status === 'streaming');
  return {
    open,
    phase: open?.type === 'assistant' ? open.phase : undefined,
    calls: new Map(calls.map((call) => [call.callId, call])),
  };
}
