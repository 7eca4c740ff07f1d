import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CompletionCache } from '../../../../src/ui/inlineCompletions/completionCache.ts';

const at = (file: string) => {
  const [before = '', after = ''] = file.split('│');
  return { file: 'a.ts', languageId: 'typescript', before, after, singleLine: false };
};

describe('CompletionCache', () => {
  const cache = new CompletionCache();
  cache.add(at('const a = │\nrest'), { text: 'sum(one, [two]);', replaces: 0 });
  const found = (file: string) => cache.find(at(file));

  it('knows the place again, and what is left while it is typed', () => {
    assert.deepEqual(found('const a = │\nrest'), { text: 'sum(one, [two]);', replaces: 0 });
    assert.deepEqual(found('const a = su│\nrest'), { text: 'm(one, [two]);', replaces: 0 });
  });

  it('goes on where the editor closes brackets by itself', () => {
    assert.deepEqual(found('const a = sum(│)\nrest'), { text: 'one, [two]);', replaces: 1 });
    assert.deepEqual(found('const a = sum(one, [│])\nrest'), { text: 'two]);', replaces: 2 });
    assert.equal(found('const a = sum(│}\nrest'), undefined);
  });

  it('does not know another text, another place or another file', () => {
    for (const file of ['const a = x│\nrest', 'const b = │\nrest', 'const a = │ + 1\nrest', 'const a = │\nother']) {
      assert.equal(found(file), undefined, file);
    }
    assert.equal(cache.find({ ...at('const a = │\nrest'), file: 'b.ts' }), undefined);
    assert.equal(found('const a = sum(one, [two]);│\nrest'), undefined, 'typed to the end');
    assert.equal(found('x\nconst a = │\nrest'), undefined, 'all of a short text counts');
  });

  it('remembers that nothing goes on, there alone', () => {
    const blank = new CompletionCache();
    blank.add(at('│'), { text: '', replaces: 0 });
    assert.deepEqual(blank.find(at('│')), { text: '', replaces: 0 });
    assert.equal(blank.find(at('const│')), undefined);
  });

  it('forgets what was used longest ago', () => {
    const small = new CompletionCache();
    for (let number = 0; number < 101; number++) {
      small.add(at(`${number} = │`), { text: 'x', replaces: 0 });
      assert.ok(small.find(at('0 = │')));
    }
    assert.equal(small.find(at('1 = │')), undefined);
    assert.ok(small.find(at('100 = │')));
  });
});
