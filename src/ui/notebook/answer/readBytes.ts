import { OpenAIError } from '../../../openai/errors.ts';
import { requestIdOf } from '../../../openai/responseError.ts';
import type { ReadOptions } from './answer.ts';

/** More than that is a download, not something to look at; all of it is held in memory. */
export const mostAnswerBytes = 256 * 1024 * 1024;
const SHOWN_FROM_BYTES = 1024 * 1024;

/**
 * The body of an answer; of a long one it is shown how much has come. Rejects with an `OpenAIError` where it is cut off,
 * a sentence where it is larger than `mostBytes`, and with `signal.reason`.
 */
export async function readBytes(
  response: Response,
  { signal, onParts }: Pick<ReadOptions, 'signal' | 'onParts'>,
  mostBytes = mostAnswerBytes,
): Promise<Uint8Array> {
  const total = Number(response.headers.get('content-length') ?? Number.NaN);
  const requestId = requestIdOf(Object.fromEntries(response.headers));
  let tooLarge: Error | undefined;
  const check = (bytes: number) => {
    if (bytes <= mostBytes) return;
    throw (tooLarge = new Error(`The answer is larger than ${megabytes(mostBytes)}: that is too much to be held.`));
  };
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  try {
    check(total > 0 ? total : 0);
    for (;;) {
      const { value } = ((await reader?.read()) ?? {}) as { value?: Uint8Array };
      signal.throwIfAborted();
      if (!value) return joined(chunks, size);
      chunks.push(value);
      size += value.length;
      check(size);
      if (size < SHOWN_FROM_BYTES) continue;
      const fraction = total > 0 ? { fraction: Math.min(1, size / total) } : {};
      onParts([{ kind: 'progress', label: `Received ${megabytes(size)}`, ...fraction, events: [] }]);
    }
  } catch (error) {
    // A body that has failed has told its reader so.
    reader?.cancel().catch(() => undefined);
    signal.throwIfAborted();
    if (error instanceof OpenAIError || error === tooLarge) throw error;
    const info = { kind: 'network', message: 'The answer was cut off before its end.' } as const;
    throw new OpenAIError({ ...info, ...requestId }, { cause: error });
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks, size);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
