import type { ImageData } from './serverCall.ts';
import type { Transcript } from './transcript.ts';

/** An image or a sound of an item, numbered from 0, with a name for its file; undefined where there is none. */
export function mediaOf(
  transcript: Transcript,
  itemId: string,
  index: number,
): (ImageData & { name: string }) | undefined {
  const item = transcript.findLast(({ id }) => id === itemId);
  if (item?.type === 'assistant') return item.audio && { ...item.audio, name: 'answer' };
  if (item?.type !== 'serverCall') return undefined;
  const { call } = item;
  if (call.kind === 'imageGeneration') return call.image && { ...call.image, name: call.prompt ?? 'image' };
  if (call.kind !== 'codeInterpreter') return undefined;
  const output = call.outputs[index];
  const image = output?.type === 'image' ? dataImage(output.url) : undefined;
  return image && { ...image, name: 'figure' };
}

/** An image in a data URL; undefined for any other address. */
export function dataImage(url: string): ImageData | undefined {
  const [, mediaType, data] = /^data:(image\/(?:png|jpeg|webp|gif));base64,([A-Za-z0-9+/=]+)$/.exec(url) ?? [];
  return mediaType === undefined || data === undefined ? undefined : { mediaType, data };
}
