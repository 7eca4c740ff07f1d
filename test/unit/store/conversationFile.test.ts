import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { conversationMarkdown } from '../../../src/agent/conversationMarkdown.ts';
import type { Item } from '../../../src/agent/transcript.ts';
import { redact } from '../../../src/editor/redact.ts';
import { parseConversationFile, toConversationFile } from '../../../src/store/conversationFile.ts';
import { openConversationStore, type ConversationStore } from '../../../src/store/conversationStore.ts';

const user = (id: string, text: string): Item => ({ type: 'user', id, at: 1, text, attachments: [] });
const answer = (id: string, text: string): Item => ({ type: 'assistant', id, at: 2, text, status: 'complete' });

let folder: string;
let store: ConversationStore;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-file-'));
  store = await openConversationStore(join(folder, 'conversations.db'));
});
after(async () => {
  store.close();
  await rm(folder, { recursive: true, force: true });
});

/** A question with two answers, of which the second is shown and goes on. */
function branched(): string {
  store.create({ id: 'one', title: 'Two ways', at: 1, workspace: 'w' });
  const stored = store.transcript('one');
  [user('u1', 'Which?'), answer('a1', 'The left `way`')].forEach((item, at) => stored.put(at, item));
  stored.fork(1);
  [answer('a2', 'The right way, sk-abcdefghijkl'), user('u2', 'Sure?'), answer('a3', 'Yes')].forEach((item, at) =>
    stored.put(at + 1, item),
  );
  const whole = store.whole('one');
  assert.ok(whole);
  return toConversationFile(whole, (text) => redact(text, []));
}

test('a conversation comes back from a file with all its branches, and is found there', () => {
  const text = branched();
  assert.doesNotMatch(text, /sk-abc/);
  store.putWhole(parseConversationFile(text), { id: 'two', at: 5 });
  const back = store.transcript('two');
  assert.deepEqual(
    back.load().map(({ id }) => id),
    ['u1', 'a2', 'u2', 'a3'],
  );
  assert.deepEqual(back.forks(), store.transcript('one').forks());
  back.choose(1, 0);
  assert.deepEqual(back.load(), [user('u1', 'Which?'), answer('a1', 'The left `way`')]);
  const found = store.search('left').map(({ conversationId }) => conversationId);
  assert.deepEqual(found.toSorted(), ['one', 'two']);
  assert.equal(store.list().find(({ id }) => id === 'two')?.workspace, 'w');
});

const whole = (more: object) =>
  JSON.stringify({
    ...{ format: 'parley-conversation', version: 1, title: 'x', workspace: '', branch: 0, branches: [] },
    items: [{ branch: 0, position: 0, item: user('u1', 'x') }],
    ...more,
  });

const hostile: Record<string, [text: string, says: RegExp]> = {
  'no JSON': ['# A title', /no JSON/],
  'JSON of others': ['[{"role":"user"}]', /no conversation of Parley/],
  'a later version': [whole({ version: 2 }), /version/],
  'an item without text': [
    whole({ items: [{ branch: 0, position: 0, item: { ...user('u', ''), text: 5 } }] }),
    /items\.0\.item\.text/,
  ],
  'a hole between items': [whole({ items: [{ branch: 0, position: 7, item: user('u', 'x') }] }), /branch 0/],
  'a branch that hangs on itself': [whole({ branches: [{ id: 1, parent: 1, fork: 0 }] }), /branch 1/],
  'a branch beyond the end': [whole({ branches: [{ id: 1, parent: 0, fork: 9 }] }), /branch 1/],
  'a branch twice': [
    whole({
      branches: [
        { id: 1, parent: 0, fork: 0 },
        { id: 1, parent: 0, fork: 0 },
      ],
    }),
    /branch 1/,
  ],
  'an unknown branch shown': [whole({ branch: 3 }), /branch is missing/],
  nothing: [whole({ items: [] }), /no message/],
};

for (const [name, [text, says]] of Object.entries(hostile)) {
  test(`a file is refused with a sentence: ${name}`, () => {
    assert.throws(() => parseConversationFile(text), says);
  });
}

test('items of a file that say they are one another are told apart', () => {
  const items = ['u1', 'u1', 'a1'].map((id, position) => ({ branch: 0, position, item: user(id, String(position)) }));
  const ids = parseConversationFile(whole({ items })).items.map(({ item }) => item.id);
  assert.equal(new Set(ids).size, 3);
  assert.deepEqual([ids[0], ids[2]], ['u1', 'a1']);
});

test('a time that is none is refused: nothing could be shown of it', () => {
  const item = { ...user('u', 'x'), at: 1e300 };
  assert.throws(() => parseConversationFile(whole({ items: [{ branch: 0, position: 0, item }] })), /damaged at items/);
});

test('Markdown of a text full of backticks is written all the same', () => {
  const text = '` '.repeat(300_000);
  const call: Item = {
    ...{ type: 'toolCall', id: 't', at: 1, callId: 'c' },
    ...{ name: 'n', arguments: text, status: 'failed' },
  };
  assert.ok(conversationMarkdown('T', [call]).includes(text));
});

test('Markdown keeps code as it is, folds calls, and lets no text out of its place', () => {
  const call: Item = {
    type: 'toolCall',
    id: 't',
    at: 1,
    callId: 'c',
    name: 'read_file',
    arguments: '{"path":"a.ts"}',
    status: 'succeeded',
    title: 'Read </summary><script>',
    output: '```\nlet a;\n```',
  };
  const text = conversationMarkdown('A\ntitle', [user('u', 'Look'), call, answer('a', '```ts\nlet a = 1;\n```')]);
  assert.equal(
    text,
    [
      '# A title',
      '## You\n\nLook',
      '<details>\n<summary>Read &lt;/summary&gt;&lt;script&gt;</summary>',
      '```\n{"path":"a.ts"}\n```',
      '````\n```\nlet a;\n```\n````',
      '</details>',
      '## Answer\n\n```ts\nlet a = 1;\n```\n',
    ].join('\n\n'),
  );
});

test('Markdown has a line for each image and sound, after what it belongs to', () => {
  const png = { mediaType: 'image/png', data: 'AAAA' } as const;
  const items: Item[] = [
    { ...user('u', 'Look'), attachments: [{ kind: 'image', label: 'a [b].png', ...png }] } as Item,
    {
      ...{ type: 'serverCall', id: 's', at: 1, providerId: 'ig', model: 'm', status: 'succeeded', input: '' },
      call: { kind: 'imageGeneration', prompt: 'A fox', image: png },
    },
    { ...answer('a', 'Hi'), audio: { mediaType: 'audio/wav', data: 'AAAA' } } as Item,
  ];
  const text = conversationMarkdown('T', items, ({ name, mediaType }) => `(${name}: ${mediaType})`);
  assert.equal(
    text,
    '# T\n\n## You\n\n(a [b].png: image/png)\n\nLook\n\n(A fox: image/png)\n\n## Answer\n\n(Spoken answer: audio/wav)\n\nHi\n',
  );
  assert.match(conversationMarkdown('T', items), /\*Attached: a \[b\]\.png\*/, 'named only');
});
