import type { ImagePart } from '../../../protocol/cellResult.ts';

const MAGIC: readonly (readonly [ImagePart['mimeType'], RegExp])[] = [
  ['image/png', /^\x89PNG\r\n.\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
];
const HEAD_CHARACTERS = 24;

/** The type of an image by its first bytes; undefined for anything that is none. */
export function imageType(bytes: Uint8Array): ImagePart['mimeType'] | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return MAGIC.find(([, magic]) => magic.test(head))?.[0];
}

/** An image to show, where this is base64 of one. */
export function imagePart(
  base64: unknown,
  rest: { caption?: string | undefined; partial?: boolean } = {},
): ImagePart | undefined {
  if (typeof base64 !== 'string') return undefined;
  const mimeType = imageType(Buffer.from(base64.slice(0, HEAD_CHARACTERS), 'base64'));
  if (!mimeType || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined;
  const { caption, partial } = rest;
  return { kind: 'image', mimeType, base64, ...(caption !== undefined && { caption }), ...(partial && { partial }) };
}
