import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatMarkdown,
  newFile,
  parseMarkdown,
  type MarkdownCell,
} from '../../../../src/ui/notebook/markdownCells.ts';

const cellsOf = (text: string) => parseMarkdown(text).cells.map(({ kind, text: own }) => [kind, own]);

test('fenced http blocks are requests, the rest is prose, cut before each heading', () => {
  const text = `Intro

# Models
All of them:
\`\`\`http
GET /models

\`\`\`
After it.

## Code
\`\`\`js
# no heading
\`\`\`http
\`\`\`
  ~~~ HTTP list
  GET /files
   {}
  ~~~
#hash
\`\`\`\`http
\`\`\`
\`\`\`\`
\`\`\`http
POST /responses
`;
  assert.deepEqual(cellsOf(text), [
    ['markdown', 'Intro'],
    ['markdown', '# Models\nAll of them:'],
    ['request', 'GET /models\n'],
    ['markdown', 'After it.'],
    ['markdown', '## Code\n```js\n# no heading\n```http\n```'],
    ['request', 'GET /files\n {}'],
    ['markdown', '#hash'],
    ['request', '```'],
    ['request', 'POST /responses'],
  ]);
  assert.equal(formatMarkdown(parseMarkdown(text)), text);
});

test('what looks like a request but is none stays prose', () => {
  for (const text of [
    '    ```http\n    GET /a\n    ```',
    '> ```http\n> GET /a\n> ```',
    '```https\n```',
    '``` a`http\n',
  ]) {
    assert.deepEqual(
      parseMarkdown(text).cells.map(({ kind }) => kind),
      ['markdown'],
      text,
    );
  }
});

/** Numbers below `below`, the same for the same seed (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const lines = [
  ...['', '', ' ', '\t', 'prose', '# Heading', '   ## Indented', '    # code', '- item', 'a ```http b', '#'],
  ...['```http', '~~~http', '````http x', '  ```http', '```', '~~~', '````', '  ```', '```js', '~~~~', '\u2028'],
  ...['POST /responses', '', '{ "a": "```" }', '   x', 'naïve 🙂'],
];

function generated(next: (below: number) => number): string {
  const mixed = next(4) === 0;
  const usual = ['\n', '\r\n'][next(2)] ?? '\n';
  const eol = () => (mixed ? (['\n', '\r\n', '\r'][next(3)] ?? '\n') : usual);
  const body = Array.from({ length: next(25) }, () => `${lines[next(lines.length)] ?? ''}${eol()}`).join('');
  return (next(5) === 0 ? '\uFEFF' : '') + body + (next(2) === 0 ? '' : (lines[next(lines.length)] ?? ''));
}

test('an unchanged file is written back as it was, whatever it holds', () => {
  for (let seed = 0; seed < 4000; seed++) {
    const text = generated(numbers(seed));
    assert.equal(formatMarkdown(parseMarkdown(text)), text, JSON.stringify(text));
  }
});

const same = (cells: readonly MarkdownCell[]) => cells.map(({ kind, text }) => [kind, text]);

test('a changed cell changes its own lines and is read again as it was left', () => {
  let changed = 0;
  for (let seed = 0; seed < 4000; seed++) {
    const next = numbers(seed);
    const file = parseMarkdown(generated(next));
    const at = next(Math.max(1, file.cells.length));
    const cell = file.cells[at];
    if (!cell) continue;
    changed++;
    const text =
      cell.kind === 'request'
        ? Array.from({ length: next(6) }, () => lines[next(lines.length)] ?? '').join('\n')
        : 'Another text.\n\nOf two paragraphs.';
    const cells = file.cells.with(at, { ...cell, text });
    const written = formatMarkdown({ ...file, cells });
    const position = JSON.stringify({ seed, written });
    const before = file.cells.slice(0, at).map(({ written: own }) => `${own?.raw ?? ''}${own?.gap ?? ''}`);
    assert.ok(written.startsWith(file.head + before.slice(0, -1).join('')), position);
    const after = file.cells.slice(at + 1).map(({ written: own }) => `${own?.raw ?? ''}${own?.gap ?? ''}`);
    if (after.length > 0) assert.ok(written.endsWith(after.join('') + file.tail), position);
    const again = parseMarkdown(written).cells;
    if (cell.kind === 'request') assert.deepEqual(same(again), same(cells), position);
    else
      assert.ok(
        again.some((one) => one.text.includes('Another text.\n\nOf two')),
        position,
      );
  }
  assert.ok(changed > 2000);
});

test('requests that are added, moved and removed stay whole', () => {
  for (let seed = 0; seed < 2000; seed++) {
    const next = numbers(seed);
    const file = parseMarkdown(generated(next));
    const cells: MarkdownCell[] = [...file.cells].sort(() => next(3) - 1);
    cells.splice(next(cells.length + 1), next(3));
    cells.splice(next(cells.length + 1), 0, { kind: 'request', text: 'GET /models' });
    const requests = cells.filter(({ kind }) => kind === 'request');
    const written = formatMarkdown({ ...file, cells });
    const again = parseMarkdown(written).cells.filter(({ kind }) => kind === 'request');
    assert.deepEqual(same(again), same(requests), JSON.stringify({ seed, written }));
  }
});

test('a new file has a blank line between its cells and a line end at its end', () => {
  const cells: MarkdownCell[] = [
    { kind: 'markdown', text: '# Title' },
    { kind: 'markdown', text: '' },
    { kind: 'request', text: 'POST /responses\n\n{\n  "input": "```"\n}' },
    { kind: 'request', text: '```\n````' },
  ];
  const expected =
    '# Title\n\n```http\nPOST /responses\n\n{\n  "input": "```"\n}\n```\n\n`````http\n```\n````\n`````\n';
  assert.equal(formatMarkdown({ ...newFile, cells }), expected);
  const empty = parseMarkdown('');
  assert.equal(formatMarkdown({ ...empty, cells: cells.slice(0, 1) }), '# Title\n');
});
