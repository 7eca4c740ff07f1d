import type { Embeddings } from '../../../../src/openai/resources/embeddings.ts';
import type { Answer, ApiCall } from './call.ts';

const model = 'text-embedding-3-small';
const vectors = [
  [0.25, -1.5, 3],
  [0.1, 1e-7, -0],
];
const base64 = (vector: readonly number[]) => Buffer.from(Float32Array.from(vector).buffer).toString('base64');
const answer = (embeddings: readonly unknown[]): Answer => ({
  json: {
    object: 'list',
    model,
    data: embeddings.map((embedding, index) => ({ object: 'embedding', index, embedding })),
    usage: { prompt_tokens: 8, total_tokens: 8 },
  },
});
const asBase64 = answer(vectors.map(base64));
// Halves and quarters are the same in 32 bits.
const asNumbers = answer([[0.5, -0.25]]);

/** The official SDK has arrays of numbers where ours has `Float32Array`s. */
const comparable = ({ data, ...rest }: Embeddings<Float32Array>) => ({
  ...rest,
  data: data.map(({ embedding, ...one }) => ({ ...one, embedding: Array.from(embedding) })),
});

export const embeddingsCalls: readonly ApiCall[] = [
  {
    method: 'embeddings.create',
    call: async (client) => comparable(await client.embeddings.create({ model, input: ['Grüße', 'there'] })),
    answers: [asBase64],
  },
  {
    method: 'embeddings.create',
    variant: 'from a server that knows numbers alone',
    call: async (client) => comparable(await client.embeddings.create({ model, input: 'Hi', dimensions: 2 })),
    answers: [asNumbers],
  },
  {
    method: 'embeddings.create',
    variant: 'as numbers',
    call: (client) => client.embeddings.create({ model, input: [1, 2, 3], encoding_format: 'float', user: 'u' }),
    answers: [asNumbers],
  },
  {
    method: 'embeddings.create',
    variant: 'as base64',
    call: (client) => client.embeddings.create({ model, input: [[1, 2], [3]], encoding_format: 'base64' }),
    answers: [asBase64],
  },
];
