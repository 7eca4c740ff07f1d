import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClient } from '../../../../src/openai/client.ts';
import { transcribe, writes, type TranscriptRequest } from '../../../../src/ui/audio/transcribe.ts';
import { parseMultipart } from '../../../support/multipart.ts';
import { eventStreamBody, startRawServer, type Respond } from '../../../support/rawServer.ts';

const file = new File(['sound'], 'talk.wav', { type: 'audio/wav' });

async function written(request: Omit<TranscriptRequest, 'file'> & { file?: File }, respond: Respond) {
  await using server = await startRawServer(respond);
  const client = createClient({ baseURL: `${server.origin}/v1`, maxRetries: 0 });
  const texts: string[] = [];
  let sentBytes = 0;
  const transcript = await transcribe(
    client,
    { file, ...request },
    {
      signal: new AbortController().signal,
      onUploadProgress: (progress) => (sentBytes = progress.sentBytes),
      onText: (text) => texts.push(text),
    },
  );
  const [received] = server.requests;
  const parts = received ? parseMultipart(received.bytes, received.headers['content-type'] ?? '') : [];
  const fields = Object.fromEntries(parts.map(({ name, content }) => [name, content.toString()]));
  return { transcript, texts, sentBytes, url: received?.url, fields };
}

const withText =
  (type: string, text: string): Respond =>
  (_request, response) =>
    response.setHeader('content-type', type).end(text);

describe('transcribe', () => {
  it('streams the text of a model that streams', async () => {
    const { transcript, texts, fields, sentBytes } = await written(
      { task: 'transcriptions', model: 'gpt-4o-transcribe', format: 'text', language: 'en' },
      withText(
        'text/event-stream',
        eventStreamBody([
          { type: 'transcript.text.delta', delta: 'Hello ' },
          { type: 'transcript.text.delta', delta: 'there.' },
          { type: 'transcript.text.done', text: 'Hello there.' },
        ]),
      ),
    );
    assert.deepEqual(fields, {
      ...{ model: 'gpt-4o-transcribe', response_format: 'json', language: 'en', stream: 'true', file: 'sound' },
    });
    assert.equal(transcript.text, 'Hello there.\n');
    assert.equal(texts.at(-1), 'Hello there.');
    assert.ok(sentBytes > 0);
  });

  it('reads subtitles as they are, and their cost from their last time', async () => {
    const srt = '1\n00:00:00,000 --> 00:01:00,000\nHello there.\n';
    const { transcript, fields } = await written(
      { task: 'transcriptions', model: 'whisper-1', format: 'srt' },
      withText('text/plain', srt),
    );
    assert.deepEqual(fields, { model: 'whisper-1', response_format: 'srt', file: 'sound' });
    assert.equal(transcript.text, srt);
    assert.equal(transcript.cost?.usd, 0.006);
  });

  it('translates', async () => {
    const { transcript, url } = await written(
      { task: 'translations', model: 'whisper-1', format: 'text' },
      withText('application/json', '{"text":"Good day."}'),
    );
    assert.equal(url, '/v1/audio/translations');
    assert.equal(transcript.text, 'Good day.\n');
  });

  it('says before sending that a file is too big', async () => {
    const big = new File([Buffer.alloc(26 * 1024 * 1024)], 'big.wav');
    const request = { task: 'transcriptions', model: 'whisper-1', format: 'text', file: big } as const;
    await assert.rejects(written(request, withText('text/plain', '')), /files of no more than 25 MB/);
  });

  it('rejects an answer without a text', async () => {
    const request = { task: 'transcriptions', model: 'whisper-1', format: 'text' } as const;
    await assert.rejects(written(request, withText('application/json', '{"duration":3}')), { kind: 'protocol' });
  });
});

describe('writes', () => {
  it('knows which model has subtitles', () => {
    assert.equal(writes('whisper-1', 'srt'), true);
    assert.equal(writes('gpt-4o-transcribe', 'srt'), false);
    assert.equal(writes('gpt-4o-transcribe', 'text'), true);
    assert.equal(writes('faster-whisper', 'vtt'), true);
  });
});
