import { modelRules } from '../../agent/models/catalog.ts';
import { shapeRequest } from '../../agent/models/shapeRequest.ts';
import type { Client } from '../../openai/client.ts';
import { OpenAIError } from '../../openai/errors.ts';
import type { SpeechAudio } from '../../protocol/player.ts';

/** What `response_format: "pcm"` is: 16-bit little-endian mono at this rate. */
export const pcmRateHz = 24_000;
export const pcmMimeType = `audio/L16;rate=${pcmRateHz}`;

/** A tenth of a second first, so that it begins at once; then half a second. */
const firstBytes = pcmRateHz / 5;
const pieceBytes = pcmRateHz;

export interface SpeechRequest {
  model: string;
  voice: string;
  input: string;
}

/**
 * Speaks one text of at most 4,096 characters and gives the audio as it arrives. Answers with how long
 * it lasts where it is raw, and a sentence for each parameter the model does not take.
 */
export async function speak(
  client: Client,
  { model, voice, input }: SpeechRequest,
  { signal, onAudio }: { signal: AbortSignal; onAudio: (audio: SpeechAudio) => void },
): Promise<{ audioSeconds?: number; dropped: readonly string[] }> {
  // A server that no catalog knows may have no pcm, and nobody can tell it from noise.
  const format = modelRules(model) ? 'pcm' : 'mp3';
  const { body, dropped } = shapeRequest('speech', { model, voice, input, response_format: format } as const);
  const response = await client.audio.speech.create(body, { signal });
  if (!response.body) throw noAudio();
  const mimeType = mimeTypeOf(response, format);
  const pieces = inPieces(response.body, mimeType === pcmMimeType);
  let sentBytes = 0;
  for await (const bytes of pieces) {
    sentBytes += bytes.length;
    onAudio({ mimeType, base64: bytes.toString('base64') });
  }
  if (sentBytes === 0) throw noAudio();
  return { dropped, ...(mimeType === pcmMimeType && { audioSeconds: sentBytes / 2 / pcmRateHz }) };
}

/** Servers do not always make what was asked for, but mostly say what they made. */
function mimeTypeOf({ headers }: Response, format: 'pcm' | 'mp3'): string {
  const [type = ''] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  const isEncoded = /^audio\/(mpeg|mp3|wav|x-wav|wave|ogg|opus|aac|flac|mp4|webm)$/.test(type);
  if (isEncoded) return type;
  return format === 'pcm' ? pcmMimeType : 'audio/mpeg';
}

/** Raw samples as they come, never cut within one; a file whole. */
async function* inPieces(body: ReadableStream<Uint8Array>, raw: boolean): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let wantedBytes = raw ? firstBytes : Infinity;
  for await (const chunk of body) {
    held.push(chunk);
    heldBytes += chunk.length;
    if (heldBytes < wantedBytes) continue;
    const bytes = Buffer.concat(held);
    const evenBytes = bytes.length - (bytes.length % 2);
    yield bytes.subarray(0, evenBytes);
    held = [bytes.subarray(evenBytes)];
    heldBytes = bytes.length - evenBytes;
    wantedBytes = pieceBytes;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

const noAudio = () => new OpenAIError({ kind: 'protocol', message: 'The server answered without any audio.' });
