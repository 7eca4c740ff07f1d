import { OpenAIError } from './errors.ts';

const FLOAT_BYTES = 4;

/**
 * A vector as a server sends it: the little-endian 32-bit floats of it in base64, or, from a server that does not know
 * that, numbers. Throws an `OpenAIError` of kind protocol for anything else.
 */
export function decodeVector(vector: unknown): Float32Array {
  if (Array.isArray(vector)) return Float32Array.from(vector as number[]);
  const bytes = typeof vector === 'string' ? Buffer.from(vector, 'base64') : undefined;
  if (!bytes || bytes.length % FLOAT_BYTES !== 0) {
    throw new OpenAIError({ kind: 'protocol', message: 'The server sent an embedding that is no list of numbers.' });
  }
  // A small buffer begins anywhere in a shared one, floats only at a multiple of their size.
  return new Float32Array(new Uint8Array(bytes).buffer);
}
