import type { Attachment } from './transcript.ts';

/** A message that was sent while a turn runs. */
export interface QueuedMessage {
  id: string;
  text: string;
  attachments: readonly Attachment[];
  /** It goes to the running turn with its next request; else it waits for the turn to end. */
  steers?: boolean;
}

/** Where the messages of a conversation wait for all windows. */
export interface QueueStore {
  load(): readonly QueuedMessage[];
  /** Stores what the change makes of those that wait now, and gives it back. Where it throws, nothing has changed. */
  change(change: (messages: readonly QueuedMessage[]) => readonly QueuedMessage[]): readonly QueuedMessage[];
}

/** What waits to be sent in a conversation, in order. */
export class MessageQueue {
  readonly #listeners = new Set<() => void>();
  readonly #store: QueueStore;
  #messages: readonly QueuedMessage[];

  constructor(store: QueueStore) {
    this.#store = store;
    this.#messages = store.load();
  }

  get messages(): readonly QueuedMessage[] {
    return this.#messages;
  }

  /** Returns a function that stops listening. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  add(message: QueuedMessage): void {
    this.#change((messages) => [...messages, message]);
  }

  /** Lets a message go to the running turn. One that is gone already stays gone. */
  steer(id: string): void {
    this.#change((messages) => messages.map((message) => (message.id === id ? { ...message, steers: true } : message)));
  }

  /** Takes a message out; undefined where it is gone. */
  remove(id: string): QueuedMessage | undefined {
    const removed: QueuedMessage[] = [];
    this.#change((messages) => {
      removed.push(...messages.filter((each) => each.id === id));
      return messages.filter((each) => each.id !== id);
    });
    return removed[0];
  }

  /** Those for the running turn. */
  steering(): readonly QueuedMessage[] {
    return this.#messages.filter(({ steers }) => steers);
  }

  /** Takes up what other windows have changed. */
  refresh(): void {
    this.#take(this.#store.load());
  }

  #change(change: Parameters<QueueStore['change']>[0]): void {
    this.#take(this.#store.change(change));
  }

  #take(messages: readonly QueuedMessage[]): void {
    if (JSON.stringify(messages) === JSON.stringify(this.#messages)) return;
    this.#messages = messages;
    for (const listener of this.#listeners) listener();
  }
}
