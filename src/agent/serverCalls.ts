import type { ModelEvent } from './models/modelStream.ts';
import type { Recorder } from './recorder.ts';
import type { ServerCallItem, StreamStatus } from './transcript.ts';

type EventOf<K extends ModelEvent['type']> = Extract<ModelEvent, { type: K }>;

/** The items of the calls of the server's own tools in one answer. */
export class ServerCalls {
  readonly #items = new Map<string, ServerCallItem>();
  readonly #recorder: Recorder;
  readonly #model: string;

  constructor(recorder: Recorder, model: string) {
    this.#recorder = recorder;
    this.#model = model;
    for (const item of recorder.items) if (item.type === 'serverCall') this.#items.set(item.providerId, item);
  }

  put({ id: providerId, status, call, input }: EventOf<'serverCall'>): void {
    const known = this.#items.get(providerId);
    const item = known
      ? this.#recorder.put({
          ...known,
          status,
          call,
          input: input ?? known.input,
          ...(status !== 'running' && { durationMs: Date.now() - known.at }),
        })
      : this.#recorder.add('serverCall', { providerId, model: this.#model, status, input: input ?? '', call });
    this.#items.set(providerId, item);
  }

  grow(event: EventOf<'serverCallInput' | 'partialImage'>): void {
    const item = this.#items.get(event.id);
    if (!item) return;
    if (event.type === 'partialImage') this.#recorder.preview(item.id, event.image);
    else this.#items.set(event.id, this.#recorder.append(item, event.delta));
  }

  /** The answer has ended: nothing more will be heard of those that still run. */
  close(status: StreamStatus): void {
    for (const item of this.#items.values()) {
      if (item.status !== 'running') continue;
      this.#recorder.put({ ...item, status: status === 'complete' ? 'succeeded' : 'cancelled' });
    }
  }
}
