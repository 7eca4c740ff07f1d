import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { htmlText } from '../../../../src/editor/web/htmlText.ts';

const read = (html: string) => htmlText(html, 'https://example.com/docs/');

describe('htmlText', () => {
  it('keeps headings, lists, tables and links, and leaves out what is not read', () => {
    const html = `<!doctype html><html><head><title>Fish &amp; chips</title><style>p { color: red }</style>
      <script>if (1 < 2) alert('<p>no</p>')</script></head><body><h2>How to</h2><!-- <p>hidden</p> -->
      <p>Cut   the
      <b>potatoes</b>.<br>Fry them.</p><ul><li>Salt</li><li><a href="../oil?a=1&amp;b=2">Oil</a></li></ul>
      <a href="#top">Up</a> <a href="javascript:alert(1)">Run</a>
      <table><tr><th>A</th><th>B</th></tr></table></body></html>`;
    const lines = read(html)
      .split('\n')
      .filter((line) => line !== '');
    assert.deepEqual(lines, [
      '# Fish & chips',
      '## How to',
      'Cut the potatoes.',
      'Fry them.',
      '- Salt',
      '- [Oil](https://example.com/oil?a=1&b=2)',
      'Up Run',
      '| A | B',
    ]);
  });

  it('keeps code as it is', () => {
    assert.equal(
      read('<pre><code>if (a &lt; b) {\n    go();\n}</code></pre>after'),
      'if (a < b) {\n    go();\n}\nafter',
    );
  });

  it('leaves out characters that nobody sees', () => {
    assert.equal(read('a\u{E0041}\u200B&#x202E;&#917569;b &#xFFFFFF;&unknown;'), 'ab &unknown;');
  });

  it('reads broken pages, and hostile ones in linear time', () => {
    assert.equal(read('text <b'), 'text');
    assert.equal(read('a < b <script>never closed'), 'a < b');
    for (const piece of ['<', '<a href="', '<script ', '<!--', '&#', ' ', '<pre> \t', '<a href =\t', '<p>'])
      assert.ok(read(piece.repeat(100_000 / piece.length)).length <= 100_000);
  });
});
