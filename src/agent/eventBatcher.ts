import type { TurnEvent } from './events.ts';

const FRAME_MS = 16;

/** Hands events on once a frame, deltas that continue each other joined: as many messages as a screen can show. */
export class EventBatcher {
  readonly #deliver: (events: readonly TurnEvent[]) => void;
  #events: TurnEvent[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(deliver: (events: readonly TurnEvent[]) => void) {
    this.#deliver = deliver;
  }

  add(event: TurnEvent): void {
    const last = this.#events.at(-1);
    if (event.type === 'delta' && last?.type === 'delta' && last.itemId === event.itemId) {
      this.#events[this.#events.length - 1] = { ...last, delta: last.delta + event.delta };
    } else {
      this.#events.push(event);
    }
    this.#timer ??= setTimeout(() => this.flush(), FRAME_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#events.length === 0) return;
    const events = this.#events;
    this.#events = [];
    this.#deliver(events);
  }
}
