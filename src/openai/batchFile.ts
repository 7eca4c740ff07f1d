import type { BatchCreateParams } from 'openai/resources/batches';
import { OpenAIError } from './errors.ts';
import { isObject } from './isObject.ts';
import { jsonLines, type LineFault } from './jsonLines.ts';

/** One request of a batch, a line of its input file. */
export interface BatchRequest {
  /** Unique within the batch: results come back in any order. */
  custom_id: string;
  method: 'POST';
  url: BatchCreateParams['endpoint'];
  /** What the endpoint takes. */
  body: object;
}

// By the type, each endpoint the API takes is here.
const ENDPOINTS: Record<BatchCreateParams['endpoint'], true> = {
  '/v1/responses': true,
  '/v1/chat/completions': true,
  '/v1/embeddings': true,
  '/v1/completions': true,
  '/v1/moderations': true,
  '/v1/images/generations': true,
  '/v1/images/edits': true,
  '/v1/videos': true,
};

/** Limits of POST /batches. */
const MOST_REQUESTS = 50_000;
const MOST_EMBEDDING_INPUTS = 50_000;
const LARGEST_FILE_BYTES = 200 * 1024 * 1024;

/**
 * The input file of a batch, line by line, each with its line break. Throws an `OpenAIError` of kind invalidRequest at the
 * first request that the API would not take, naming its place.
 */
export async function* batchLines(
  requests: Iterable<BatchRequest> | AsyncIterable<BatchRequest>,
): AsyncGenerator<string, void, undefined> {
  const rules = new BatchRules();
  let line = 0;
  let sizeBytes = 0;
  for await (const { custom_id, method, url, body } of requests) {
    const request = { custom_id, method, url, body };
    const text = `${JSON.stringify(request)}\n`;
    line++;
    sizeBytes += Buffer.byteLength(text);
    const fault = tooMuch(line, sizeBytes) ?? rules.faults(request)[0];
    if (fault !== undefined) {
      throw new OpenAIError({ kind: 'invalidRequest', message: `Request ${line} of the batch: ${fault}` });
    }
    yield text;
  }
}

/** What is wrong in the input file of a batch, found as it is read; nothing when the API can take it. */
export async function* checkBatchFile(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineFault, void, undefined> {
  const rules = new BatchRules();
  let isEmpty = true;
  for await (const { line, offsetBytes, sizeBytes, value, fault } of jsonLines(chunks)) {
    isEmpty = false;
    const limit = tooMuch(line, offsetBytes + sizeBytes);
    if (limit !== undefined) {
      yield { message: limit };
      return;
    }
    for (const message of value ? rules.faults(value) : [fault ?? '']) yield { line, message };
  }
  if (isEmpty) yield { message: 'The file has no requests.' };
}

function tooMuch(requests: number, sizeBytes: number): string | undefined {
  if (requests > MOST_REQUESTS) return `A batch takes at most ${MOST_REQUESTS} requests.`;
  return sizeBytes > LARGEST_FILE_BYTES ? 'A batch takes at most 200 MB.' : undefined;
}

/** The rules for the requests of one batch, which shares an endpoint and a model. */
class BatchRules {
  readonly #ids = new Set<string>();
  #url: unknown;
  #model: unknown;
  #embeddingInputs = 0;

  faults({ custom_id, method, url, body }: Record<string, unknown> | BatchRequest): string[] {
    return [
      ...this.#idFaults(custom_id),
      ...(method === 'POST' ? [] : ['method must be "POST".']),
      ...this.#urlFaults(url),
      ...(isObject(body) ? this.#bodyFaults(body) : ['body must be an object.']),
    ];
  }

  #idFaults(id: unknown): string[] {
    if (typeof id !== 'string' || id === '') return ['custom_id must be a text.'];
    if (this.#ids.has(id)) return [`custom_id "${id}" is there twice.`];
    this.#ids.add(id);
    return [];
  }

  #urlFaults(url: unknown): string[] {
    if (typeof url !== 'string' || !Object.hasOwn(ENDPOINTS, url)) {
      return [`url must be one of ${Object.keys(ENDPOINTS).join(', ')}.`];
    }
    this.#url ??= url;
    return url === this.#url ? [] : [`url is ${url}, and ${String(this.#url)} before: a batch has one.`];
  }

  #bodyFaults(body: Record<string, unknown>): string[] {
    this.#model ??= body.model;
    return [
      ...(body.model === this.#model ? [] : ['body.model differs from the requests before: a batch has one model.']),
      ...(body.stream === true ? ['body.stream: a batch does not stream.'] : []),
      ...this.#inputFaults(body.input),
    ];
  }

  #inputFaults(input: unknown): string[] {
    if (this.#url !== '/v1/embeddings') return [];
    // A list of numbers is one input, of tokens.
    const count = Array.isArray(input) && typeof input[0] !== 'number' ? input.length : 1;
    const before = this.#embeddingInputs;
    this.#embeddingInputs += count;
    const isOver = before <= MOST_EMBEDDING_INPUTS && this.#embeddingInputs > MOST_EMBEDDING_INPUTS;
    return isOver ? [`A batch takes at most ${MOST_EMBEDDING_INPUTS} inputs of embeddings.`] : [];
  }
}
