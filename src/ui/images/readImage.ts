import type { ImagesResponse } from 'openai/resources/images';
import { imageType } from '../../editor/imageType.ts';
import { OpenAIError } from '../../openai/errors.ts';
import type { PendingRequest } from '../../openai/pendingRequest.ts';
import { mediaFile } from '../mediaFile.ts';
import { eventsOf } from '../notebook/answer/eventSource.ts';
import { readBytes } from '../notebook/answer/readBytes.ts';

export interface MadeImage {
  bytes: Uint8Array;
  /** Without a dot. */
  extension: string;
  /** What `callCost` reads the usage from. */
  answer: unknown;
}

export interface ReadImageOptions {
  signal: AbortSignal;
  /** Told of each partial picture, counted from 1. */
  onPartial: (count: number) => void;
  /** Gets a picture of which the server says only where it is. */
  fetchImage: (url: string) => Promise<Uint8Array>;
  /** All of an answer is held in memory. */
  mostBytes?: number;
}

/** Several times the largest picture of any model with its partial ones, as base64. */
const mostImageBytes = 128 * 1024 * 1024;

/** The picture that a request for one is answered with. Rejects for an answer that is too large to be one. */
export async function readImage(
  pending: Pick<PendingRequest<unknown>, 'asResponse'>,
  { signal, onPartial, fetchImage, mostBytes = mostImageBytes }: ReadImageOptions,
): Promise<MadeImage> {
  const response = await pending.asResponse();
  // A server that knows no streams answers with the whole.
  if (!/^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '')) {
    const answer = jsonOf(await readBytes(response, { signal, onParts: () => undefined }, mostBytes));
    const [image] = answer.data ?? [];
    if (image?.b64_json) return made(Buffer.from(image.b64_json, 'base64'), answer);
    if (image?.url) return made(await fetchImage(image.url), answer);
    throw noImage();
  }
  let partials = 0;
  for await (const events of eventsOf(response, signal, mostBytes)) {
    for (const { name, data } of events) {
      const type = typeof data.type === 'string' ? data.type : name;
      if (!type.endsWith('.completed')) onPartial(++partials);
      else if (typeof data.b64_json === 'string') return made(Buffer.from(data.b64_json, 'base64'), data);
    }
  }
  throw noImage();
}

function jsonOf(bytes: Uint8Array): Partial<ImagesResponse> {
  const text = Buffer.from(bytes).toString('utf8');
  try {
    return (JSON.parse(text) ?? {}) as Partial<ImagesResponse>;
  } catch (cause) {
    const message = `The server answered with something else than JSON: ${text.slice(0, 80)}`;
    throw new OpenAIError({ kind: 'protocol', message }, { cause });
  }
}

/** What it is, its bytes say: what a server calls it does not count. */
function made(bytes: Uint8Array, answer: unknown): MadeImage {
  const type = imageType(bytes);
  if (!type) throw new OpenAIError({ kind: 'protocol', message: 'What the server answered with is no picture.' });
  return { ...mediaFile(type, bytes), answer };
}

const noImage = () => new OpenAIError({ kind: 'protocol', message: 'The server answered without a picture.' });
