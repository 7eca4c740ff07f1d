import type { RetryNotice } from '../openai/transport.ts';
import type { Approvals } from './approval.ts';
import type { Budget } from './budget.ts';
import { Channel } from './channel.ts';
import type { TurnEvent } from './events.ts';
import { endOfBroken, statusOfBroken } from './failure.ts';
import { goOn } from './goOn.ts';
import { countedStream } from './models/countedStream.ts';
import type { ModelStream, ReasoningEffort } from './models/modelStream.ts';
import type { SentHostedTools, SentParameters } from './models/requestParameters.ts';
import type { Questions } from './question.ts';
import { readAnswer } from './readAnswer.ts';
import { Recorder } from './recorder.ts';
import { Repeats } from './repeats.ts';
import type { ResumedTurn } from './resumedTurn.ts';
import { runCalls } from './runCalls.ts';
import type { Tool } from './tool.ts';
import type { ResultItem, Transcript, UserItem } from './transcript.ts';
import { TurnTotals } from './turnTotals.ts';

export interface TurnOptions {
  conversationId: string;
  /** Ends with what the user said; with `resumed`, where its answer begins. */
  transcript: Transcript;
  /** The turn is one that goes on. */
  resumed?: ResumedTurn;
  model: string;
  effort?: ReasoningEffort;
  parameters?: SentParameters;
  hostedTools?: SentHostedTools;
  /** See `ModelRequest`. */
  background?: boolean;
  instructions: string;
  stream: ModelStream;
  /** Asked before each request: calls may have opened more. */
  tools: (transcript: Transcript) => readonly Tool[];
  approvals: Approvals;
  questions: Questions;
  /** After this many requests, and each time as many more, the user is asked. */
  stepLimit: number;
  /** Absent: nothing is counted. */
  budget?: Budget;
  /** What the user has said since it was asked last: it goes along with the next request. */
  steering?: () => readonly UserItem[];
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
  const { model, budget, resumed } = options;
  const before = resumed?.position.turn;
  const totals = new TurnTotals({ model, ...(budget && { budget }), ...(before && { before }) });
  const recorder = new Recorder((event) => emit(withTurn(event, totals)), resumed?.items);
  let outcome: Outcome;
  try {
    outcome = await takeSteps(options, recorder, emit, totals);
  } catch (error) {
    outcome = endOfBroken(error, options.signal);
  }
  recorder.add('result', { ...outcome, ...totals.result });
}

/** Says with a position what the turn has come to: who goes on from there needs both. */
function withTurn(event: TurnEvent, totals: TurnTotals): TurnEvent {
  if (!('reached' in event)) return event;
  return { ...event, reached: { ...event.reached, turn: totals.soFar } };
}

async function takeSteps(
  options: TurnOptions,
  recorder: Recorder,
  emit: (event: TurnEvent) => void,
  totals: TurnTotals,
): Promise<Outcome> {
  const {
    conversationId,
    model,
    effort,
    parameters,
    hostedTools,
    background,
    resumed,
    instructions,
    approvals,
    questions,
    stepLimit,
    budget,
    signal,
  } = options;
  const messageId = options.transcript.findLast((item) => item.type === 'user')?.id ?? '';
  const stream = countedStream(options.stream, (usage) => totals.addUsage(usage));
  const repeats = new Repeats();
  const onRetry = ({ attempt, delayMs, reason }: RetryNotice) =>
    emit({ type: 'retrying', attempt, until: Date.now() + delayMs, reason });
  const mayGoOn = (text: string, more: string) => goOn(text, more, recorder, { conversationId, questions, signal });
  /** Whether the user has said anything. */
  const steer = () => {
    const said = options.steering?.() ?? [];
    for (const item of said) recorder.put(item);
    return said.length > 0;
  };
  const firstStep = resumed?.step ?? 1;
  for (let step = firstStep; ; step++) {
    // What goes on has been asked for, and paid.
    const goOnAfter = step === firstStep ? resumed?.position : undefined;
    if (!goOnAfter && step > 1 && (step - 1) % stepLimit === 0) {
      const made = `This turn has made ${step - 1} ${step === 2 ? 'request' : 'requests'} (setting parley.maxSteps).`;
      if (!(await mayGoOn(made, 'Continue'))) return { end: 'stepLimit' };
    }
    // Each limit is asked about by itself.
    for (let why = goOnAfter ? undefined : budget?.exceeded(); why !== undefined; why = budget?.exceeded()) {
      if (!(await mayGoOn(why, 'Continue Anyway'))) return { end: 'budget' };
      budget?.extend();
    }
    const transcript = [...options.transcript, ...recorder.items];
    const tools = options.tools(transcript);
    const request = {
      ...{ model, instructions, transcript, tools, cacheKey: conversationId },
      ...(effort && { effort }),
      ...(parameters && { parameters }),
      ...(hostedTools && { hostedTools }),
      ...(background && { background }),
    };
    const listeners = { signal, onRetry, onDropped: totals.addDropped.bind(totals), ...(goOnAfter && { goOnAfter }) };
    const { calls, done } = await readAnswer(stream(request, listeners), recorder, {
      model,
      step,
      failed: (error) => statusOfBroken(error, signal),
    });
    if (done.filters) totals.setFilters(done.filters);
    if (done.finish === 'incomplete') {
      return { end: 'incomplete', ...(done.incompleteReason && { incompleteReason: done.incompleteReason }) };
    }
    if (calls.length === 0) {
      if (steer()) continue;
      return { end: 'complete' };
    }
    const turn = { ended: false };
    const endTurn = () => {
      turn.ended = true;
    };
    const context = { conversationId, messageId, tools, approvals, questions, repeats, endTurn, signal };
    await runCalls(calls, recorder, context);
    signal.throwIfAborted();
    if (repeats.stopped) return { end: 'cancelled' };
    if (turn.ended) return { end: 'complete' };
    steer();
  }
}
