import type { Client } from '../../openai/client.ts';
import type { ResultPart } from '../../protocol/cellResult.ts';
import type { Answer, ReadOptions } from './answer/readAnswer.ts';

export { isPending } from './answer/operation.ts';

/** Asks on until a long operation has ended. */
export function follow(
  ...call: [Client, unknown, { signal: AbortSignal; onParts(parts: readonly ResultPart[]): void }]
): Promise<Answer> {
  return Promise.reject(new Error(`Not there yet (${call.length}).`));
}

/** Sends events over a WebSocket. */
export function runRealtime(
  ...call: [Client, { query: Record<string, string>; events: readonly unknown[] }, ReadOptions]
): Promise<Answer> {
  return Promise.reject(new Error(`Not there yet (${call.length}).`));
}
