import { wavFile } from './audio/wavFile.ts';

const extensions: ReadonlyMap<string, string> = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/webp', 'webp'],
  ['image/gif', 'gif'],
  ['image/svg+xml', 'svg'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp3', 'mp3'],
  ['audio/wav', 'wav'],
  ['audio/wave', 'wav'],
  ['audio/x-wav', 'wav'],
  ['audio/ogg', 'ogg'],
  ['audio/opus', 'opus'],
  ['audio/aac', 'aac'],
  ['audio/flac', 'flac'],
  ['audio/mp4', 'm4a'],
  ['audio/webm', 'webm'],
]);

/** An image or a sound as a file: its bytes and its extension without a dot. Raw samples become a WAV file. */
export function mediaFile(mimeType: string, bytes: Uint8Array): { bytes: Uint8Array; extension: string } {
  const [, rate] = /^audio\/l16\b.*?;\s*rate=(\d+)/i.exec(mimeType) ?? [];
  if (rate !== undefined) return { bytes: wavFile(bytes, Number(rate)), extension: 'wav' };
  const type = mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
  return { bytes, extension: extensions.get(type) ?? 'bin' };
}
