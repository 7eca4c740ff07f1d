import assert from 'node:assert/strict';
import { test } from 'node:test';
import { png, read, readEvents, said } from './read.ts';

test('embeddings of numbers or base64: dimensions, norm, head, and how alike they are', async () => {
  const base64 = Buffer.from(new Float32Array([0, 2]).buffer).toString('base64');
  const result = await read({
    path: '/embeddings',
    request: { model: 'e', input: ['first\ntext', 'second', 'third'] },
    answer: {
      object: 'list',
      data: [{ object: 'embedding', embedding: [3, 4] }, { embedding: base64 }, { embedding: [-3, -4] }],
      usage: { prompt_tokens: 4, total_tokens: 4 },
    },
  });
  const [part] = said(result);
  assert.ok(part?.kind === 'embeddings');
  assert.deepEqual(part.items[0], { label: 'first text', dimensions: 2, norm: 5, head: [3, 4] });
  assert.deepEqual(part.items[1], { label: 'second', dimensions: 2, norm: 2, head: [0, 2] });
  assert.deepEqual(part.similarity, [
    [1, 0.8, -1],
    [0.8, 1, -0.8],
    [-1, -0.8, 1],
  ]);
  assert.equal(result.answer?.usage?.inputTokens, 4);

  const single = await read({
    path: '/embeddings',
    request: { input: [1, 2, 3] },
    answer: { data: [{ embedding: Array.from({ length: 100 }, () => 0.1) }] },
  });
  const [one] = said(single);
  assert.ok(one?.kind === 'embeddings' && one.similarity === undefined);
  assert.equal(one.items[0]?.label, 'Input 1');
  assert.ok(JSON.stringify(single.answer?.parts.at(-1)).includes('… 100 numbers'));
  assert.equal((single.answer?.value as { data: { embedding: number[] }[] }).data[0]?.embedding.length, 100);
});

test('moderation: a part for each input, the highest score first', async () => {
  const result = { flagged: true, categories: { a: false, b: true }, category_scores: { a: 0.1, b: 0.9 } };
  const [first, second] = said(
    await read({
      path: '/moderations',
      request: { input: ['x', 'y'] },
      answer: {
        id: 'modr',
        results: [result, { flagged: false, categories: { a: false }, category_scores: { a: 0 } }],
      },
    }),
  );
  assert.deepEqual(first, {
    kind: 'moderation',
    label: 'x',
    flagged: true,
    categories: [
      { name: 'b', score: 0.9, flagged: true },
      { name: 'a', score: 0.1, flagged: false },
    ],
  });
  assert.equal(second?.kind, 'moderation');
});

test('images: by their bytes; addresses through loadImage; what is none is a sentence', async () => {
  const answer = {
    created: 1,
    data: [{ b64_json: png, revised_prompt: 'A cat' }, { url: 'https://i.example/a' }, { url: 'https://i.example/b' }],
  };
  const asked: string[] = [];
  const result = await read({
    path: '/images/generations',
    request: { prompt: 'cat' },
    answer,
    loadImage: (url) => {
      asked.push(url);
      if (url.endsWith('b')) return Promise.reject(new Error('It is gone.'));
      return Promise.resolve({ kind: 'image', mimeType: 'image/gif', base64: 'R0lGODlh' });
    },
  });
  assert.deepEqual(asked, ['https://i.example/a', 'https://i.example/b']);
  assert.deepEqual(said(result), [
    { kind: 'image', mimeType: 'image/png', base64: png, caption: 'A cat' },
    { kind: 'image', mimeType: 'image/gif', base64: 'R0lGODlh', caption: 'cat' },
    {
      kind: 'text',
      role: 'plain',
      text: 'The image could not be fetched; its address is in the JSON. It is gone.',
    },
  ]);
  assert.deepEqual(result.answer?.value, answer);

  const svg = Buffer.from('<svg onload="alert(1)"/>').toString('base64');
  const [none] = said(await read({ path: '/images/edits', answer: { data: [{ b64_json: svg }] } }));
  assert.equal(none?.kind, 'text');
});

test('images come with their drafts', async () => {
  const result = await readEvents('/images/generations', [
    { type: 'image_generation.partial_image', b64_json: png, partial_image_index: 0 },
    { type: 'image_generation.completed', b64_json: png, created_at: 5, usage: { input_tokens: 1, output_tokens: 2 } },
  ]);
  assert.deepEqual(said(result), [{ kind: 'image', mimeType: 'image/png', base64: png }]);
  assert.deepEqual(result.answer?.value, {
    created: 5,
    usage: { input_tokens: 1, output_tokens: 2 },
    data: [{ b64_json: png }],
  });
  const cut = await readEvents('/images/edits', [{ type: 'image_edit.partial_image', b64_json: png }]);
  assert.deepEqual(cut.shown.at(-1), [{ kind: 'image', mimeType: 'image/png', base64: png, partial: true }]);
  assert.equal((cut.error as Error).name, 'OpenAIError');
});

test('sound: its type by the answer or by what was asked, its length where that is cheap', async () => {
  const mp3 = await read({
    path: '/audio/speech',
    request: { model: 't' },
    contentType: 'audio/mpeg',
    answer: new Uint8Array([255, 251, 0]),
  });
  assert.deepEqual(mp3.answer?.parts, [{ kind: 'audio', mimeType: 'audio/mpeg', base64: '//sA' }]);
  const pcm = await read({
    path: '/audio/speech',
    request: { model: 't', response_format: 'pcm' },
    contentType: 'application/octet-stream',
    answer: new Uint8Array(24_000),
  });
  assert.equal(pcm.answer?.parts[0]?.kind === 'audio' && pcm.answer.parts[0].mimeType, 'audio/L16;rate=24000');
  assert.equal(pcm.answer?.audioSeconds, 0.5);
  const events = await readEvents(
    '/audio/speech',
    [
      { type: 'speech.audio.delta', audio: Buffer.from([1]).toString('base64') },
      { type: 'speech.audio.delta', audio: Buffer.from([2]).toString('base64') },
      { type: 'speech.audio.done', usage: { input_tokens: 3, output_tokens: 4 } },
    ],
    { stream_format: 'sse', response_format: 'wav' },
  );
  assert.deepEqual(said(events), [
    { kind: 'audio', mimeType: 'audio/wav', base64: Buffer.from([1, 2]).toString('base64') },
  ]);
  assert.equal(events.answer?.usage?.outputTokens, 4);
});

test('transcripts: JSON, subtitles, times, and as they are heard', async () => {
  const path = '/audio/transcriptions';
  const json = await read({
    path,
    request: {},
    answer: { text: 'Hi.', duration: 2.5, segments: [{ start: 0, end: 2.5, text: 'Hi.' }] },
  });
  assert.deepEqual(said(json), [
    { kind: 'text', role: 'plain', label: 'Transcript', text: 'Hi.' },
    { kind: 'table', label: 'Segments', columns: ['start (s)', 'end (s)', 'text'], rows: [[0, 2.5, 'Hi.']] },
  ]);
  assert.equal(json.answer?.audioSeconds, 2.5);
  const srt = await read({ path, request: { response_format: 'srt' }, contentType: 'text/plain', answer: '1\n00:00' });
  assert.deepEqual(srt.answer?.parts, [{ kind: 'text', role: 'plain', label: 'Subtitles (srt)', text: '1\n00:00' }]);
  assert.deepEqual(srt.answer.value, { text: '1\n00:00' });
  const events = await readEvents(path, [
    { type: 'transcript.text.delta', delta: 'Hi' },
    { type: 'transcript.text.delta', delta: '.' },
    { type: 'transcript.text.done', text: 'Hi.', usage: { type: 'tokens', input_tokens: 1, output_tokens: 2 } },
  ]);
  assert.deepEqual(said(events), [{ kind: 'text', role: 'plain', label: 'Transcript', text: 'Hi.' }]);
  assert.deepEqual(events.answer?.value, { text: 'Hi.', usage: { type: 'tokens', input_tokens: 1, output_tokens: 2 } });
});

test('a transcription that is billed by its length: heard piece by piece, speakers told apart', async () => {
  const path = '/audio/transcriptions';
  const usage = { type: 'duration', seconds: 12 };
  const json = await read({ path, request: { model: 'whisper-1' }, answer: { text: 'Hi.', usage } });
  assert.deepEqual([json.answer?.audioSeconds, json.answer?.usage], [12, undefined]);
  const segment = (text: string, speaker: string) => ({
    type: 'transcript.text.segment',
    text,
    speaker,
    start: 0,
    end: 1,
  });
  const events = await readEvents(path, [
    segment('Hi.', 'A'),
    segment('Ho.', 'B'),
    { type: 'transcript.text.done', text: 'Hi. Ho.', usage },
  ]);
  assert.equal(events.answer?.audioSeconds, 12);
  assert.equal(typeof events.answer.firstTokenMs, 'number');
  const [text, table] = said(events);
  assert.equal(text?.kind === 'text' && text.text, 'Hi. Ho.');
  assert.deepEqual(table?.kind === 'table' && table.rows, [
    [0, 1, 'A', 'Hi.'],
    [0, 1, 'B', 'Ho.'],
  ]);
  const cut = await readEvents(path, [segment('Hi.', 'A')]);
  assert.ok(cut.shown.at(-1)?.some((part) => part.kind === 'text' && part.text === 'Hi.'));
});

test('an assistant’s run as it goes on', async () => {
  const body = [
    ['thread.run.created', { id: 'run_1', object: 'thread.run', status: 'queued' }],
    ['thread.message.created', { id: 'msg_1', object: 'thread.message', content: [] }],
    [
      'thread.message.delta',
      { id: 'msg_1', delta: { content: [{ index: 0, type: 'text', text: { value: 'Good ' } }] } },
    ],
    ['thread.message.delta', { id: 'msg_1', delta: { content: [{ index: 0, type: 'text', text: { value: 'day' } }] } }],
    [
      'thread.run.completed',
      { id: 'run_1', object: 'thread.run', status: 'completed', usage: { prompt_tokens: 1, completion_tokens: 2 } },
    ],
  ] as const;
  const answer = body.map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join('');
  const result = await read({
    path: '/threads/t/runs',
    request: { stream: true },
    contentType: 'text/event-stream',
    answer: `${answer}event: done\ndata: [DONE]\n\n`,
  });
  assert.equal(result.error, undefined);
  assert.deepEqual(said(result), [{ kind: 'text', role: 'answer', text: 'Good day' }]);
  assert.equal((result.answer?.value as { status: string }).status, 'completed');
});
