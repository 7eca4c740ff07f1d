import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { createClient } from '../../../../src/openai/client.ts';
import type { SpeechAudio } from '../../../../src/protocol/player.ts';
import { pcmMimeType, speak } from '../../../../src/ui/audio/speak.ts';
import { startRawServer, type RawRequest } from '../../../support/rawServer.ts';
import { until } from '../../../support/until.ts';

async function spoken(
  model: string,
  respond: (request: RawRequest, response: ServerResponse, audio: readonly SpeechAudio[]) => unknown,
) {
  await using server = await startRawServer((request, response) => respond(request, response, audio));
  const client = createClient({ baseURL: `${server.origin}/v1`, maxRetries: 0 });
  const audio: SpeechAudio[] = [];
  const request = { model, voice: 'alloy', input: 'Hello' };
  const { signal } = new AbortController();
  await speak(client, request, { signal, onAudio: (piece) => audio.push(piece) });
  return { audio, sent: JSON.parse(server.requests[0]?.body ?? '') as Record<string, unknown> };
}

const bytesOf = (audio: readonly SpeechAudio[]) =>
  Buffer.concat(audio.map(({ base64 }) => Buffer.from(base64, 'base64')));

describe('speak', () => {
  it('gives raw samples in pieces that cut none in two, and loses nothing', async () => {
    const samples = Buffer.from(Array.from({ length: 60_000 }, (_, index) => index % 251));
    const { audio, sent } = await spoken('gpt-4o-mini-tts', async (_request, response, heard) => {
      response.setHeader('content-type', 'audio/pcm');
      response.write(samples.subarray(0, 19_999));
      await until('the first piece is heard', () => heard.length === 1);
      response.write(samples.subarray(19_999));
      response.end();
    });
    assert.equal(sent.response_format, 'pcm');
    assert.ok(audio.length > 1);
    for (const { mimeType, base64 } of audio) {
      assert.equal(mimeType, pcmMimeType);
      assert.equal(Buffer.byteLength(base64, 'base64') % 2, 0);
    }
    assert.deepEqual(bytesOf(audio), samples);
  });

  it('gives a file whole where the server says that it made one', async () => {
    const file = Buffer.alloc(50_000, 7);
    const { audio } = await spoken('tts-1', (_request, response) => {
      response.setHeader('content-type', 'audio/wav');
      response.end(file);
    });
    assert.deepEqual(
      audio.map(({ mimeType }) => mimeType),
      ['audio/wav'],
    );
    assert.deepEqual(bytesOf(audio), file);
  });

  it('asks a model that no catalog knows for what every server has', async () => {
    const { audio, sent } = await spoken('kokoro', (_request, response) => response.end('mp3'));
    assert.equal(sent.response_format, 'mp3');
    assert.equal(audio[0]?.mimeType, 'audio/mpeg');
  });

  it('says that there is no audio in an empty answer', async () => {
    await assert.rejects(
      spoken('tts-1', (_request, response) => response.end()),
      { kind: 'protocol' },
    );
  });
});
