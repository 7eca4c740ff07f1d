import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkTrainingFile, type TrainingFormat } from '../../../src/openai/trainingFile.ts';
import { collect } from './calls/call.ts';

const folder = await mkdtemp(join(tmpdir(), 'parley-training-'));
after(() => rm(folder, { recursive: true }));

const question = { role: 'user', content: 'Where is order 7? 👋' };
const answer = { role: 'assistant', content: 'On its way.' };
const chat = { messages: [{ role: 'system', content: 'Be brief.' }, question, answer] };
const preference = { input: { messages: [question] }, preferred_output: [answer], non_preferred_output: [answer] };
const completion = { prompt: 'Order 7:', completion: ' on its way' };
const call = (id: string, args = '{}', name = 'find') => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});
const calling = (...calls: unknown[]) => ({ role: 'assistant', tool_calls: calls });
const result = (tool_call_id: string) => ({ role: 'tool', tool_call_id, content: 'found' });
const tools = [{ type: 'function', function: { name: 'find', parameters: {} } }];

/** The faults of a file of these lines; objects are written as JSON. */
async function faults(lines: readonly unknown[], format?: TrainingFormat, highWaterMark?: number): Promise<unknown[]> {
  const file = join(folder, 'training.jsonl');
  await writeFile(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return collect(checkTrainingFile(createReadStream(file, { highWaterMark }), format));
}

const ten = (example: unknown) => Array.from({ length: 10 }, () => example);

/** The messages about one example among ten good ones. */
async function faultsOf(example: unknown, good: unknown = chat, format?: TrainingFormat): Promise<string[]> {
  const found = (await faults([...ten(good), example], format)) as { line?: number; message: string }[];
  for (const { line } of found) assert.equal(line, 11);
  return found.map(({ message }) => message);
}

test('good files of every format have no fault, however they are cut', async () => {
  const withTools = {
    messages: [question, calling(call('a'), call('b')), result('b'), result('a'), { ...answer, weight: 1 }],
    tools,
    parallel_tool_calls: true,
  };
  const legacy = {
    messages: [
      question,
      { role: 'assistant', content: null, function_call: { name: 'find', arguments: '{}' } },
      { role: 'function', name: 'find', content: 'found' },
      answer,
    ],
    functions: [{ name: 'find', parameters: {} }],
  };
  const endsWithCall = { messages: [question, calling(call('a'))], tools };
  const image = { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }] };
  const files: [unknown, TrainingFormat | undefined][] = [
    [chat, undefined],
    [withTools, 'chat'],
    [legacy, undefined],
    [endsWithCall, undefined],
    [{ messages: [image, answer] }, undefined],
    [preference, undefined],
    [completion, undefined],
    [{ messages: [question], reference: 7 }, 'reinforcement'],
  ];
  for (const [example, format] of files) {
    for (const highWaterMark of [1, 7, 65_536]) assert.deepEqual(await faults(ten(example), format, highWaterMark), []);
  }
});

test('lines that are no examples are named by their number', async () => {
  const lines = [...ten(chat), '', '{"messages":', '[1]', '\ufeff{}', { other: 1 }, completion, chat, ''];
  const found = (await faults(lines)) as { line: number; message: string }[];
  assert.deepEqual(
    found.map(({ line }) => line),
    [11, 12, 13, 14, 15, 16],
  );
  assert.match(found[0]?.message ?? '', /empty/);
  assert.match(found[1]?.message ?? '', /not JSON/);
  assert.match(found[2]?.message ?? '', /no JSON object/);
  assert.match(found[3]?.message ?? '', /byte order mark/);
  assert.match(found[4]?.message ?? '', /messages must be a list/);
  assert.match(found[5]?.message ?? '', /completion example in a file of chat examples/);
});

test('what is not UTF-8 is said', async () => {
  const file = join(folder, 'latin1.jsonl');
  await writeFile(file, Buffer.from('{"prompt":"Grüße","completion":"x"}\n', 'latin1'));
  assert.deepEqual((await collect(checkTrainingFile(createReadStream(file))))[0], {
    line: 1,
    message: 'The line is not UTF-8.',
  });
});

test('a file needs ten examples', async () => {
  assert.deepEqual(await faults(ten(chat).slice(1)), [{ message: 'The file has 9 examples; at least 10 are needed.' }]);
  assert.deepEqual(await faults([]), [{ message: 'The file has 0 examples; at least 10 are needed.' }]);
});

const messageFaults: [string, unknown[], RegExp][] = [
  ['no messages', [], /messages must be a list/],
  ['a message that is none', ['hi', answer], /messages\[0\] must be an object/],
  ['an unknown role', [{ role: 'bot', content: 'a' }, answer], /messages\[0\]\.role/],
  ['no content', [{ role: 'user' }, answer], /messages\[0\]\.content/],
  ['an empty list of parts', [{ role: 'user', content: [] }, answer], /messages\[0\]\.content/],
  ['null without a call', [question, { role: 'assistant', content: null }], /messages\[1\]\.content/],
  ['the last is a question', [answer, question], /last message must be of the assistant/],
  ['weight 2', [question, { ...answer, weight: 2 }], /weight must be 0 or 1/],
  ['weight of a question', [{ ...question, weight: 1 }, answer], /weight belongs to/],
  ['nothing to learn', [question, { ...answer, weight: 0 }], /Nothing is learned/],
  ['a call without an id', [question, calling({ ...call(''), id: undefined })], /tool_calls\[0\]\.id/],
  ['a call of another type', [question, calling({ ...call('a'), type: 'x' })], /tool_calls\[0\]\.type/],
  ['arguments that are no JSON', [question, calling(call('a', '{'))], /arguments is not JSON/],
  ['a call of nothing', [question, calling()], /tool_calls must be a list/],
  ['a tool that is not there', [question, calling(call('a', '{}', 'other'))], /not among the tools/],
  ['an answer to no call', [question, result('a'), answer], /names no call/],
  ['a call without an answer', [question, calling(call('a')), answer], /before the call a is answered/],
  ['a call twice answered', [question, calling(call('a')), result('a'), result('a'), answer], /names no call/],
  ['a user that calls', [{ ...question, tool_calls: [call('a')] }, result('a'), answer], /only the assistant/],
  ['a function without a name', [question, { role: 'function', content: 'x' }, answer], /messages\[1\]\.name/],
];
for (const [name, messages, expected] of messageFaults) {
  test(`chat: ${name}`, async () => {
    const found = await faultsOf({ messages, tools });
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0] ?? '', expected);
  });
}

test('preference: one answer of the assistant each, to a conversation that ends before it', async () => {
  const one = async (example: unknown, expected: RegExp) => {
    const found = await faultsOf(example, preference);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0] ?? '', expected);
  };
  await one({ ...preference, input: undefined }, /input must be an object/);
  await one({ ...preference, input: { messages: [question, answer] } }, /must not be of the assistant/);
  await one({ ...preference, preferred_output: undefined }, /preferred_output must be a list/);
  await one({ ...preference, non_preferred_output: [answer, answer] }, /must be one message of the assistant/);
  await one({ ...preference, preferred_output: [question] }, /must be one message of the assistant/);
  await one({ ...preference, input: { messages: [question], tools: {} } }, /input\.tools must be a list/);
});

test('prompt and completion are texts; reinforcement ends with a question', async () => {
  assert.deepEqual(await faultsOf({ prompt: 1, completion: '' }, completion), [
    'prompt must be text.',
    'completion must be text.',
  ]);
  const [fault = ''] = await faultsOf(chat, { messages: [question] }, 'reinforcement');
  assert.match(fault, /last message must be of the user/);
});

test('a large file is read as it comes: it is asked for no more than is checked', async () => {
  let produced = 0;
  async function* endless() {
    for (;;) {
      produced++;
      yield Buffer.from('{}\n');
      await Promise.resolve();
    }
  }
  for await (const { line } of checkTrainingFile(endless())) if (line === 1_000) break;
  assert.equal(produced, 1_000);
});
