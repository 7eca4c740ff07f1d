import { isObject } from '../../../openai/isObject.ts';
import type { ResultPart } from '../../../protocol/cellResult.ts';
import type { ReadOptions, Sent } from './answer.ts';
import { imagePart } from './imagePart.ts';
import { objectsOf, textOf, type Json } from './json.ts';
import { pictureAddresses } from './picture.ts';
import { sentence } from './textPart.ts';

export function isImages(value: unknown, { path }: Sent): value is Json {
  if (!isObject(value) || !Array.isArray(value.data)) return false;
  const images = objectsOf(value.data);
  return (
    images.length > 0 &&
    (images.some(({ b64_json }) => typeof b64_json === 'string') || path.startsWith('/images/')) &&
    images.every(({ object }) => object === undefined)
  );
}

/** As many as one request may ask for: an answer must not have any number of addresses fetched. */
const MOST_REMOTE = 10;

/** The images of an answer. One that cannot be shown is a sentence that says so; its address is in the JSON. */
export async function describeImages(value: Json, { body }: Sent, options: ReadOptions): Promise<ResultPart[]> {
  return Promise.all(
    objectsOf(value.data).map(async ({ b64_json, url, revised_prompt }, index) => {
      const caption = textOf(revised_prompt) ?? textOf(body?.prompt);
      if (typeof url === 'string' && !b64_json) {
        return index < MOST_REMOTE ? loadPicture(url, caption, options) : notShown();
      }
      return (
        imagePart(b64_json, { caption }) ?? sentence('The server sent an image that is no PNG, JPEG, WebP or GIF.')
      );
    }),
  );
}

/** The images that messages and tools only name. */
export async function describePictures(value: unknown, options: ReadOptions): Promise<ResultPart[]> {
  const addresses = pictureAddresses(value).slice(0, MOST_REMOTE);
  return Promise.all(addresses.map((url) => loadPicture(url, undefined, options)));
}

const notShown = (): ResultPart => sentence('The image is not shown: its address is in the JSON.');

/** The image at an address, or a sentence that says why it is not there. */
export async function loadPicture(url: string, caption: string | undefined, options: ReadOptions): Promise<ResultPart> {
  try {
    const image = await options.loadImage(url, options.signal);
    if (image) return { ...image, ...(caption !== undefined && { caption }) };
    return notShown();
  } catch (error) {
    options.signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return sentence(`The image could not be fetched; its address is in the JSON. ${reason}`);
  }
}
