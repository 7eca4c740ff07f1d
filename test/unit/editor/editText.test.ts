import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textSteps } from '../../../src/editor/edit/steps.ts';
import { editText } from '../../../src/editor/tools/editText.ts';

const text = 'TOKEN=abc\nOTHER=abc\n';
const edit = (secret: boolean, oldText: string, newText: string): string | undefined =>
  editText({ label: '.env', secret }, text, textSteps([{ oldText, newText }]), 'oldText');

test('an ordinary file says what is wrong', () => {
  assert.throws(() => edit(false, 'TOKEN=xyz', 'TOKEN=abc'), /The nearest is lines 1-1/);
  assert.throws(() => edit(false, 'abc', 'x'), /2 times, at lines 1, 2/);
});

test('a file with secrets gives one answer to every guess', () => {
  const guesses = [
    ['TOKEN=xyz', 'TOKEN=abc'],
    ['TOKEN=xyz', 'TOKEN=xyw'],
    ['TOKEN=abc', 'TOKEN=abc'],
    ['abc', 'x'],
    ['nothing like it', 'x'],
  ] as const;
  const answers = guesses.map(([oldText, newText]) => {
    try {
      return edit(true, oldText, newText);
    } catch (error) {
      return (error as Error).message;
    }
  });
  assert.equal(new Set(answers).size, 1, answers.join('\n'));
  assert.match(answers[0] ?? '', /does not fit what is in \.env/);
  assert.equal(edit(true, 'TOKEN=abc', 'TOKEN=x'), 'TOKEN=x\nOTHER=abc\n');
});
