import { imageType } from '../../../editor/imageType.ts';
import type { ImagePart } from '../../../protocol/cellResult.ts';

const HEAD_CHARACTERS = 24;

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
