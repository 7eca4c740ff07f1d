import type { ImageEditStreamEvent, ImageGenStreamEvent, ImagesResponse } from 'openai/resources/images';
import { imageType } from '../../editor/imageType.ts';
import { OpenAIError } from '../../openai/errors.ts';
import type { PendingRequest } from '../../openai/pendingRequest.ts';
import type { EventStream } from '../../openai/sse.ts';
import { mediaFile } from '../mediaFile.ts';

export interface MadeImage {
  bytes: Uint8Array;
  /** Without a dot. */
  extension: string;
  /** What `callCost` reads the usage from. */
  answer: unknown;
}

type Answer = ImagesResponse | EventStream<ImageGenStreamEvent | ImageEditStreamEvent>;

/**
 * The picture that a request for one is answered with. `onPartial` is told of each partial one, counted from 1;
 * `fetchImage` gets one that the server gives by its URL.
 */
export async function readImage(
  pending: PendingRequest<Answer>,
  options: { onPartial: (count: number) => void; fetchImage: (url: string) => Promise<Uint8Array> },
): Promise<MadeImage> {
  const response = await pending.asResponse();
  // A server that knows no streams answers with the whole.
  const isStream = /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
  const answer = isStream ? await pending : await jsonOf(response);
  if ('data' in answer || !isStream) {
    const [image] = (answer as Partial<ImagesResponse>).data ?? [];
    if (image?.b64_json) return made(Buffer.from(image.b64_json, 'base64'), answer);
    if (image?.url) return made(await options.fetchImage(image.url), answer);
    throw noImage();
  }
  let partials = 0;
  let last: { b64_json: string; type: string } | undefined;
  for await (const event of answer as EventStream<ImageGenStreamEvent | ImageEditStreamEvent>) {
    last = event;
    if (!event.type.endsWith('.completed')) options.onPartial(++partials);
  }
  if (!last?.type.endsWith('.completed')) throw noImage();
  return made(Buffer.from(last.b64_json, 'base64'), last);
}

async function jsonOf(response: Response): Promise<ImagesResponse> {
  const text = await response.text();
  try {
    return (JSON.parse(text) ?? {}) as ImagesResponse;
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
