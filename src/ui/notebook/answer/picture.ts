import type { ImagePart, ResultPart, ToolCallPart } from '../../../protocol/cellResult.ts';
import { imagePart } from './imagePart.ts';
import { objectOf, objectsOf, textOf, type Json } from './json.ts';
import { sentence } from './textPart.ts';

/** The image within a part of a message or of a tool's output, where it holds the image itself. */
export function pictureIn(part: Json, caption?: string): ImagePart | undefined {
  const [, base64] = /^data:image\/[\w.+-]+;base64,([^]*)$/i.exec(addressIn(part) ?? '') ?? [];
  return imagePart(base64, { caption });
}

/** The images of a content; of one in a file of the server a sentence that says where. */
export function pictures(content: unknown): ResultPart[] {
  return objectsOf(content).flatMap((part): ResultPart[] => {
    const picture = pictureIn(part);
    if (picture) return [picture];
    const fileId = textOf(objectOf(part.image_file).file_id) ?? textOf(objectOf(part.image).file_id);
    return fileId === undefined ? [] : [sentence(`An image: GET /files/${fileId}/content shows it.`)];
  });
}

/** The images that an answer only names, each once: those of its messages and of the code that it ran. */
export function pictureAddresses(value: unknown): string[] {
  const { choices, output, content } = objectOf(value);
  const messages = objectsOf(choices).map((choice) => objectOf(choice.message));
  const items = objectsOf(output);
  const parts = [
    ...messages.flatMap((message) => [...objectsOf(message.content), ...objectsOf(message.images)]),
    ...items.flatMap((item) => [...objectsOf(item.content), ...objectsOf(item.outputs)]),
    ...objectsOf(content),
  ];
  const addresses = parts.flatMap((part) => addressIn(part) ?? []).filter((address) => /^https?:\/\//i.test(address));
  return [...new Set(addresses)];
}

/** A call that brings images, and these. */
export const withPictures = (call: ToolCallPart, output: unknown): ResultPart[] => [
  call,
  ...pictures(Array.isArray(output) ? output : [output]),
];

function addressIn({ type, image_url, url }: Json): string | undefined {
  if (image_url !== undefined) return textOf(image_url) ?? textOf(objectOf(image_url).url);
  return type === 'image' ? textOf(url) : undefined;
}
