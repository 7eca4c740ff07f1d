import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placeIn } from '../../../../src/ui/inlineCompletions/place.ts';
import { completionPrompt } from '../../../../src/ui/inlineCompletions/prompt.ts';

const place = (file: string, options?: { isAsked?: boolean }) => {
  const [before = '', after = ''] = file.split('│');
  return placeIn({ file: 'src/a.ts', languageId: 'typescript', before, after }, options);
};

describe('placeIn', () => {
  it('is nowhere within a word or in an empty file, until the user asks', () => {
    for (const file of ['tot│al', 'größ│er', '│', ' \n│\n']) {
      assert.equal(place(file), undefined, file);
      assert.ok(place(file, { isAsked: true }), file);
    }
    assert.ok(place('total│()'));
  });

  it('knows where one line is to be finished, and where more may follow', () => {
    for (const file of ['const a = │\n', 'f(│, 2)', 'a │ b', 'const text = "│"'])
      assert.equal(place(file)?.singleLine, true, file);
    for (const file of ['a;\n  │\n', 'function f() {│}', 'f(│)', 'def f():│', 'const f = () =>│'])
      assert.equal(place(file)?.singleLine, false, file);
    assert.equal(place('const a = │\n', { isAsked: true })?.singleLine, false);
  });

  it('takes so much of a long file, from the beginning of a line to the end of one', () => {
    const lines = Array.from({ length: 1000 }, (_, line) => `line ${line};`);
    const long = place(`${lines.join('\n')}\n│\n${lines.join('\n')}`);
    assert.ok(long);
    assert.match(long.before, /^line \d+;\n/);
    assert.match(long.after, /\nline \d+;$/);
    assert.ok(long.before.length <= 6000 && long.before.length > 5980);
    assert.ok(long.after.length <= 2000 && long.after.length > 1980);
  });

  it('takes a part of a long line, and no half of a character', () => {
    const long = place(`${'😀'.repeat(5000)}x│ ${'😀'.repeat(5000)}`);
    assert.ok(long);
    assert.ok(long.before.isWellFormed());
    assert.ok(long.after.isWellFormed());
    assert.ok(long.before.length <= 6000 && long.after.length <= 2000);
  });
});

describe('completionPrompt', () => {
  const prompt = (file: string) => {
    const found = place(file);
    assert.ok(found);
    return completionPrompt(found);
  };

  it('says where the caret is, in which file, and how much is wanted', () => {
    const { instructions, text } = prompt('const a = │;\n');
    assert.equal(text, 'src/a.ts (typescript):\n\nconst a = <caret/>;\n');
    assert.match(instructions, /<caret\/>.*Finish only the line/);
    assert.match(prompt('f() {\n  │\n}').instructions, /at most the statement or block/);
  });

  it('marks the caret with what does not stand in the file', () => {
    const { instructions, text } = prompt('const caret = "<caret/>" + │;\n');
    assert.equal(text, 'src/a.ts (typescript):\n\nconst caret = "<caret/>" + <the-caret/>;\n');
    assert.match(instructions, /with <the-caret\/> where/);
  });
});
