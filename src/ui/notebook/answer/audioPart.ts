import type { AudioPart } from '../../../protocol/cellResult.ts';

const SAMPLES_A_SECOND = 24_000;
const PCM_BYTES_A_SECOND = 2 * SAMPLES_A_SECOND;

const TYPES: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: `audio/L16;rate=${SAMPLES_A_SECOND}`,
  pcm16: `audio/L16;rate=${SAMPLES_A_SECOND}`,
};

/** The type of sound in a format as requests name it: `mp3`, `pcm16`. */
export const audioType = (format: unknown): string | undefined =>
  typeof format === 'string' ? TYPES[format] : undefined;

export function audioPart(bytes: Uint8Array, mimeType: string, transcript?: string): AudioPart {
  const base64 = Buffer.from(bytes).toString('base64');
  return { kind: 'audio', mimeType, base64, ...(transcript !== undefined && { transcript }) };
}

/** How long a sound is, where that is in its first bytes or its size: wav and raw samples. */
export function audioSeconds(bytes: Uint8Array, mimeType: string): number | undefined {
  if (mimeType.startsWith('audio/L16')) return bytes.length / PCM_BYTES_A_SECOND;
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096));
  if (head.length < 44 || head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE')
    return undefined;
  const bytesASecond = head.readUInt32LE(28);
  const data = head.indexOf('data', 36, 'latin1');
  if (bytesASecond === 0 || data < 0) return undefined;
  // A streamed wav does not know its length and says the largest there is.
  const said = data + 8 <= head.length ? head.readUInt32LE(data + 4) : Number.POSITIVE_INFINITY;
  return Math.min(said, bytes.length - data - 8) / bytesASecond;
}
