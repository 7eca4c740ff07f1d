import type { CreateEmbeddingResponse, Embedding, EmbeddingCreateParams } from 'openai/resources/embeddings';
import { decodeVector } from '../vector.ts';
import type { PendingRequest } from '../pendingRequest.ts';
import type { RequestOptions, Transport } from '../transport.ts';

/** The answer of the API with its vectors as asked for. */
export type Embeddings<Vector> = Omit<CreateEmbeddingResponse, 'data'> & {
  data: (Omit<Embedding, 'embedding'> & { embedding: Vector })[];
};

export interface CreateEmbedding {
  (
    body: EmbeddingCreateParams & { encoding_format: 'base64' },
    options?: RequestOptions,
  ): PendingRequest<Embeddings<string>>;
  (
    body: EmbeddingCreateParams & { encoding_format: 'float' },
    options?: RequestOptions,
  ): PendingRequest<Embeddings<number[]>>;
  (
    body: EmbeddingCreateParams & { encoding_format?: never },
    options?: RequestOptions,
  ): PendingRequest<Embeddings<Float32Array>>;
  (body: EmbeddingCreateParams, options?: RequestOptions): PendingRequest<Embeddings<Float32Array | number[] | string>>;
}

/**
 * Vectors are `Float32Array`s, sent as base64: a quarter of the bytes of numbers in JSON. With an `encoding_format` they
 * are what the server sends.
 */
export function embeddings(transport: Transport) {
  const send = <Vector>(body: EmbeddingCreateParams, options?: RequestOptions) =>
    transport.json<Embeddings<Vector>>({ method: 'POST', path: '/embeddings', body }, options);
  const create = (body: EmbeddingCreateParams, options?: RequestOptions) =>
    body.encoding_format ? send(body, options) : send({ ...body, encoding_format: 'base64' }, options).map(decode);
  return { create: create as CreateEmbedding };
}

function decode(answer: Embeddings<unknown>): Embeddings<Float32Array> {
  for (const one of answer.data) one.embedding = decodeVector(one.embedding);
  return answer as Embeddings<Float32Array>;
}
