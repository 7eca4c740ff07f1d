import type { Observe } from '../../openai/observe.ts';
import { RecordedRequest } from './recordedRequest.ts';

export interface RecorderOptions {
  /** What all requests together may take in memory. */
  maxBytes: number;
  /** Texts that must not be kept: the keys. */
  hidden: () => Iterable<string>;
}

export interface RecorderChange {
  changed: readonly RecordedRequest[];
  /** Ids. */
  removed: readonly number[];
}

const MOST_REQUESTS = 1_000;

/** The last requests that went out, in memory only: the oldest go when the new ones need their place. */
export class RequestRecorder {
  paused = false;
  readonly #requests = new Map<number, RecordedRequest>();
  readonly #listeners = new Set<(change: RecorderChange) => void>();
  readonly #hidden: RecorderOptions['hidden'];
  #maxBytes: number;
  #nextId = 1;

  constructor({ maxBytes, hidden }: RecorderOptions) {
    this.#maxBytes = maxBytes;
    this.#hidden = hidden;
  }

  /** The oldest first. */
  get requests(): readonly RecordedRequest[] {
    return [...this.#requests.values()];
  }

  get heldBytes(): number {
    return this.requests.reduce((sum, { heldBytes }) => sum + heldBytes, 0);
  }

  get(id: number): RecordedRequest | undefined {
    return this.#requests.get(id);
  }

  /** For the client. */
  readonly observe: Observe = (attempt) => {
    if (this.paused) return undefined;
    const id = this.#nextId++;
    const request = new RecordedRequest(attempt, {
      id,
      limitBytes: Math.ceil(this.#maxBytes / 4),
      hidden: this.#hidden,
      onChange: () => {
        if (this.#requests.has(id)) this.#tell([request], this.#makeRoom());
      },
    });
    this.#requests.set(id, request);
    this.#tell([request], this.#makeRoom());
    return request;
  };

  setMaxBytes(maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.#tell([], this.#makeRoom());
  }

  clear(): void {
    const removed = [...this.#requests.keys()];
    this.#requests.clear();
    this.#tell([], removed);
  }

  /** Returns a function that stops listening. */
  onDidChange(listener: (change: RecorderChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Drops the oldest, the newest never: it alone is within the cap. Answers with the ids. */
  #makeRoom(): number[] {
    const removed: number[] = [];
    let bytes = this.heldBytes;
    for (const [id, request] of this.#requests) {
      const fits = bytes <= this.#maxBytes && this.#requests.size <= MOST_REQUESTS;
      if (fits || this.#requests.size === 1) break;
      this.#requests.delete(id);
      removed.push(id);
      bytes -= request.heldBytes;
    }
    return removed;
  }

  #tell(changed: readonly RecordedRequest[], removed: readonly number[]): void {
    const kept = changed.filter(({ id }) => this.#requests.has(id));
    if (kept.length === 0 && removed.length === 0) return;
    for (const listener of this.#listeners) listener({ changed: kept, removed });
  }
}
