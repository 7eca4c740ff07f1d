import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { failing, readTour } from '../support/tourCells.ts';
import { root } from '../support/host.ts';

const cells = readTour();

void test('every cell of the tour is well formed', () => {
  assert.ok(cells.length > 100);
  for (const { title, text, cell } of cells) {
    assert.deepEqual(cell.problems, [], `${title}\n${text}`);
    assert.notEqual(title, '', text);
  }
});

void test('a cell refers only to answers above it, and to files that are shipped', () => {
  const names = new Set<string>();
  for (const { title, text, cell } of cells) {
    for (const [, reference = ''] of text.matchAll(/\{\{([^}]+)\}\}/g)) {
      const [kind, path = ''] = reference.split(':');
      if (kind === 'file' || kind === 'base64') {
        assert.ok(existsSync(join(root, 'media', 'tour', path)), `${title}: ${path}`);
      } else assert.ok(names.has(/^\w+/.exec(reference)?.[0] ?? ''), `${title}: ${reference}`);
    }
    for (const field of cell.body?.kind === 'form' ? cell.body.fields : []) {
      if (field.isFile) assert.ok(existsSync(join(root, 'media', 'tour', field.value)), `${title}: ${field.value}`);
    }
    if (cell.name !== undefined) {
      assert.ok(!names.has(cell.name), `${cell.name} is there twice`);
      names.add(cell.name);
    }
  }
});

void test('what is deleted is what the tour has made', () => {
  const deletes = cells.filter(({ cell }) => cell.method === 'DELETE');
  assert.ok(deletes.length > 5);
  for (const { title, cell } of deletes) assert.match(cell.target, /\{\{\w+\.(id|fine_tuned_model)\}\}$/, title);
});

void test('the cells that fail come last, so that nothing is behind them when all are run', () => {
  const first = cells.findIndex(({ title }) => failing.includes(title));
  assert.ok(first > 0);
  for (const { title } of cells.slice(first)) assert.ok(failing.includes(title), title);
});
