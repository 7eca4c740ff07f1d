import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeIn, fitTo } from '../../../src/editor/codeAnswer.ts';

describe('codeIn', () => {
  const cases: [name: string, answer: string, code: string | undefined][] = [
    ['takes what is in the fence', 'Here:\n```ts\nlet a = 1;\n```\nDone.', 'let a = 1;'],
    ['takes a bare answer whole', '\n\n  let a = 1;\n', '  let a = 1;'],
    ['keeps the indentation of the first line', '```\n    return 1;\n```', '    return 1;'],
    ['takes the longest of several', '```\na\n```\nand\n```\nlonger\n```', 'longer'],
    ['keeps fences inside Markdown', '```md\n# A\n```js\n1\n```\nend\n```', '# A\n```js\n1\n```\nend'],
    ['ends a long fence only with a long one', '````\n```\nx\n```\n````', '```\nx\n```'],
    ['knows tildes', '~~~py\npass\n~~~', 'pass'],
    ['reads CRLF', '```ts\r\na\r\nb\r\n```\r\n', 'a\nb'],
    ['takes an open fence to the end', '```ts\na', 'a'],
    ['finds nothing in nothing', ' \n', undefined],
    ['finds nothing in an empty fence', 'None needed:\n```\n```', undefined],
  ];
  for (const [name, answer, code] of cases) it(name, () => assert.equal(codeIn(answer), code));
});

describe('fitTo', () => {
  const cases: [name: string, original: string, code: string, fitted: string][] = [
    ['leaves what fits', '  a\n    b', '  c\n    d', '  c\n    d'],
    ['moves right', '    if (a) {\n    }', 'if (b) {\n  c();\n}', '    if (b) {\n      c();\n    }'],
    ['moves left', 'a\n  b', '    c\n\n      d', 'c\n\n  d'],
    ['keeps tabs', '\tif a {\n\t}', 'if b {\n\tc\n}', '\tif b {\n\t\tc\n\t}'],
    ['mends a first line alone', '  f() {\n    a\n  }', 'f() {\n    b\n  }', '  f() {\n    b\n  }'],
    ['moves Python as a whole', '    def f():\n        a', 'def f():\n    b', '    def f():\n        b'],
    ['moves all lines to where one line was', '    a', 'f {\n  b\n}', '    f {\n      b\n    }'],
    ['moves to an empty line', '    ', 'a\n  b', '    a\n      b'],
    ['takes over CRLF', 'a\r\nb', 'c\nd', 'c\r\nd'],
    ['takes over LF', 'a\nb', 'c\r\nd', 'c\nd'],
    ['leaves an expression alone', 'a + b', 'b + a', 'b + a'],
  ];
  for (const [name, original, code, fitted] of cases) it(name, () => assert.equal(fitTo(original, code), fitted));

  it('writes tabs for blanks and blanks for tabs, as the file has them', () => {
    const tabs = 'a {\n\tb {\n\t\tc;\n\t}\n}';
    assert.equal(fitTo('\tb {', 'b {\n  d;\n}', tabs), '\tb {\n\t\td;\n\t}');
    assert.equal(fitTo('  b {', 'b {\n\td;\n}', tabs.replaceAll('\t', '  ')), '  b {\n    d;\n  }');
  });
});
