import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRequest } from '../../../../src/ui/extensionApi/readRequest.ts';

const png = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1');
const reason = 'A test';
const thoughtless = () => [];

describe('a request of another extension', () => {
  it('becomes a request to a model, results with their calls', () => {
    const read = readRequest(
      {
        reason: ` ${reason} `,
        model: 'Here/m',
        instructions: 'Be brief.',
        messages: [
          { role: 'user', text: 'Look', images: [new Uint8Array(png)] },
          { role: 'assistant', text: 'Yes', toolCalls: [{ callId: 'c', name: 'add', input: { a: [1] } }] },
          { role: 'tool', callId: 'c', text: '1' },
        ],
        tools: [{ name: 'add', description: 'Adds' }],
        toolMode: 'required',
        effort: 'low',
        verbosity: 'high',
      },
      thoughtless,
    );
    assert.equal(read.reason, reason);
    assert.equal(read.modelId, 'Here/m');
    const { transcript, parameters, mustCall, effort, tools } = read.ask;
    assert.deepEqual(
      { parameters, mustCall, effort },
      { parameters: { verbosity: 'high' }, mustCall: true, effort: 'low' },
    );
    assert.deepEqual(tools[0]?.parameters, { type: 'object', properties: {} });
    assert.deepEqual(
      transcript.map((item) => [item.type, 'output' in item && item.output]),
      [
        ['user', false],
        ['assistant', false],
        ['toolCall', '1'],
      ],
    );
    const [user] = transcript;
    assert.ok(user?.type === 'user');
    const { label, ...image } = user.attachments[0] ?? { label: '' };
    assert.deepEqual(
      [label, image],
      ['picture', { kind: 'image', mediaType: 'image/png', data: png.toString('base64') }],
    );
  });

  it('is not changed by what the extension does with its objects afterwards', () => {
    const parameters = { properties: { a: { type: 'number' } } };
    const input = { deep: { value: 1 } };
    const messages = [{ role: 'assistant', toolCalls: [{ callId: 'c', name: 'add', input }] }];
    const { ask } = readRequest(
      { reason, messages, tools: [{ name: 'add', description: '', parameters }] },
      thoughtless,
    );
    parameters.properties.a.type = 'string';
    input.deep.value = 2;
    assert.deepEqual(ask.tools[0]?.parameters.properties, { a: { type: 'number' } });
    assert.equal(ask.transcript[0]?.type === 'toolCall' && ask.transcript[0].arguments, '{"deep":{"value":1}}');
  });

  it('gives a model back what it thought before each call', () => {
    const thought = (callId: string) => [
      { type: 'reasoning', id: `r-${callId}`, at: 0, text: '', status: 'complete' } as const,
    ];
    const toolCalls = ['a', 'b'].map((callId) => ({ callId, name: 'add', input: {} }));
    const { ask } = readRequest({ reason, messages: [{ role: 'assistant', text: 'Well', toolCalls }] }, thought);
    assert.deepEqual(
      ask.transcript.map((item) =>
        item.type === 'toolCall' ? item.callId : item.type === 'reasoning' ? item.id : item.type,
      ),
      ['r-a', 'assistant', 'a', 'r-b', 'b'],
    );
  });

  const hi = [{ role: 'user', text: 'Hi' }];
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  for (const [what, request, words] of [
    ['nothing', undefined, /object/],
    ['no reason', { messages: hi }, /reason/],
    ['no message', { reason, messages: [] }, /nothing to send/],
    ['a role that there is not', { reason, messages: [{ role: 'system', text: '' }] }, /messages\.0/],
    ['a file that is no image', { reason, messages: [{ ...hi[0], images: [Buffer.from('%PDF')] }] }, /no PNG/],
    ['a result without a call', { reason, messages: [{ role: 'tool', callId: 'c', text: '' }] }, /calls a tool as c/],
    [
      'a name that the API refuses',
      { reason, messages: hi, tools: [{ name: 'a b', description: '' }] },
      /tools\.0\.name/,
    ],
    ['what is not JSON', { reason, messages: hi, tools: [{ name: 'a', description: '', parameters: cyclic }] }, /JSON/],
    ['too hot', { reason, messages: hi, temperature: 2.5 }, /temperature/],
    ['an effort that there is not', { reason, messages: hi, effort: 'huge' }, /effort/],
  ] as const) {
    it(`is refused with a sentence: ${what}`, () => {
      assert.throws(() => readRequest(request, thoughtless), { code: 'invalidRequest', message: words });
    });
  }
});
