import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellResult, ResultPart } from '../../../../src/protocol/cellResult.ts';
import { redactResult, secretForms } from '../../../../src/ui/notebook/redactResult.ts';

const resultOf = (state: CellResult['state'], ...parts: ResultPart[]): CellResult => ({
  request: { method: 'POST', path: '/echo' },
  state,
  notes: [],
  parts,
});

test('a secret is not shown while it arrives, nor in pieces afterwards', () => {
  const forms = secretForms(['Zq8-secret-value']);
  const said = 'It is Zq8-secret-value, Zq8.';
  for (let length = 0; length <= said.length; length++) {
    const text = said.slice(0, length);
    const running = resultOf(
      'running',
      { kind: 'text', role: 'answer', text, streaming: true },
      { kind: 'toolCall', name: 'f', type: 'function', arguments: text },
    );
    const shown = JSON.stringify(redactResult(running, forms));
    assert.ok(!shown.includes('Zq8-'), shown);
  }
  const done = redactResult(resultOf('done', { kind: 'text', role: 'answer', text: said }), forms);
  assert.deepEqual(done.parts, [{ kind: 'text', role: 'answer', text: 'It is …, Zq8.' }]);
});

test('all the texts of a result are gone through, and bytes are left alone', () => {
  const base64 = 'secret01'.repeat(200);
  const result = resultOf(
    'failed',
    { kind: 'image', mimeType: 'image/png', base64, caption: 'secret01' },
    { kind: 'table', columns: ['secret01', 'n'], rows: [['a secret01', 1, null, true]] },
    { kind: 'json', label: 'Answer', value: { secret01: [{ deep: 'secret01' }], text: 'a%20b' } },
    { kind: 'error', title: 't', text: 'secret01', actions: [], error: { kind: 'auth', message: 'Bearer abc.def' } },
  );
  const [image, ...others] = redactResult(result, secretForms(['secret01', 'abc', 'a b'])).parts;
  assert.deepEqual(image, { kind: 'image', mimeType: 'image/png', base64, caption: '…' });
  const shown = JSON.stringify(others);
  assert.ok(!/secret01|abc\.def/.test(shown), shown);
  assert.ok(shown.includes('a%20b'), 'what is shorter than four characters is no secret');
});
