import { performance } from 'node:perf_hooks';
import { createClient } from '../../../../../src/openai/client.ts';
import type { ImagePart, ResultPart } from '../../../../../src/protocol/cellResult.ts';
import { readAnswer, type Answer } from '../../../../../src/ui/notebook/answer/readAnswer.ts';
import { eventStreamBody, startRawServer } from '../../../../support/rawServer.ts';

export interface Served {
  path: string;
  request?: Record<string, unknown>;
  contentType?: string;
  /** JSON, or what is sent as it is. */
  answer: object | string | Uint8Array;
  loadImage?: (url: string) => Promise<ImagePart | undefined>;
}

export interface Read {
  answer: Answer | undefined;
  error: unknown;
  /** All that was given to `onParts`. */
  shown: (readonly ResultPart[])[];
}

/** What is read from an answer that came over real HTTP. */
export async function read({
  path,
  request,
  contentType = 'application/json',
  answer,
  loadImage,
}: Served): Promise<Read> {
  const isPlain = typeof answer === 'string' || answer instanceof Uint8Array;
  await using server = await startRawServer((_request, response) =>
    response.writeHead(200, { 'content-type': contentType }).end(isPlain ? answer : JSON.stringify(answer)),
  );
  const client = createClient({ baseURL: `${server.origin}/v1`, apiKey: 'sk-test' });
  const startedAt = performance.now();
  const shown: (readonly ResultPart[])[] = [];
  const controller = new AbortController();
  const response = await client.request({ method: request ? 'POST' : 'GET', path, ...(request && { body: request }) });
  try {
    const sent = { method: request ? 'POST' : 'GET', path, startedAt, ...(request && { body: request }) };
    const read = await readAnswer(response, sent, {
      signal: controller.signal,
      onParts: (parts) => void shown.push(parts),
      loadImage: loadImage ?? (() => Promise.resolve(undefined)),
    });
    return { answer: read, error: undefined, shown };
  } catch (error) {
    return { answer: undefined, error, shown };
  }
}

/** The same for server-sent events. Names go on the wire where an event has one. */
export function readEvents(
  path: string,
  events: readonly unknown[],
  request: Record<string, unknown> = { stream: true },
): Promise<Read> {
  return read({ path, request, contentType: 'text/event-stream', answer: eventStreamBody(events) });
}

/** The parts but the JSON, which is always the last. */
export const said = ({ answer }: Read): readonly ResultPart[] =>
  (answer?.parts ?? []).filter(({ kind }) => kind !== 'json');

/** 1 × 1 pixel. */
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
