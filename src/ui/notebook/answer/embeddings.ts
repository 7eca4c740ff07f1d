import { decodeVector } from '../../../openai/vector.ts';
import type { EmbeddingItem, EmbeddingsPart } from '../../../protocol/cellResult.ts';
import type { Sent } from './answer.ts';
import { objectOf, objectsOf, textOf, type Json } from './json.ts';

const HEAD_NUMBERS = 8;
const MOST_COMPARED = 50;
/** As many as one request may ask for. */
const MOST_ITEMS = 2_048;
const LABEL_CHARACTERS = 60;

export function isEmbeddings({ data }: Json): boolean {
  return Array.isArray(data) && data.length > 0 && objectsOf(data).every(({ embedding }) => isVector(embedding));
}

/** Vectors as numbers or base64; how alike they are, for 2 to 50. Throws an `OpenAIError` for a vector that is none. */
export function describeEmbeddings({ data }: Json, { body }: Sent): EmbeddingsPart[] {
  const vectors = objectsOf(data).map(({ embedding }) => decodeVector(embedding));
  const norms = vectors.map((vector) => Math.sqrt(dot(vector, vector)));
  const items = vectors.slice(0, MOST_ITEMS).map((vector, index): EmbeddingItem => ({
    label: inputLabel(body?.input, index),
    dimensions: vector.length,
    norm: norms[index] ?? 0,
    head: [...vector.subarray(0, HEAD_NUMBERS)],
  }));
  const isCompared = vectors.length > 1 && vectors.length <= MOST_COMPARED;
  return [{ kind: 'embeddings', items, ...(isCompared && { similarity: similarities(vectors, norms) }) }];
}

/** The beginning of what was sent, or its number where that is no text. */
export function inputLabel(input: unknown, index: number): string {
  const one: unknown = Array.isArray(input) ? input[index] : index === 0 ? input : undefined;
  const text = (textOf(one) ?? textOf(objectOf(one).text))?.replace(/\s+/g, ' ').trim();
  if (!text) return `Input ${index + 1}`;
  return text.length > LABEL_CHARACTERS ? `${text.slice(0, LABEL_CHARACTERS).toWellFormed()}…` : text;
}

const isVector = (value: unknown): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.every((number) => typeof number === 'number'));

function similarities(vectors: readonly Float32Array[], norms: readonly number[]): number[][] {
  return vectors.map((a, row) =>
    vectors.map((b, column) => {
      if (row === column) return 1;
      const length = (norms[row] ?? 0) * (norms[column] ?? 0);
      return length === 0 ? 0 : Math.max(-1, Math.min(1, dot(a, b) / length));
    }),
  );
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < Math.min(a.length, b.length); index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
