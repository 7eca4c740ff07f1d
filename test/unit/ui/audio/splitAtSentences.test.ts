import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { splitAtSentences } from '../../../../src/ui/audio/splitAtSentences.ts';

describe('splitAtSentences', () => {
  it('leaves a short text whole', () => {
    assert.deepEqual(splitAtSentences('One. Two.', 20), ['One. Two.']);
    assert.deepEqual(splitAtSentences('  \n ', 20), []);
  });

  it('cuts at ends of sentences', () => {
    assert.deepEqual(splitAtSentences('One is here. Two is there. Three.', 20), [
      'One is here.',
      'Two is there. Three.',
    ]);
  });

  it('cuts a long sentence between words, and a long word anywhere, never within a character', () => {
    assert.deepEqual(splitAtSentences('aaaa bbbb cccc', 9), ['aaaa bbbb', 'cccc']);
    assert.deepEqual(splitAtSentences('🦊'.repeat(5), 2), ['🦊🦊', '🦊🦊', '🦊']);
  });

  it('loses nothing and keeps to the limit', () => {
    const text = 'A fox ran. It was quick, and it was brown! Was it a dog? '.repeat(300).trim();
    const pieces = splitAtSentences(text, 4_096);
    assert.ok(pieces.length > 1);
    for (const piece of pieces) assert.ok(piece.length <= 4_096 && /[.!?]$/.test(piece), piece.slice(-20));
    assert.equal(pieces.join(' '), text);
  });
});
