import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerCall } from '../../../src/agent/serverCall.ts';
import type { Item, Usage } from '../../../src/agent/transcript.ts';
import { redact } from '../../../src/editor/redact.ts';
import { parseConversationFile, toConversationFile } from '../../../src/store/conversationFile.ts';

/** An item with every field that a file keeps: one that is added to the type must be added here. */
type Full<Type extends Item['type'], Left extends string = never> = Required<Omit<Extract<Item, { type: Type }>, Left>>;
type FullCall<Kind extends ServerCall['kind']> = Required<
  Omit<Extract<ServerCall, { kind: Kind }>, 'approvalRequestId'>
>;

const image = { kind: 'image', label: 'a.png', mediaType: 'image/png', data: 'iVBORw0KGgo=' } as const;
const usage: Required<Usage> = {
  inputTokens: 1,
  cachedTokens: 2,
  cacheWriteTokens: 3,
  outputTokens: 4,
  reasoningTokens: 5,
  inputAudioTokens: 6,
  outputAudioTokens: 7,
  costUsd: 0.5,
  estimated: true,
};

const user: Full<'user'> = {
  type: 'user',
  id: 'u',
  at: 1,
  text: 'Look',
  attachments: [
    image,
    { kind: 'audio', label: 'a.wav', format: 'wav', data: 'UklGRg==' },
    { kind: 'selection', label: 'a.ts', uri: 'file:///a.ts', languageId: 'ts', startLine: 1, endLine: 2, text: 'x' },
  ],
  facts: ['The window is open.'],
};

const assistant: Full<'assistant'> = {
  type: 'assistant',
  id: 'a',
  at: 2,
  text: 'Yes',
  refusal: true,
  phase: 'final_answer',
  citations: [
    { kind: 'url', url: 'https://example.com', title: 'E', start: 0, end: 3 },
    { kind: 'file', fileId: 'f', name: 'n', containerId: 'c' },
  ],
  logprobs: [{ token: 'Yes', logprob: -0.1, top: [['No', -2]] }],
  audio: { mediaType: 'audio/L16;rate=24000', data: 'AAA=AAA=' },
  alternatives: [
    { text: 'No', refusal: true },
    {
      text: 'Well',
      logprobs: [{ token: 'Well', logprob: -1, top: [] }],
      audio: { mediaType: 'audio/wav', data: 'AAA=' },
    },
  ],
  status: 'complete',
};

const reasoning: Full<'reasoning'> = {
  type: 'reasoning',
  id: 'r',
  at: 3,
  text: 'Hm',
  status: 'complete',
  providerId: 'rs_1',
  encryptedContent: 'gAAA',
  model: 'm',
  durationMs: 4,
};

const toolCall: Full<'toolCall', 'approval' | 'progress' | 'server'> = {
  type: 'toolCall',
  id: 't',
  at: 4,
  callId: 'c',
  name: 'edit_file',
  custom: true,
  step: 1,
  arguments: '{}',
  status: 'succeeded',
  title: 'Edit a.ts',
  output: 'Done',
  images: [image],
  files: [{ name: 'a.ts', added: 1, removed: 2, becomes: 'new' }],
  durationMs: 6,
};

const calls: { [Kind in ServerCall['kind']]: FullCall<Kind> } = {
  webSearch: { kind: 'webSearch', queries: ['q'], sources: ['https://example.com'] },
  openPage: { kind: 'openPage', url: 'https://example.com' },
  findInPage: { kind: 'findInPage', url: 'https://example.com', pattern: 'p' },
  fileSearch: { kind: 'fileSearch', queries: ['q'], hits: [{ name: 'n', fileId: 'f', score: 0.5, text: 't' }] },
  codeInterpreter: {
    kind: 'codeInterpreter',
    containerId: 'c',
    outputs: [
      { type: 'logs', text: '1' },
      { type: 'image', url: 'data:image/png;base64,iVBORw0KGgo=' },
    ],
  },
  imageGeneration: {
    kind: 'imageGeneration',
    prompt: 'A fox',
    image: { mediaType: 'image/png', data: 'iVBORw0KGgo=' },
    error: 'No',
  },
  mcpTools: {
    kind: 'mcpTools',
    server: 's',
    tools: [{ name: 'n', description: 'd', inputSchema: { type: 'object', properties: { a: { enum: [1, null] } } } }],
    error: 'No',
  },
  mcpCall: { kind: 'mcpCall', server: 's', name: 'n', output: 'o', error: 'e' },
  unsupported: { kind: 'unsupported', type: 'computer_call' },
};

const serverCalls = Object.values(calls).map((call, index): Full<'serverCall'> => ({
  type: 'serverCall',
  id: `s${index}`,
  at: 5,
  providerId: 'ws_1',
  model: 'm',
  status: 'succeeded',
  input: 'print(1)',
  call,
  durationMs: 7,
}));

const question: Full<'question'> = {
  type: 'question',
  id: 'q',
  at: 6,
  question: { text: 'Which?', options: [{ id: 'o', label: 'l', description: 'd' }], field: 'Other' },
  status: 'answered',
  answer: { option: 'o', text: 't' },
};

const result: Full<'result'> = {
  type: 'result',
  id: 'e',
  at: 7,
  end: 'failed',
  model: 'm',
  durationMs: 8,
  usage,
  requests: [usage],
  filters: [{ of: 'prompt', category: 'hate', filtered: true, severity: 'low', detected: true }],
  unpriced: true,
  incompleteReason: 'max_output_tokens',
  error: { kind: 'server', message: 'Away', status: 500, code: 'c', requestId: 'r', retryAfterMs: 9 },
  dropped: ['The seed was not sent.'],
};

const clean = (text: string): string => redact(text, []);
const whole = (items: readonly unknown[]) => ({
  ...{ title: 'x', workspace: '', branch: 0, branches: [] },
  items: items.map((item, position) => ({ branch: 0, position, item: item as Item })),
});
const roundTrip = (items: readonly unknown[]): Item[] =>
  parseConversationFile(toConversationFile(whole(items), clean)).items.map(({ item }) => item);

test('every field of every kind of item comes back from a file', () => {
  const items = [user, assistant, reasoning, toolCall, ...serverCalls, question, result];
  assert.deepEqual(roundTrip(items), items);
});

test('nothing from a file waits or runs', () => {
  const approval = { kind: 'run', title: 'x', detail: 'x', scope: 'x' };
  const [tool, server, asked, answer] = roundTrip([
    { ...toolCall, status: 'awaitingApproval', approval, progress: '1 of 2' },
    { ...serverCalls[0], status: 'running' },
    { ...question, status: 'waiting' },
    { ...assistant, status: 'streaming' },
  ]);
  assert.deepEqual(tool, { ...toolCall, status: 'cancelled' });
  assert.deepEqual(server, { ...serverCalls[0], status: 'cancelled' });
  assert.deepEqual(asked, { ...question, status: 'cancelled' });
  assert.deepEqual(answer, { ...assistant, status: 'interrupted' });
});

test('no leave to run anything, and no id of another server, comes from a file', () => {
  const mcpCall = { ...serverCalls[0], call: { ...calls.mcpCall, approvalRequestId: 'r' } };
  const sound = { ...assistant, audio: { ...assistant.audio, id: 'audio_1', expiresAt: 5 } };
  assert.deepEqual(roundTrip([{ ...toolCall, server: 'files' }, mcpCall, sound]), [
    toolCall,
    { ...mcpCall, call: calls.mcpCall },
    assistant,
  ]);
});

test('a step of a later kind is named', () => {
  const [later] = roundTrip([{ ...serverCalls[0], call: { kind: 'dream', of: 'sheep' } }]);
  assert.ok(later?.type === 'serverCall');
  assert.deepEqual(later.call, { kind: 'unsupported', type: 'dream' });
});

const hostile: Record<string, unknown> = {
  'sound of another type': { ...assistant, audio: { mediaType: 'text/html', data: 'AAAA' } },
  'sound that is no base64': { ...assistant, audio: { mediaType: 'audio/wav', data: '"><script>' } },
  'an image of another type': { ...user, attachments: [{ ...image, mediaType: 'image/svg+xml' }] },
  'a generated image of another type': {
    ...serverCalls[0],
    call: { kind: 'imageGeneration', image: { mediaType: 'text/html', data: 'AAAA' } },
  },
  'a citation before the text': { ...assistant, citations: [{ kind: 'url', url: 'x', title: 'x', start: -1, end: 3 }] },
  'a damaged step': { ...serverCalls[0], call: { kind: 'webSearch', queries: 'q' } },
  'files that are no list': { ...toolCall, files: { length: 1e9 } },
};
for (const [name, item] of Object.entries(hostile)) {
  test(`a file is refused: ${name}`, () => {
    assert.throws(() => roundTrip([item]), /is damaged at items\.0\.item/);
  });
}

test('a key is not spelled by the tokens of an answer', () => {
  const logprobs = ['sk', '-', 'abc', 'def', 'ghi'].map((token) => ({ token, logprob: 0, top: [] }));
  const alternatives = [{ text: 'sk-abcdefghi', logprobs }];
  const text = toConversationFile(whole([{ ...assistant, text: 'sk-abcdefghi', logprobs, alternatives }]), clean);
  assert.doesNotMatch(text, /abc|logprobs/);
  assert.match(text, /sk-…/);
});
