import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findInTranscript } from '../../../src/agent/findInTranscript.ts';
import { findPattern, matchesOf, type FindQuery } from '../../../src/agent/findPattern.ts';
import { shownText } from '../../../src/agent/shownText.ts';
import type { Item, Transcript } from '../../../src/agent/transcript.ts';

const query = (text: string, more: Partial<FindQuery> = {}): FindQuery => ({
  ...{ text, matchCase: false, wholeWord: false, regex: false },
  ...more,
});

const user = (text: string, id = 'u'): Item => ({ type: 'user', id, at: 0, text, attachments: [] });
const answer = (text: string, id = 'a'): Item => ({ type: 'assistant', id, at: 0, text, status: 'complete' });

const found = (text: string, ...args: Parameters<typeof query>): string[] =>
  [...matchesOf(text, findPattern(query(...args)))].map(({ start, end }) => text.slice(start, end));

describe('what a query matches', () => {
  it('is its words in any case, or in this one', () => {
    assert.deepEqual(found('Cat cat CAT', 'cat'), ['Cat', 'cat', 'CAT']);
    assert.deepEqual(found('Cat cat CAT', 'cat', { matchCase: true }), ['cat']);
    assert.deepEqual(found('ÄRGER ärger', 'Ärger'), ['ÄRGER', 'ärger']);
  });

  it('is whole words, in any script', () => {
    assert.deepEqual(found('cat concat cat_s cat.', 'cat', { wholeWord: true }).length, 2);
    assert.deepEqual(found('Bär Bären', 'bär', { wholeWord: true }).length, 1);
    assert.deepEqual(found('a|b ab', 'a|b', { wholeWord: true, regex: true }), ['a', 'b']);
  });

  it('is the signs of expressions themselves, and any white space for white space', () => {
    assert.deepEqual(found('a.b* (c) [d]{e}^$|\\/-', 'a.b* (c) [d]{e}^$|\\/-'), ['a.b* (c) [d]{e}^$|\\/-']);
    assert.deepEqual(found('axb', 'a.b'), []);
    assert.deepEqual(found('one\ntwo onetwo one  two', 'one two'), ['one\ntwo', 'one  two']);
  });

  it('is never nothing', () => {
    assert.deepEqual(found('abc', 'x*', { regex: true }), []);
    assert.deepEqual(found('line one\nline two', '^line \\w+$', { regex: true }), ['line one', 'line two']);
  });
});

describe('what is shown of an item', () => {
  it('is Markdown without its marks', () => {
    const source =
      '# A *head*\n\nSome **bo**ld `co*de*` &amp; [a link](https://x.test/secret)\n\n- one\n- two\n  - three\n\n' +
      '| a | b |\n|---|---|\n| c | **d** |\n\n```ts\nconst a = "x";\n```\n\n> quoted <b>html</b>\n\n[x]: https://def.test';
    const shown = shownText(answer(source));
    for (const text of ['A head\n', 'Some bold co*de* & a link\n', 'c\nd\n', 'const a = "x";', 'quoted html', 'three'])
      assert.ok(shown.includes(text), `${text} in ${shown}`);
    for (const text of ['secret', 'def.test', '```', '**']) assert.ok(!shown.includes(text), text);
  });

  it('is not what is folded', () => {
    const call: Item = {
      ...{ type: 'toolCall', id: 't', at: 0, callId: 'c', name: 'read_file', arguments: '{"path":"needle"}' },
      ...{ status: 'succeeded', title: 'Read a.ts', output: 'needle' },
    };
    assert.equal(shownText(call), 'Read a.ts');
    assert.equal(shownText({ type: 'reasoning', id: 'r', at: 0, text: 'needle', status: 'complete' }), '');
  });
});

describe('finding in a conversation', () => {
  const transcript: Transcript = [
    user('Where is the needle?', 'u1'),
    answer('A **nee**dle here, a needle there.', 'a1'),
    user('x', 'u2'),
    answer('Needle', 'a2'),
  ];

  it('counts the places of each item, in order', async () => {
    assert.deepEqual(await findInTranscript(transcript, query('needle')), {
      items: [
        { itemId: 'u1', count: 1 },
        { itemId: 'a1', count: 2 },
        { itemId: 'a2', count: 1 },
      ],
    });
    assert.deepEqual(await findInTranscript(transcript, query('nothing of it')), { items: [] });
  });

  it('says what is wrong with an expression', async () => {
    const { items, problem } = await findInTranscript(transcript, query('(', { regex: true }));
    assert.deepEqual(items, []);
    assert.match(problem ?? '', /not a regular expression/);
    assert.match((await findInTranscript(transcript, query('a'.repeat(2000)))).problem ?? '', /too long/);
  });

  it('stops an expression that would never end', async () => {
    const bad = [answer(`${'a'.repeat(5000)}b`)];
    const { items, problem } = await findInTranscript(bad, query('^(a+)+$', { regex: true }));
    assert.deepEqual(items, []);
    assert.match(problem ?? '', /takes too long/);
  });

  it('lets all else go on while it reads 500,000 tokens', async () => {
    const long = Array.from({ length: 500 }, (_, at) =>
      answer(`Answer ${at}: ${'some *words* and `code`, '.repeat(170)}`, `a${at}`),
    );
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const { items } = await findInTranscript(long, query('answer 4'));
    clearInterval(timer);
    assert.equal(items.length, 111);
    assert.ok(ticks > 3, `${ticks} ticks`);
  });
});
