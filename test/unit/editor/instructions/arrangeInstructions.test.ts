import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  arrangeInstructions,
  mostCharacters,
  mostCharactersTogether,
  scopeOf,
} from '../../../../src/editor/instructions/arrangeInstructions.ts';

const file = (label: string, text = label) => ({ label, uri: `file:///w/${label}`, scope: scopeOf(label), text });
const labels = (files: readonly { label: string }[]) => files.map(({ label }) => label);

describe('scopeOf', () => {
  it('is the folder of the file, and above .github', () => {
    const found = [
      'AGENTS.md',
      '.github/copilot-instructions.md',
      'a/b/AGENTS.md',
      'app/.github/copilot-instructions.md',
    ];
    assert.deepEqual(found.map(scopeOf), ['.', '.', 'a/b', 'app']);
  });
});

describe('arrangeInstructions', () => {
  it('puts outer folders first, in whatever order they were found', () => {
    const files = [file('z/AGENTS.md'), file('a/b/AGENTS.md'), file('CLAUDE.md'), file('AGENTS.md')];
    const sorted = ['AGENTS.md', 'CLAUDE.md', 'z/AGENTS.md', 'a/b/AGENTS.md'];
    assert.deepEqual(labels(arrangeInstructions(files)), sorted);
    assert.deepEqual(labels(arrangeInstructions(files.toReversed())), sorted);
  });

  it('leaves out what is empty and what says the same for the same folder', () => {
    const files = [
      file('AGENTS.md', 'Same\n'),
      file('CLAUDE.md', 'Same'),
      file('a/AGENTS.md', 'Same'),
      file('b/AGENTS.md', ' '),
    ];
    assert.deepEqual(labels(arrangeInstructions(files)), ['AGENTS.md', 'a/AGENTS.md']);
  });

  it('cuts a long one, and all together', () => {
    const files = ['a', 'b', 'c', 'd'].map((name) => file(`${name}/AGENTS.md`, name.repeat(mostCharacters + 1)));
    const kept = arrangeInstructions(files);
    assert.deepEqual(
      kept.map(({ cut }) => cut),
      [true, true, true],
    );
    assert.equal(
      kept.reduce((sum, { text }) => sum + text.length, 0),
      mostCharactersTogether,
    );
    assert.equal(arrangeInstructions([file('AGENTS.md', 'x'.repeat(mostCharacters))])[0]?.cut, false);
  });
});
