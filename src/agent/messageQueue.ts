import type { Attachment } from './transcript.ts';

/** A message that was sent while a turn runs. */
export interface QueuedMessage {
  id: string;
  text: string;
  attachments: readonly Attachment[];
  /** It goes to the running turn with its next request; else it waits for the turn to end. */
  steers?: boolean;
}

/** What waits to be sent in a conversation, in order. */
export class MessageQueue {
  readonly #listeners = new Set<() => void>();
  readonly #keep: (messages: readonly QueuedMessage[]) => void;
  #messages: readonly QueuedMessage[];

  /** `keep` stores what waits, and may throw: then nothing has changed. */
  constructor(messages: readonly QueuedMessage[], keep: (messages: readonly QueuedMessage[]) => void) {
    this.#messages = messages;
    this.#keep = keep;
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
    this.#change([...this.#messages, message]);
  }

  /** Lets a message go to the running turn. One that is gone already stays gone. */
  steer(id: string): void {
    this.#change(this.#messages.map((message) => (message.id === id ? { ...message, steers: true } : message)));
  }

  /** Takes a message out; undefined where it is gone. */
  remove(id: string): QueuedMessage | undefined {
    const message = this.#messages.find((each) => each.id === id);
    if (message) this.#change(this.#messages.filter((each) => each !== message));
    return message;
  }

  /** Those for the running turn. */
  steering(): readonly QueuedMessage[] {
    return this.#messages.filter(({ steers }) => steers);
  }

  #change(messages: readonly QueuedMessage[]): void {
    this.#keep(messages);
    this.#messages = messages;
    for (const listener of this.#listeners) listener();
  }
}
