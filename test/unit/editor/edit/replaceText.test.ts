import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as edit from '../../../../src/editor/edit/replaceText.ts';

const replaced = (text: string) => ({ kind: 'replaced', text });

/** Without where the edit ended. */
function replaceText(...args: Parameters<typeof edit.replaceText>): object & { kind: string } {
  const result = edit.replaceText(...args);
  return result.kind === 'replaced' ? replaced(result.text) : result;
}

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

  it('prefers whole lines over parts of lines', () => {
    assert.deepEqual(replaceText('append\nend\n', 'end', 'stop'), replaced('append\nstop\n'));
    assert.equal(replaceText('append\nextend\n', 'end', 'stop').kind, 'ambiguous');
  });

  it('says when the edit is made already', () => {
    assert.deepEqual(replaceText('import a;\nimport b;\n', 'import a;', 'import a;\nimport b;'), { kind: 'done' });
    assert.deepEqual(replaceText('  start(now, then, later);\n', 'start(now);', '\tstart(now, then, later);'), {
      kind: 'done',
    });
    assert.equal(replaceText('}\n', 'start(now);', '}').kind, 'absent');
  });

  it('refuses lines that stand for code left out, unless the file has them', () => {
    for (const line of [
      '// ... existing code ...',
      '# ... rest of the code',
      '/* ... */',
      '<!-- … -->',
      '// rest of the code',
    ])
      assert.equal(replaceText('a();\nb();\n', 'a();', `a(1);\n${line}`).kind, 'refused', line);
    const text = 'def f():\n    # ... as before\n    ...\n';
    assert.equal(replaceText(text, 'def f():', 'def g():\n    ...\n').kind, 'replaced');
    assert.equal(replaceText('// ...\na();\n', 'a();', 'b();\n// ...').kind, 'replaced');
  });

  it('keeps what the file has and the writer does not know, beside what changes', () => {
    const text =
      'export async function load(path) {\n  const text = await read(path); // cached\n  check(text);\n  return parse(text);\n}\n';
    const old = 'function load(path) {\n  const text = await read(path);\n  check(text);\n  return parse(text);\n}';
    assert.deepEqual(
      replaceText(text, old, old.replace('parse(text)', 'parse(text, path)')),
      replaced(text.replace('parse(text)', 'parse(text, path)')),
    );
  });

  it('does not take a twin for what is meant', () => {
    const text = 'function readUser(id) {\n  log(id);\n  check(id);\n  return cache.get(id);\n}\n';
    const old = text.replace('readUser', 'readOrder');
    assert.equal(replaceText(text, old, old.replace('check(id)', 'verify(id)')).kind, 'absent');
  });

  it('refuses where the lines to change have other words in the file', () => {
    const text = 'alpha(one);\nbeta(two, more);\ngamma(three);\ndelta(four);\n';
    const old = 'alpha(one);\nbeta(two);\ngamma(three);\ndelta(four);';
    assert.deepEqual(replaceText(text, old, old.replace('beta', 'BETA')), {
      kind: 'absent',
      nearest: { startLine: 1, endLine: 4, text: text.trimEnd() },
    });
  });
});
