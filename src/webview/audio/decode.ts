import { bytesOf, rawRateHz, samplesOf } from './samples.ts';

/** Frames of audio that WebAudio can play. Rejects for a format that the browser does not know. */
export async function decode({ mimeType, base64 }: { mimeType: string; base64: string }): Promise<AudioBuffer> {
  const bytes = bytesOf(base64);
  const rateHz = rawRateHz(mimeType);
  if (rateHz !== undefined) return rawBuffer(bytes, rateHz);
  // Decoding needs no device, and no click of the user before it.
  return new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes.buffer);
}

/** Raw 16-bit mono samples as a buffer. */
function rawBuffer(bytes: Uint8Array<ArrayBuffer>, rateHz: number): AudioBuffer {
  const samples = samplesOf(bytes);
  const buffer = new AudioBuffer({ length: Math.max(1, samples.length), sampleRate: rateHz });
  buffer.copyToChannel(samples, 0);
  return buffer;
}
