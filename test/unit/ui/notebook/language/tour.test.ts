// The shipped tour is what people copy from: the language has nothing against its cells, but for what it shows on purpose.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCell } from '../../../../../src/ui/notebook/cell.ts';
import { diagnoseCell } from '../../../../../src/ui/notebook/language/diagnose.ts';
import { failing, readTour } from '../../../../support/tourCells.ts';
import { bodies, context, namesAbove } from './context.ts';

const cells = readTour();

/** What is marked where a cell fails on purpose. */
const mistakes: Readonly<Record<string, readonly string[]>> = {
  'Send a number out of its range': ['3'],
  'Call an endpoint that is gone': ['/fine-tunes'],
};

test('the tour has cells', () => assert.ok(cells.length > 100));

for (const [index, { title, text }] of cells.entries()) {
  const { name, method, target } = parseCell(text);
  test(`cell ${index + 1}: ${title}: ${name ?? ''} ${method} ${target}`, async () => {
    const names = cells.slice(0, index).flatMap((above) => parseCell(above.text).name ?? []);
    const found = (await diagnoseCell(text, { ...context, namesAbove: namesAbove(...names) }, bodies)).filter(
      ({ severity }) => severity !== 'hint',
    );
    if (failing.includes(title)) {
      const marked = found.map(({ start, end }) => text.slice(start, end));
      assert.deepEqual(marked, mistakes[title] ?? []);
      return;
    }
    // Azure still has assistants, as the tour says above their cells: this is said, and nothing else.
    const isRetired = /^\/(assistants|threads)\b/.test(target);
    assert.deepEqual(
      found.map(({ severity, message }) => `${severity}: ${message.split(' on ', 1)[0]}`),
      isRetired ? ['information: Assistants were retired'] : [],
    );
  });
}
