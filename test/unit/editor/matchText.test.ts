import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { replaceText } from '../../../src/editor/matchText.ts';

const replaced = (text: string) => ({ kind: 'replaced', text });

describe('replaceText', () => {
  it('replaces the one exact place, also within a line', () => {
    assert.deepEqual(replaceText('a = 1;\nb = 2;\n', 'b = 2', 'b = 3'), replaced('a = 1;\nb = 3;\n'));
  });

  it('prefers the exact place over those that are equal but for whitespace', () => {
    assert.deepEqual(
      replaceText('if (a) {\n  x\n}\n    x\n', '    x\n', '    y\n'),
      replaced('if (a) {\n  x\n}\n    y\n'),
    );
  });

  it('takes line ends of any kind', () => {
    assert.deepEqual(replaceText('a\r\nb\r\nc\r\n', 'a\nb\n', 'A\r\nB\r\n'), replaced('A\nB\nc\n'));
  });

  it('takes dollar signs in the replacement as they are', () => {
    assert.deepEqual(replaceText('x', 'x', "$& $1 $'"), replaced("$& $1 $'"));
  });

  it('indents the replacement as the place is', () => {
    const text = 'class A {\n    run() {\n        go();\n    }\n}\n';
    const wanted = 'run() {\n    go();\n}';
    const replacement = 'run() {\n    if (ok) {\n        go();\n    }\n}';
    assert.deepEqual(
      replaceText(text, wanted, replacement),
      replaced('class A {\n    run() {\n        if (ok) {\n            go();\n        }\n    }\n}\n'),
    );
  });

  it('turns spaces of the model into tabs of the file', () => {
    const text = 'function f() {\n\tif (a) {\n\t\tb();\n\t}\n}\n';
    assert.deepEqual(
      replaceText(text, '  if (a) {\n    b();\n  }', '  if (a) {\n    while (c) {\n      b();\n    }\n  }'),
      replaced('function f() {\n\tif (a) {\n\t\twhile (c) {\n\t\t\tb();\n\t\t}\n\t}\n}\n'),
    );
  });

  it('outdents what was written too deep', () => {
    assert.deepEqual(
      replaceText('  a();\n  b();\n', '      a();\n      b();', '    start();\n      a();\n      b();'),
      replaced('start();\n  a();\n  b();\n'),
    );
  });

  it('overlooks trailing blanks and blank lines around the wanted text', () => {
    assert.deepEqual(replaceText('one  \ntwo\n', '\none\ntwo\n\n', '\n1\n2\n\n'), replaced('1\n2\n'));
  });

  it('removes lines for an empty replacement', () => {
    assert.deepEqual(replaceText('a\n\tb  c\nd\n', '  b c', ''), replaced('a\nd\n'));
  });

  it('refuses several places and tells their lines', () => {
    assert.deepEqual(replaceText('x\ny\nx\n', 'x', 'z'), { kind: 'ambiguous', lines: [1, 3] });
    assert.deepEqual(replaceText('\tx  y\nz\n x y\n', '   x y', 'z'), { kind: 'ambiguous', lines: [1, 3] });
  });

  it('sees places that overlap as several', () => {
    assert.deepEqual(replaceText('aaa', 'aa', 'b'), { kind: 'ambiguous', lines: [1, 1] });
  });

  it('shows what comes nearest where the text is absent', () => {
    const text = 'import a;\n\nfunction total(items: Item[]) {\n  return 1;\n}\n';
    assert.deepEqual(replaceText(text, 'function total(items) {\n  return 2;', 'x'), {
      kind: 'absent',
      nearest: { startLine: 3, endLine: 4, text: 'function total(items: Item[]) {\n  return 1;' },
    });
  });

  it('shows nothing where nothing is alike', () => {
    assert.deepEqual(replaceText('alpha\nbeta\n', 'something else entirely', 'x'), { kind: 'absent' });
  });

  it('never takes an empty or blank text for a place, but fills an empty file', () => {
    assert.equal(replaceText('a\n\nb\n', '', 'x').kind, 'absent');
    assert.equal(replaceText('a\nb\n', '  \n  ', 'x').kind, 'absent');
    assert.deepEqual(replaceText('', '', 'x\n'), replaced('x\n'));
  });
});
