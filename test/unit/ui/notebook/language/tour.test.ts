// The shipped tour is what people copy from: the language has nothing against any of its cells.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseCell } from '../../../../../src/ui/notebook/cell.ts';
import { diagnoseCell } from '../../../../../src/ui/notebook/language/diagnose.ts';
import { parseMarkdown } from '../../../../../src/ui/notebook/markdownCells.ts';
import { bodies, context } from './context.ts';

const file = new URL('../../../../../media/tour/api.openai.md', import.meta.url);
const cells = parseMarkdown(readFileSync(file, 'utf8')).cells.filter(({ kind }) => kind === 'request');

test('the tour has cells', () => assert.ok(cells.length > 40));

/** What the tour shows on purpose: an example of the reference that the model's own documentation contradicts. */
const isShown = (message = '') => message.startsWith('response_format: gpt-4o-transcribe takes json');

for (const [index, { text }] of cells.entries()) {
  const { name, method, target } = parseCell(text);
  test(`cell ${index + 1}: ${name ?? ''} ${method} ${target}`, async () => {
    const namesAbove = cells.slice(0, index).flatMap((above) => parseCell(above.text).name ?? []);
    const found = await diagnoseCell(text, { ...context, namesAbove }, bodies);
    const wrong = found.filter(({ severity, deprecated }) => severity !== 'information' && !deprecated);
    assert.deepEqual(
      wrong
        .map(({ message, start, end }) => [text.slice(start, end), message])
        .filter(([, message]) => !isShown(message)),
      [],
    );
  });
}
