import type { Client } from '../../../../src/openai/client.ts';

/** What the local server answers to one request of a call. */
export type Answer =
  | { json: unknown; status?: number }
  /** Server-sent events: each value behind `data: `, or with a name as `{ event, data }`; strings as they are. */
  | { events: readonly unknown[]; named?: boolean }
  | { text: string; type: string }
  | { bytes: Uint8Array; type: string };

/**
 * One way to call one method of the client, for the suites that go through all of them: the official SDK sends and returns
 * the same, the contract server accepts it, and it fails as it must.
 */
export interface ApiCall {
  /** The method as it is written, `files.create`. */
  method: string;
  /** What is special about this call, where a method has several. */
  variant?: string;
  /** Makes the call, on our client or the official one. Resolves with what came back, as data that can be compared. */
  call(client: Client): Promise<unknown>;
  /** One for each request the call makes; the last one again for those that follow. */
  answers: readonly [Answer, ...Answer[]];
  /**
   * Why the official SDK does not give the same, where it does not: the differential suite compares the request alone, if
   * there is such a method.
   */
  oursAlone?: string;
  /** Why the specification cannot judge the request: the contract suite leaves it out. */
  notInSpecification?: string;
}

/** How a call is named in the suites. */
export function titleOf({ method, variant }: ApiCall): string {
  return variant === undefined ? method : `${method}, ${variant}`;
}

/** All that an iterable yields. */
export async function collect(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  return all;
}
