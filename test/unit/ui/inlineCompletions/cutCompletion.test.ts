import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutCompletion } from '../../../../src/ui/inlineCompletions/cutCompletion.ts';
import { placeIn } from '../../../../src/ui/inlineCompletions/place.ts';

/** What is inserted at `│` in a file for an answer; `→` before it where characters after the caret go. */
function inserted(file: string, answer: string, options?: { isCutOff?: boolean; isAsked?: boolean }) {
  const [before = '', after = ''] = file.split('│');
  const place = placeIn({ file: 'a.ts', languageId: 'typescript', before, after }, options);
  assert.ok(place, 'it is a place');
  const cut = cutCompletion(answer, place, options);
  return cut && (cut.replaces === 0 ? cut.text : `→${cut.replaces} ${cut.text}`);
}

describe('cutCompletion', () => {
  it('takes the answer as it is where it fits', () => {
    assert.equal(inserted('const total = │\n', 'sum(prices);'), 'sum(prices);');
    assert.equal(inserted('function f() {\n  │\n}\n', 'return 1;'), 'return 1;');
  });

  it('takes what a fence holds, also an open one, and no word about it', () => {
    assert.equal(inserted('const total = │\n', '```ts\nsum(prices);\n```\nThis adds them.'), 'sum(prices);');
    assert.equal(inserted('const total = │\n', '\n```\nsum(prices);'), 'sum(prices);');
    assert.equal(inserted('const total = │\n', '<caret/>sum(prices);'), 'sum(prices);');
  });

  it('leaves out the beginning of the line, or of more lines, that the model repeats', () => {
    assert.equal(inserted('const total = │\n', 'const total = sum(prices);'), 'sum(prices);');
    assert.equal(inserted('  const tot│\n', 'const total = 1;'), 'al = 1;');
    assert.equal(inserted('x = tot│\n', 'total();'), 'al();');
    assert.equal(inserted('const a = 1;\nconst b = │\n', 'const a = 1;\nconst b = 2;'), '2;');
    assert.equal(inserted('// adds\nfunction add() {\n  │\n}', 'function add() {\n  return 1;'), 'return 1;');
  });

  it('puts one blank where the file has one already', () => {
    assert.equal(inserted('const total = │\n', ' sum(prices);'), 'sum(prices);');
    assert.equal(inserted('const total =│\n', ' sum(prices);'), ' sum(prices);');
  });

  it('leaves out the end that stands behind the caret', () => {
    assert.equal(inserted('add(│)\n', 'a, b)'), 'a, b');
    assert.equal(inserted('add(│)\n', 'f(a)'), 'f(a)');
    assert.equal(inserted('add(│);\n', 'f(a));'), 'f(a)');
    assert.equal(inserted('const a = "│"\n', 'text"'), 'text');
    assert.equal(inserted('const a = "│"\n', 'text'), 'text');
    assert.equal(inserted('const a = │ + rest;\n', 'first + rest;'), 'first');
    assert.equal(inserted('function f() {\n  │\n}\nf();\n', 'return 1;\n}\nf();'), 'return 1;');
  });

  it('replaces a bracket that the editor closed where more follows it', () => {
    assert.equal(inserted('run(│)\n', '() => {\n  go();\n})'), '() => {\n  go();\n}');
    assert.equal(inserted('function f(│)\n', 'a, b) {\n  return a + b;\n}'), '→1 a, b) {\n  return a + b;\n}');
    assert.equal(inserted('go({│})\n', '\n  a: 1,'), '\n  a: 1,\n');
  });

  it('finishes one line only in the middle of one', () => {
    assert.equal(inserted('const a = f(│, 2);\n', '1\nconst b = 2;'), '1');
    assert.equal(inserted('const a = │\n', '1;\nconst b = 2;'), '1;');
    assert.equal(inserted('const a = │\n', '1;\nconst b = 2;', { isAsked: true }), '1;\nconst b = 2;');
  });

  it('ends with the block that the caret is in', () => {
    assert.equal(
      inserted('class A {\n  f() {\n    │\n', 'if (a) {\n      b();\n    }\n  }\n\n  g() {}'),
      'if (a) {\n      b();\n    }\n  }',
    );
    assert.equal(inserted('def f():\n    │\n', 'return 1\n\ndef g():\n    return 2'), 'return 1');
    assert.equal(inserted('│\nrest();', 'a();\n\n\nb();', { isAsked: true }), 'a();');
    const long = Array.from({ length: 60 }, (_, line) => `line${line}();`);
    assert.equal(inserted('│\n', long.join('\n'), { isAsked: true })?.split('\n').length, 30);
  });

  it('indents as the file does', () => {
    assert.equal(inserted('if (a) {\n    │\n}', '    return 1;'), 'return 1;');
    assert.equal(
      inserted('class A {\n    │\n}', 'f() {\n    go();\n}'),
      'f() {\n        go();\n    }',
      'what counts from nought is moved',
    );
    assert.equal(inserted('class A {\n    │\n}', 'f() {\n        go();\n    }'), 'f() {\n        go();\n    }');
    assert.equal(inserted('  def f():│\n', '\n    return 1'), '\n    return 1');
  });

  it('leaves out what was cut off', () => {
    assert.equal(inserted('f() {\n  │\n', 'a();\n  b();\n  c(so', { isCutOff: true }), 'a();\n  b();');
    assert.equal(inserted('const a = │\n', 'one + two + thr', { isCutOff: true }), 'one + two +');
  });

  it('says nothing where nothing is left', () => {
    for (const answer of ['', '  \n ', '```\n```', '<caret/>', 'const a = ']) {
      assert.equal(inserted('const a = │\n', answer), undefined, JSON.stringify(answer));
    }
    assert.equal(inserted('f(│)\n', ')'), undefined);
  });
});
