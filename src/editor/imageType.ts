export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';

const MAGIC: readonly (readonly [ImageType, RegExp])[] = [
  ['image/png', /^\x89PNG\r\n.\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
];

/** The type of an image by its first bytes; undefined for anything that is none. */
export function imageType(bytes: Uint8Array): ImageType | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return MAGIC.find(([, magic]) => magic.test(head))?.[0];
}
