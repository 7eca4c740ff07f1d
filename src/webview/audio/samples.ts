/** Samples per second of raw audio, of `audio/L16;rate=24000`; undefined for any other type. */
export function rawRateHz(mimeType: string): number | undefined {
  const [, rate] = /^audio\/l16\b.*?;\s*rate=(\d+)/i.exec(mimeType) ?? [];
  const rateHz = Number(rate);
  // What an AudioBuffer takes.
  return rateHz >= 8_000 && rateHz <= 96_000 ? rateHz : undefined;
}

/** The bytes of base64 text. Throws where it is none. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/** Signed 16-bit little-endian mono samples as numbers from -1 to 1; an odd byte at the end is left out. */
export function samplesOf(bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(Math.floor(bytes.byteLength / 2));
  for (let index = 0; index < samples.length; index++) samples[index] = view.getInt16(index * 2, true) / 32_768;
  return samples;
}

/** The loudest sample, from 0 to 1, in each of `count` equal pieces. */
export function peaksOf(samples: Float32Array, count: number): number[] {
  const pieceLength = samples.length / count;
  return Array.from({ length: count }, (_, piece) => {
    let peak = 0;
    const end = Math.min(samples.length, Math.floor((piece + 1) * pieceLength));
    for (let index = Math.floor(piece * pieceLength); index < end; index++) {
      peak = Math.max(peak, Math.abs(samples[index] ?? 0));
    }
    return Math.min(1, peak);
  });
}
