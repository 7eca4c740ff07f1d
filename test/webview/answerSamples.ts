import type { AssistantItem, Item, ServerCallItem } from '../../src/agent/transcript.ts';
import { at, result, user } from './samples.ts';

export const dotPng =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const serverCall = (more: Partial<ServerCallItem>): ServerCallItem => ({
  type: 'serverCall',
  id: 's1',
  at,
  providerId: 'ws_1',
  model: 'gpt-5.4',
  status: 'succeeded',
  input: '',
  call: { kind: 'webSearch', queries: ['stable sort'], sources: [] },
  durationMs: 1200,
  ...more,
});

export const assistant = (text: string, more: Partial<AssistantItem> = {}): AssistantItem => ({
  type: 'assistant',
  id: 'a1',
  at,
  text,
  status: 'complete',
  ...more,
});

/** Half a second of a tone, raw. */
export const tone = (): string => {
  const samples = new Int16Array(12_000).map((_, index) => Math.round(8_000 * Math.sin(index / 9)));
  return Buffer.from(samples.buffer).toString('base64');
};

const link = '([developer.mozilla.org](https://developer.mozilla.org/sort))';
const cited = `Sorting is **stable** since ES2019. ${link} The report has the numbers.`;

/** One of each kind. */
export const everything: readonly Item[] = [
  user('What can you answer with?'),
  serverCall({
    id: 's1',
    call: { kind: 'webSearch', queries: ['stable sort'], sources: ['https://developer.mozilla.org/sort'] },
  }),
  serverCall({ id: 's2', call: { kind: 'openPage', url: 'https://developer.mozilla.org/sort' } }),
  serverCall({
    id: 's3',
    call: {
      kind: 'fileSearch',
      queries: ['sorting'],
      hits: [{ name: 'report.md', fileId: 'file-1', score: 0.92, text: 'Sorting took 12 ms.' }],
    },
  }),
  serverCall({
    id: 's4',
    input: 'print(sorted([3, 1, 2]))',
    call: {
      kind: 'codeInterpreter',
      containerId: 'cntr_1',
      outputs: [
        { type: 'logs', text: '[1, 2, 3]' },
        { type: 'image', url: `data:image/png;base64,${dotPng}` },
      ],
    },
  }),
  serverCall({
    id: 's5',
    call: { kind: 'imageGeneration', prompt: 'A fox at dawn', image: { mediaType: 'image/png', data: dotPng } },
  }),
  serverCall({
    id: 's6',
    call: {
      kind: 'mcpTools',
      server: 'weather',
      tools: [{ name: 'forecast', description: 'Tells the weather.', inputSchema: { type: 'object' } }],
    },
  }),
  serverCall({
    id: 's7',
    status: 'failed',
    input: '{"city":"Bern"}',
    call: { kind: 'mcpCall', server: 'weather', name: 'forecast', error: 'The server is away.' },
  }),
  serverCall({ id: 's8', status: 'failed', call: { kind: 'unsupported', type: 'computer_call' } }),
  assistant(cited, {
    id: 'a1',
    citations: [
      {
        kind: 'url',
        url: 'https://developer.mozilla.org/sort',
        title: 'Array.prototype.sort',
        start: cited.indexOf(link),
        end: cited.indexOf(link) + link.length,
      },
      { kind: 'file', fileId: 'file-1', name: 'report.md', start: cited.length - 1, end: cited.length - 1 },
    ],
  }),
  assistant('{"name":"tea","tags":["hot","green"]}', { id: 'a2' }),
  assistant('I say it aloud.', {
    id: 'a3',
    audio: { id: 'audio_1', mediaType: 'audio/L16;rate=24000', data: tone() },
  }),
  assistant('Yes, it is.', {
    id: 'a4',
    alternatives: [{ text: 'No, it is **not**.' }, { text: 'I cannot say.', refusal: true }],
    logprobs: [
      {
        token: 'Yes',
        logprob: -0.9,
        top: [
          ['Yes', -0.9],
          ['No', -0.6],
        ],
      },
      { token: ',', logprob: -0.01, top: [] },
      {
        token: ' it',
        logprob: -0.4,
        top: [
          [' it', -0.4],
          [' that', -1.4],
        ],
      },
      { token: ' is', logprob: -2.5, top: [] },
      { token: '.', logprob: 0, top: [] },
    ],
  }),
  result({
    usage: {
      inputTokens: 1200,
      cachedTokens: 1000,
      outputTokens: 300,
      reasoningTokens: 100,
      outputAudioTokens: 40,
      costUsd: 0.0123,
    },
    requests: [
      { inputTokens: 500, cachedTokens: 400, outputTokens: 100, reasoningTokens: 60, costUsd: 0.004 },
      {
        inputTokens: 700,
        cachedTokens: 600,
        outputTokens: 200,
        reasoningTokens: 40,
        outputAudioTokens: 40,
        costUsd: 0.0083,
      },
    ],
    filters: [
      { of: 'prompt', category: 'jailbreak', filtered: false, detected: false },
      { of: 'answer', category: 'violence', filtered: true, severity: 'medium' },
    ],
  }),
];
