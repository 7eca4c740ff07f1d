import type { RealtimeErrorEvent, RealtimeServerEvent } from 'openai/resources/realtime/realtime';

/** A local event, not the server's: the connection broke and another took its place. */
export interface RealtimeReconnected {
  type: 'reconnected';
  /** Why the one before ended. */
  reason: string;
  /** Items of the conversation that the server was told again. */
  restored_items: number;
}

export type RealtimeEvent = RealtimeServerEvent | RealtimeReconnected;

export interface QueueOptions {
  onFull(): void;
  onRoom(): void;
}

const FULL_CHARACTERS = 1024 * 1024;

/** Events between a socket and its reader. Asks to hold the socket back past 1 Mi characters, until half of them are taken. */
export class EventQueue {
  readonly #options: QueueOptions;
  #events: { event: RealtimeEvent; characters: number }[] = [];
  #characters = 0;
  #full = false;
  #ended = false;
  #failure: { reason: unknown } | undefined;
  #wake: (() => void) | undefined;
  #reading = false;
  #lastError: RealtimeErrorEvent | undefined;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#full;
  }

  /** The newest event, where that is an error. */
  get lastError(): RealtimeErrorEvent | undefined {
    return this.#lastError;
  }

  /** `characters` is its length as text. */
  push(event: RealtimeEvent, characters: number): void {
    if (this.#ended) return;
    this.#lastError = event.type === 'error' ? event : undefined;
    this.#events.push({ event, characters });
    this.#characters += characters;
    if (!this.#full && this.#characters > FULL_CHARACTERS) {
      this.#full = true;
      this.#options.onFull();
    }
    this.#notify();
  }

  /** No more events. A failure is thrown after those that wait. */
  end(failure?: { reason: unknown }): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#notify();
  }

  /** Those that wait and those that come. Left early, it can be called again. */
  async *events(): AsyncGenerator<RealtimeEvent, void, undefined> {
    if (this.#reading) throw new Error('Only one loop at a time can take the events of a realtime connection.');
    this.#reading = true;
    try {
      for (;;) {
        for (let next = this.#shift(); next; next = this.#shift()) yield next;
        if (this.#ended) break;
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.#reading = false;
    }
    if (this.#failure) throw this.#failure.reason;
  }

  #shift(): RealtimeEvent | undefined {
    const first = this.#events.shift();
    if (!first) return undefined;
    this.#characters -= first.characters;
    if (this.#full && this.#characters <= FULL_CHARACTERS / 2) {
      this.#full = false;
      this.#options.onRoom();
    }
    return first.event;
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
