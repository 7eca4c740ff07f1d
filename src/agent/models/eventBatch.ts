import type { AnswerPosition } from '../answerPosition.ts';
import type { ModelEvent } from './modelStream.ts';
import { textOf } from './wireValue.ts';

type TextEvent = Extract<ModelEvent, { type: 'text' | 'refusal' | 'reasoning' }>;

/**
 * Collects the events of one network read. Deltas that continue each other become one: all that follows is cheaper. One
 * that is no text is left out.
 */
export class EventBatch {
  #events: ModelEvent[] = [];
  #hasNew = false;

  add(event: ModelEvent): void {
    if (!beside.has(event.type)) this.#hasNew = true;
    this.#events.push(event);
  }

  addText(type: TextEvent['type'], value: unknown): void {
    const delta = textOf(value);
    if (!delta) return;
    this.#hasNew = true;
    const last = this.#events.at(-1);
    if (last?.type === type) last.delta += delta;
    else this.#events.push({ type, delta });
  }

  addArguments(callId: string, value: unknown): void {
    const delta = textOf(value);
    if (!delta) return;
    this.#hasNew = true;
    const last = this.#events.at(-1);
    if (last?.type === 'arguments' && last.callId === callId) last.delta += delta;
    else this.#events.push({ type: 'arguments', callId, delta });
  }

  addServerCallInput(id: string, value: unknown): void {
    const delta = textOf(value);
    if (!delta) return;
    this.#hasNew = true;
    const last = this.#events.at(-1);
    if (last?.type === 'serverCallInput' && last.id === id) last.delta += delta;
    else this.#events.push({ type: 'serverCallInput', id, delta });
  }

  addAlternative(index: number, value: unknown, refusal: boolean): void {
    const delta = textOf(value);
    if (!delta) return;
    const last = this.#events.at(-1);
    if (last?.type === 'alternative' && last.index === index && Boolean(last.refusal) === refusal) last.delta += delta;
    else this.#events.push({ type: 'alternative', index, delta, ...(refusal && { refusal }) });
  }

  /** All that was added has come up to the position. */
  reach(position: AnswerPosition): void {
    const last = this.#events.findLast(({ type }) => !beside.has(type));
    // After the end there is nothing to go on with.
    if (this.#hasNew && last && last.type !== 'done') last.reached = position;
    this.#hasNew = false;
  }

  /** What was added since the last time. */
  take(): readonly ModelEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

/** What is stored with the end of its message, or never: no position is known by it. */
const beside: ReadonlySet<ModelEvent['type']> = new Set([
  'citation',
  'logprobs',
  'audio',
  'alternative',
  'partialImage',
]);
