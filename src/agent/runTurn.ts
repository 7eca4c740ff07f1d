import type { RetryNotice } from '../openai/transport.ts';
import type { Approvals } from './approval.ts';
import { Channel } from './channel.ts';
import type { TurnEvent } from './events.ts';
import { endOfStopped, errorInfo } from './failure.ts';
import { costUsd } from './models/catalog.ts';
import type { ModelStream, ReasoningEffort } from './models/modelStream.ts';
import type { Questions } from './question.ts';
import { readAnswer } from './readAnswer.ts';
import { Recorder } from './recorder.ts';
import { runCalls } from './runCalls.ts';
import type { Tool } from './tool.ts';
import type { ResultItem, Transcript, Usage } from './transcript.ts';
import { addUsage } from './usage.ts';

export interface TurnOptions {
  conversationId: string;
  /** Ends with what the user said. */
  transcript: Transcript;
  model: string;
  effort?: ReasoningEffort;
  instructions: string;
  stream: ModelStream;
  tools: readonly Tool[];
  approvals: Approvals;
  questions: Questions;
  /** The most requests the turn may make. */
  stepLimit: number;
  signal: AbortSignal;
}

type Outcome = Pick<ResultItem, 'end' | 'incompleteReason' | 'error'>;

/**
 * Asks the model, runs the tools it calls, and asks again until it answers. Never throws: the last event is always
 * the `result` item. Whoever stops reading aborts the turn.
 */
export async function* runTurn(options: TurnOptions): AsyncGenerator<TurnEvent, void, void> {
  const abandoned = new AbortController();
  const signal = AbortSignal.any([options.signal, abandoned.signal]);
  const events = new Channel<TurnEvent>();
  const turn = drive({ ...options, signal }, (event) => events.push(event)).finally(() => events.end());
  try {
    yield* events;
  } finally {
    abandoned.abort();
    await turn;
  }
}

async function drive(options: TurnOptions, emit: (event: TurnEvent) => void): Promise<void> {
  const startedAt = Date.now();
  const recorder = new Recorder(emit);
  let usage: Usage | undefined;
  let outcome: Outcome;
  const dropped = new Set<string>();
  const onDropped = (sentences: readonly string[]) => {
    for (const sentence of sentences) dropped.add(sentence);
  };
  const addStepUsage = (ofStep: Usage) => {
    const cost = costUsd(options.model, ofStep);
    const priced = { ...ofStep, ...(cost !== undefined && { costUsd: cost }) };
    usage = usage ? addUsage(usage, priced) : priced;
  };
  try {
    outcome = await takeSteps(options, recorder, emit, { addStepUsage, onDropped });
  } catch (error) {
    outcome = options.signal.aborted
      ? { end: endOfStopped(options.signal) }
      : { end: 'failed', error: errorInfo(error) };
  }
  const durationMs = Date.now() - startedAt;
  recorder.add('result', {
    ...outcome,
    model: options.model,
    durationMs,
    ...(usage && { usage }),
    ...(dropped.size > 0 && { dropped: [...dropped] }),
  });
}

interface StepListeners {
  addStepUsage: (usage: Usage) => void;
  onDropped: (sentences: readonly string[]) => void;
}

async function takeSteps(
  options: TurnOptions,
  recorder: Recorder,
  emit: (event: TurnEvent) => void,
  { addStepUsage, onDropped }: StepListeners,
): Promise<Outcome> {
  const { conversationId, model, effort, instructions, tools, approvals, questions, signal } = options;
  const messageId = options.transcript.findLast((item) => item.type === 'user')?.id ?? '';
  const onRetry = ({ attempt, delayMs, reason }: RetryNotice) =>
    emit({ type: 'retrying', attempt, until: Date.now() + delayMs, reason });
  for (let step = 1; step <= options.stepLimit; step++) {
    const request = {
      model,
      instructions,
      transcript: [...options.transcript, ...recorder.items],
      tools,
      cacheKey: conversationId,
      ...(effort && { effort }),
    };
    const { calls, done } = await readAnswer(options.stream(request, { signal, onRetry, onDropped }), recorder, {
      model,
      step,
      failed: () => (signal.aborted ? endOfStopped(signal) : 'failed'),
    });
    if (done.usage) addStepUsage(done.usage);
    if (done.finish === 'incomplete') {
      return { end: 'incomplete', ...(done.incompleteReason && { incompleteReason: done.incompleteReason }) };
    }
    if (calls.length === 0) return { end: 'complete' };
    await runCalls(calls, recorder, { conversationId, messageId, tools, approvals, questions, signal });
    signal.throwIfAborted();
  }
  return { end: 'stepLimit' };
}
