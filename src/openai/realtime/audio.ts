import type { RealtimeServerEvent } from 'openai/resources/realtime/realtime';

/** One second of 16-bit mono at 24 kHz: small enough that the server can begin, far below its limit of 15 MiB an event. */
const CHUNK_BYTES = 48_000;

/** The bytes of audio that an event of a response brings; undefined for any other event. */
export function audioOf(event: { type: string }): Uint8Array | undefined {
  const { type, delta } = event as Partial<Extract<RealtimeServerEvent, { type: 'response.output_audio.delta' }>>;
  return type === 'response.output_audio.delta' && delta !== undefined ? Buffer.from(delta, 'base64') : undefined;
}

/** The same bytes in pieces of an even length of at most one second: a 16-bit sample is never cut in two. */
export async function* inChunks(audio: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let odd: Uint8Array = new Uint8Array();
  for await (const piece of audio) {
    const bytes = odd.length === 0 ? piece : Buffer.concat([odd, piece]);
    const evenLength = bytes.length - (bytes.length % 2);
    for (let start = 0; start < evenLength; start += CHUNK_BYTES) {
      yield bytes.subarray(start, Math.min(start + CHUNK_BYTES, evenLength));
    }
    odd = bytes.subarray(evenLength);
  }
  if (odd.length > 0) yield odd;
}
