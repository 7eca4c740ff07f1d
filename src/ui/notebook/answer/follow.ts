import { performance } from 'node:perf_hooks';
import type { Client } from '../../../openai/client.ts';
import { OpenAIError } from '../../../openai/errors.ts';
import type { PendingRequest } from '../../../openai/pendingRequest.ts';
import { pollDelayMs } from '../../../openai/poll.ts';
import { sleep } from '../../../openai/retry.ts';
import type { ProgressPart, ResultPart } from '../../../protocol/cellResult.ts';
import type { Answer } from './answer.ts';
import { describeOutcome } from './describeOutcome.ts';
import { finish } from './finish.ts';
import { numberOf, objectOf, textOf, type Json } from './json.ts';
import { describeOperation, isPending, operationType } from './operation.ts';

export { isPending } from './operation.ts';

export interface FollowOptions {
  signal: AbortSignal;
  onParts(parts: readonly ResultPart[]): void;
  /** The wait between two looks. Default: what the server asks for, else 5 s. */
  pollIntervalMs?: number;
}

type Events = ProgressPart['events'];

/**
 * Asks on until a long operation has ended, or wants something of the user; resolves with what it came to: the answer's
 * value is the operation as it is then. To fail is an outcome, no error. Rejects with an `OpenAIError`, with
 * `signal.reason`, or a sentence for a value that is no operation.
 */
export async function follow(client: Client, value: unknown, options: FollowOptions): Promise<Answer> {
  const { signal, pollIntervalMs } = options;
  const startedAt = performance.now();
  const history = new History(client, options);
  let current = objectOf(value);
  await history.see(current);
  options.onParts(describeOperation(current, history.events));
  while (isPending(current)) {
    const { data, response } = await retrieve(client, current, signal).withResponse();
    current = { ...idsOf(current), ...objectOf(data) };
    await history.see(current);
    options.onParts(describeOperation(current, history.events));
    if (isPending(current)) await sleep(pollDelayMs(response.headers, pollIntervalMs), signal);
  }
  const said = [...describeOperation(current, history.events), ...(await describeOutcome(client, current, signal))];
  return finish(current, said, { method: 'GET', path: '', startedAt });
}

/** Asks the server to give a long operation up and resolves with the operation. Rejects with a sentence where it has no way to. */
export async function cancelAtServer(client: Client, value: unknown, signal: AbortSignal): Promise<unknown> {
  const operation = objectOf(value);
  const [id, type] = [idIn(operation, 'id'), operationType(value)];
  switch (type) {
    case 'batch':
      return client.batches.cancel(id, { signal });
    case 'fine_tuning.job':
      return client.fineTuning.jobs.cancel(id, { signal });
    case 'response':
      return client.responses.cancel(id, { signal });
    case 'thread.run':
      return client.beta.threads.runs.cancel(id, { thread_id: idIn(operation, 'thread_id') }, { signal });
    case 'vector_store.files_batch':
    case 'vector_store.file_batch': {
      const vector_store_id = idIn(operation, 'vector_store_id');
      return client.vectorStores.fileBatches.cancel(id, { vector_store_id }, { signal });
    }
    case 'upload':
      return client.uploads.cancel(id, { signal });
    default:
      throw new Error('The server has no way to cancel this.');
  }
}

function retrieve(client: Client, operation: Json, signal: AbortSignal): PendingRequest<unknown> {
  const id = idIn(operation, 'id');
  const options = { signal };
  switch (operationType(operation)) {
    case 'batch':
      return client.batches.retrieve(id, options);
    case 'fine_tuning.job':
      return client.fineTuning.jobs.retrieve(id, options);
    case 'vector_store':
      return client.vectorStores.retrieve(id, options);
    case 'vector_store.file':
      return client.vectorStores.files.retrieve(id, { vector_store_id: idIn(operation, 'vector_store_id') }, options);
    case 'vector_store.files_batch':
    case 'vector_store.file_batch': {
      const vector_store_id = idIn(operation, 'vector_store_id');
      return client.vectorStores.fileBatches.retrieve(id, { vector_store_id }, options);
    }
    case 'thread.run':
      return client.beta.threads.runs.retrieve(id, { thread_id: idIn(operation, 'thread_id') }, options);
    case 'response':
      return client.responses.retrieve(id, {}, options);
    case 'file':
      return client.files.retrieve(id, options);
    default:
      throw new Error('There is nothing to follow here.');
  }
}

/** What the next look needs, where a server leaves it out of its answer. */
function idsOf({ id, object, vector_store_id, thread_id }: Json): Json {
  return {
    id,
    object,
    ...(vector_store_id !== undefined && { vector_store_id }),
    ...(thread_id !== undefined && { thread_id }),
  };
}

function idIn(operation: Json, name: string): string {
  const id = textOf(operation[name]);
  if (id !== undefined) return id;
  throw new Error(`This cannot be followed: it has no ${name}.`);
}

/** What has happened: each change of the status, and of a fine-tuning job its own events. */
class History {
  events: Events = [];
  readonly #client: Client;
  readonly #options: FollowOptions;
  readonly #seen = new Set<string>();
  #status: string | undefined;
  #hasEvents = true;

  constructor(client: Client, options: FollowOptions) {
    this.#client = client;
    this.#options = options;
  }

  async see(operation: Json): Promise<void> {
    const status = textOf(operation.status);
    if (status !== this.#status && status !== undefined) {
      this.#status = status;
      this.events = [...this.events, { at: Date.now(), text: status }];
    }
    const id = textOf(operation.id);
    if (operationType(operation) === 'fine_tuning.job' && id !== undefined && this.#hasEvents) await this.#ask(id);
  }

  async #ask(jobId: string): Promise<void> {
    try {
      const { signal } = this.#options;
      const page = await this.#client.fineTuning.jobs.listEvents(jobId, { limit: 100 }, { signal });
      const fresh = page.data.filter(({ id }) => !this.#seen.has(id)).reverse();
      for (const { id } of fresh) this.#seen.add(id);
      const told = fresh.map(({ created_at, message }) => {
        const seconds = numberOf(created_at);
        return { ...(seconds !== undefined && { at: seconds * 1000 }), text: message };
      });
      this.events = [...this.events, ...told];
    } catch (error) {
      // The status is enough for a server that keeps no events.
      if (!(error instanceof OpenAIError) || error.kind !== 'notFound') throw error;
      this.#hasEvents = false;
    }
  }
}
