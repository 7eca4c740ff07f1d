import type { Approvals } from '../../../src/agent/approval.ts';
import type { TurnEvent } from '../../../src/agent/events.ts';
import { applyEvent } from '../../../src/agent/events.ts';
import type { ModelEvent, ModelRequest, ModelStream } from '../../../src/agent/models/modelStream.ts';
import { MessageQueue } from '../../../src/agent/messageQueue.ts';
import type { PreparedCall, Tool } from '../../../src/agent/tool.ts';
import type { Transcript, Usage, UserItem } from '../../../src/agent/transcript.ts';
import type { TranscriptStore } from '../../../src/agent/transcriptStore.ts';

export const usage = (inputTokens: number, outputTokens: number): Usage => ({
  inputTokens,
  cachedTokens: 0,
  outputTokens,
  reasoningTokens: 0,
});

export const user = (text: string, id = 'user-1'): UserItem => ({ type: 'user', id, at: 1, text, attachments: [] });

/** One answer of a scripted model: its events, then `finish`; an error in the list is thrown there. */
export type Answer = readonly (ModelEvent | Error)[];

export const text = (delta: string): ModelEvent => ({ type: 'text', delta });
export const done = (finish: 'stop' | 'toolCalls' | 'incomplete' = 'stop', ofStep?: Usage): ModelEvent => ({
  type: 'done',
  finish,
  ...(ofStep && { usage: ofStep }),
});
export const call = (callId: string, name: string, args: unknown): ModelEvent[] => [
  { type: 'toolCall', callId, name },
  { type: 'arguments', callId, delta: typeof args === 'string' ? args : JSON.stringify(args) },
];

/** A model that gives these answers, one a request, and keeps the requests. Listens to the signal as a real one does. */
export function scriptedModel(...answers: Answer[]): { stream: ModelStream; requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  const stream: ModelStream = async function* (request, { signal }) {
    const answer = answers[requests.length];
    requests.push(request);
    if (!answer) throw new Error(`No answer is scripted for request ${requests.length}.`);
    for (const event of answer) {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      if (event instanceof Error) throw event;
      yield event;
    }
  };
  return { stream, requests };
}

/** A tool whose calls are prepared by `prepare`; by default they run `run` without asking. */
export function tool(name: string, run: PreparedCall['run'], more: Partial<Tool> = {}): Tool {
  return {
    name,
    description: `Does ${name}.`,
    parameters: { type: 'object', properties: {}, required: [], additionalProperties: false },
    kind: 'read',
    prepare: () => Promise.resolve({ title: name, run }),
    ...more,
  };
}

/** A queue that is kept nowhere. */
export const emptyQueue = (): MessageQueue => new MessageQueue({ load: () => [], change: (change) => change([]) });

/** A store that keeps nothing; `more` is done in place of nothing. */
export const noStore = (more: Partial<TranscriptStore> = {}): TranscriptStore => ({
  ...{ put: () => undefined, append: () => undefined, fork: () => undefined },
  ...{ reach: () => undefined, reached: () => undefined },
  ...{
    claim: () => true,
    isClaimed: () => true,
    release: () => undefined,
    endClaim: () => undefined,
    runsElsewhere: () => false,
  },
  ...more,
});

/** Approvals that must not be asked. */
export const noApprovals: Approvals = {
  refusal: () => undefined,
  shown: (_, request) => request,
  check: () => undefined,
  ask: () => Promise.reject(new Error('Nothing was to be asked.')),
};

export const replay = (start: Transcript, events: readonly TurnEvent[]): Transcript =>
  events.reduce<Transcript>(applyEvent, start);

export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}
